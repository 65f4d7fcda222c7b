"""The settings, changed one by one, and kept in the library's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from quoth.index.errors import UsageError
from quoth.tui.controllers.preferences import Setting
from quoth.tui.controllers.telling import tell_error
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.messages import SettingsChanged
from quoth.tui.panels.table import RowChosen, Table
from quoth.tui.text.listing import Column, Listing
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.tui.controllers.preferences import Preferences

_LISTED = {
    "tui.theme": "app.change_theme",
    "tui.copy_as": "app.choose_format",
    "qa.model": "app.choose_model",
}
"""Settings that are chosen from a list, and what opens it."""
_MEANING = {
    "tui.theme": "how the app looks; Enter lists the themes",
    "tui.watch": "index what changes in the folders while the app runs",
    "tui.copy_as": "format that answers are copied in; Enter lists them",
    "tui.keys": "other keys, by the ids that F1 lists: ask.copy-answer=ctrl+b reader.next=n,j",
    "qa.top_k": "passages shown for a question",
    "qa.reader": "what reads the question against the passages",
    "qa.quotes": "sentences quoted in an answer at the most",
    "qa.reranker": "cross-encoder that reads the best passages again; empty: none",
    "qa.model_timeout": "seconds after which a silent model is given up",
    "qa.model": "chat model that writes the answers; Enter lists those at hand",
    "qa.base_url": "server of that model, where it is not the provider's own",
    "qa.filters": "what narrows every question: lang:fr source:AFP since:2016 -word; empty: nothing",
    "qa.answerer": "what writes the answers: extractive, chat_model or a package's; empty: as model",
    "qa.check": "rules, or model: the chat model gives a second opinion on what they let pass",
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


class SettingsScreen(Screen[None]):
    """Enter changes the one that the cursor is on."""

    CSS_PATH = "lists.tcss"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", key_display="esc", id="settings.back"),
        Binding("m", "app.choose_model", "Model", id="settings.model"),
        Binding("f", "app.choose_format", "Copies", id="settings.format"),
    ]

    table = getters.query_one("#settings", Table)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences

    def compose(self) -> ComposeResult:
        yield Static(literal("Settings", "bold $text-accent"), markup=False, classes="heading")
        yield Table(_listing([]), id="settings")
        file = terminal_line(str(self._preferences.file))
        yield Static(literal(f"Kept in {file}"), markup=False, classes="note")
        yield Footer()

    def on_mount(self) -> None:
        self.read()

    @on(SettingsChanged)
    def read(self) -> None:
        """Show the settings as the files have them now."""
        try:
            self.table.show(_listing(list(self._preferences.settings())))
        except UsageError as error:
            tell_error(self, error)

    @on(RowChosen)
    async def _chosen(self, message: RowChosen) -> None:
        setting: Setting = message.row
        if setting.name in _LISTED:
            await self.app.run_action(_LISTED[setting.name])
        elif isinstance(setting.value, bool):
            if problem := self._changed(setting, not setting.value):
                self.notify(terminal_line(problem), severity="error", markup=False)
        else:
            self._ask(setting)

    @work(group="ask")
    async def _ask(self, setting: Setting) -> None:
        async def check(typed: str) -> str:
            if not isinstance(setting.value, int):
                return self._changed(setting, typed)
            if not typed.removeprefix("-").isdecimal():
                return f"{typed!r} is no number. Type a number for {setting.name}."
            return self._changed(setting, int(typed))

        meaning = _MEANING[setting.name]
        prompt = Prompt(setting.name, str(setting.value), meaning, empty="", check=check)
        await self.app.push_screen_wait(prompt)

    def _changed(self, setting: Setting, value: Any) -> str:
        """Change a setting; what is wrong with the value, or ""."""
        try:
            self._preferences.change(setting.table, **{setting.key: value})
        except UsageError as error:
            return f"{error.message} {error.hint}"
        self.read()
        return ""


def _listing(settings: list[Setting]) -> Listing[Setting]:
    return Listing(
        (
            Column("Setting", lambda setting: setting.name, 21),
            Column("Value", lambda setting: setting.shown, 18),
            Column("What it is", lambda setting: _MEANING[setting.name]),
        ),
        settings,
    )
