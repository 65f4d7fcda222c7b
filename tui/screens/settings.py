"""The settings, changed one by one, and kept in the library's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from quoth.index.consent import agree
from quoth.index.errors import UsageError
from quoth.index.settings import FILE_NAME, IndexSettings, read_table, settings_files
from quoth.index.settings_writing import write_setting
from quoth.qa.settings import AnswerSettings
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.panels.table import RowChosen, Table
from quoth.tui.settings import TuiSettings
from quoth.tui.text.listing import Column, Listing
from quoth.tui.text.terminal_text import literal, terminal_line

Settings = TuiSettings | AnswerSettings | IndexSettings
_TABLES: dict[str, type[Any]] = {"tui": TuiSettings, "qa": AnswerSettings, "index": IndexSettings}
_MEANING = {
    "tui.theme": "how the app looks; Enter lists the themes",
    "tui.watch": "index what changes in the folders while the app runs",
    "qa.top_k": "passages shown for a question",
    "qa.quotes": "sentences quoted in an answer at the most",
    "qa.reranker": "cross-encoder that reads the best passages again; empty: none",
    "qa.model_timeout": "seconds after which a silent model is given up",
    "qa.model": "chat model that writes the answers, provider:name; empty: quote the articles",
    "qa.base_url": "server of that model, where it is not the provider's own",
    "qa.filters": "what narrows every question: lang:fr source:AFP since:2016 -word; empty: nothing",
    "qa.answerer": "what writes the answers: extractive, chat_model or a package's; empty: as model",
    "index.chroma_url": "Chroma server that holds the index; empty: this machine; start again then",
    "index.chroma_tenant": "whose databases on that server; start again then",
    "index.chroma_database": "which of them; start again then",
    "index.embedder": "builtin, a sentence-transformers name, or a model's folder; then rebuild",
    "index.follow_links": "index also what links among the articles name elsewhere; then rebuild",
    "index.passage_tokens": "size of a passage, in the embedder's tokens; then rebuild",
    "index.columns": "what tables call them: title=Headline, text=Story; then rebuild --full",
    "index.loading_seconds": "after which a file is skipped, for each 10 MB that it begins",
    "index.loading_megabytes": "of memory above its size; a file that needs more is skipped",
}


@dataclass(frozen=True, slots=True)
class Setting:
    table: str
    key: str
    value: Any

    @property
    def name(self) -> str:
        return f"{self.table}.{self.key}"

    @property
    def shown(self) -> str:
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value) or "–"


class SettingsScreen(Screen[None]):
    """Enter changes the one that the cursor is on."""

    CSS_PATH = "lists.tcss"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back")]

    table = getters.query_one("#settings", Table)

    def __init__(self, library: Path, apply: Callable[[Settings], None]) -> None:
        """`apply` is called with the table that has changed, as it is now."""
        super().__init__()
        self._library = library
        self._apply = apply

    def compose(self) -> ComposeResult:
        yield Static(literal("Settings", "bold $text-accent"), markup=False, classes="heading")
        yield Table(_listing([]), id="settings")
        file = terminal_line(str(self._library / FILE_NAME))
        yield Static(literal(f"Kept in {file}"), markup=False, classes="note")
        yield Footer()

    def on_mount(self) -> None:
        self._read()

    def _read(self) -> None:
        try:
            self.table.show(_listing(list(_settings(self._library))))
        except UsageError as error:
            self._say(error)

    @on(RowChosen)
    def _chosen(self, message: RowChosen) -> None:
        setting: Setting = message.row
        if setting.name == "tui.theme":
            self.app.search_themes()
        elif isinstance(setting.value, bool):
            self._write(setting, not setting.value)
        else:
            self._ask(setting)

    @work(group="ask")
    async def _ask(self, setting: Setting) -> None:
        prompt = Prompt(setting.name, str(setting.value), _MEANING.get(setting.name, ""), empty="")
        typed = await self.app.push_screen_wait(prompt)
        if typed is None:
            return
        if isinstance(setting.value, int):
            if not typed.removeprefix("-").isdecimal():
                self._say(
                    UsageError(f"{typed!r} is no number.", f"Type a number for {setting.name}.")
                )
                return
            self._write(setting, int(typed))
        else:
            self._write(setting, typed)

    def _write(self, setting: Setting, value: Any) -> None:
        kind = _TABLES[setting.table]
        files = settings_files(self._library)
        try:
            made = replace(read_table(kind, setting.table, files), **{setting.key: value})
            write_setting(files[-1], setting.table, setting.key, value)
            agree(self._library, {f"{setting.table}.{setting.key}": value})
        except UsageError as error:
            self._say(error)
            return
        self._read()
        self._apply(made)

    def _say(self, error: UsageError) -> None:
        text = terminal_line(f"{error.message} {error.hint}")
        self.notify(text, severity="error", markup=False)


def _settings(library: Path) -> Iterator[Setting]:
    """As the files have them now. Raises UsageError."""
    for table, kind in _TABLES.items():
        values = read_table(kind, table, settings_files(library))
        for field in fields(kind):
            yield Setting(table, field.name, getattr(values, field.name))


def _listing(settings: list[Setting]) -> Listing[Setting]:
    return Listing(
        (
            Column("Setting", lambda setting: setting.name, 21),
            Column("Value", lambda setting: setting.shown, 18),
            Column("What it is", lambda setting: _MEANING.get(setting.name, "")),
        ),
        settings,
    )
