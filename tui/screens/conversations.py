"""Earlier conversations: found by their words, gone on with, renamed, exported, deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from quoth.index.errors import ConversationsError
from quoth.tui.controllers.telling import tell_error
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.panels.table import RowChosen, Table
from quoth.tui.text.listing import Column, Listing
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.qa.saved.records import Summary
    from quoth.qa.saved.store import ConversationStore
    from quoth.tui.controllers.conversation_log import ConversationLog
    from quoth.tui.controllers.exporting import Exports

_WIDE_CELLS = 100  # cells from which on there is room for another column
_COUNTED_CELLS = 56  # from which on there is room for the number of questions


class ConversationsScreen(Screen["int | None"]):
    """Dismissed with the conversation to go on with."""

    CSS_PATH = "lists.tcss"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", key_display="esc", id="conversations.back"),
        Binding("slash", "search", "Search", id="conversations.search"),
        Binding("r", "rename", "Rename", id="conversations.rename"),
        Binding("e", "export", "Export", id="conversations.export"),
        Binding("d,delete", "delete", "Delete", id="conversations.delete"),
        Binding("u", "undo", "Undo", id="conversations.undo"),
    ]

    table = getters.query_one("#conversations", Table)
    search = getters.query_one("#search", Input)

    def __init__(self, log: ConversationLog, exports: Exports) -> None:
        super().__init__()
        self._saved = log
        self._exports = exports
        self._restored: int | None = None
        self._deleted: list[Summary] = []

    def compose(self) -> ComposeResult:
        yield Static(literal("Conversations", "bold $text-accent"), markup=False, classes="heading")
        yield Input(placeholder="Search in questions and answers…", id="search")
        empty = "No conversation here yet. Whatever you ask is kept."
        yield Table(_listing([]), id="conversations", empty=empty)
        yield Footer()

    def on_mount(self) -> None:
        self._list()

    @work(exclusive=True, group="list")
    async def _list(self) -> None:
        wanted = self.search.value
        try:
            found = await self._saved.read(lambda store: store.summaries(wanted))
        except ConversationsError as error:
            tell_error(self, error)
            return
        restored = next((row for row in found if row.id == self._restored), None)
        self._restored = None
        self.table.show(_listing(found, searched=bool(wanted.strip())), cursor=restored)

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    @on(Input.Submitted, "#search")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.focus()

    @on(RowChosen)
    def _open(self, message: RowChosen) -> None:
        self.dismiss(message.row.id)

    def action_back(self) -> None:
        """Out of the search first."""
        if self.focused is self.search:
            self.table.focus()
        else:
            self.dismiss(None)

    def action_search(self) -> None:
        self.search.focus()

    @work(group="change")
    async def action_rename(self) -> None:
        chosen: Summary | None = self.table.row
        if chosen is None:
            return
        title = await self.app.push_screen_wait(Prompt("Rename the conversation", chosen.title))
        if title:
            await self._change(lambda store: store.rename(chosen.id, title))

    @work(group="change")
    async def action_delete(self) -> None:
        chosen: Summary | None = self.table.row
        if chosen is None:
            return
        if await self._change(lambda store: store.delete(chosen.id)):
            self._deleted.append(chosen)
            if self._saved.current == chosen.id:
                self._saved.begin()
            self.notify(f"“{terminal_line(chosen.title)}” deleted. u brings it back.", markup=False)
            self.refresh_bindings()

    @work(group="change")
    async def action_undo(self) -> None:
        chosen = self._deleted.pop()
        self._restored = chosen.id
        await self._change(lambda store: store.restore(chosen.id))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "undo" or bool(self._deleted)

    @work(group="change")
    async def action_export(self) -> None:
        chosen: Summary | None = self.table.row
        if chosen is not None:
            await self._exports.export(chosen.id, chosen.title)

    async def _change(self, work: Callable[[ConversationStore], None]) -> bool:
        try:
            await self._saved.read(work)
        except ConversationsError as error:
            tell_error(self, error)
            return False
        self._list()
        return True


def _listing(found: list[Summary], *, searched: bool = False) -> Listing[Summary]:
    columns: list[Column[Summary]] = [
        Column("Conversation", lambda row: row.title),
        Column(
            "Questions",
            lambda row: str(row.questions),
            11,
            lambda row: row.questions,
            least=_COUNTED_CELLS,
        ),
        Column("Last used", lambda row: _local(row.updated), 16, lambda row: row.updated),
    ]
    if searched:
        columns.insert(1, Column("Found in", lambda row: row.found, least=_WIDE_CELLS))
    return Listing(columns, found)


def _local(moment: str) -> str:
    """ISO 8601 in UTC as the user's own clock has it, to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
