"""The app: screens, and the keys that work on all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import HelpPanel, Input

from quoth.index.settings import FILE_NAME
from quoth.tui.controllers.clipboard import copy
from quoth.tui.controllers.ending import leave_on_signals
from quoth.tui.controllers.startup import Opening
from quoth.tui.controllers.theming import Theming
from quoth.tui.dialogs.confirm import Confirm
from quoth.tui.palette import commands
from quoth.tui.screens.ask import AskScreen
from quoth.tui.screens.navigation import open_room
from quoth.tui.settings import TuiSettings

if TYPE_CHECKING:
    from quoth.qa.api import QuothLibrary

_TWICE_SECONDS = 2.0  # seconds within which a second Ctrl+C leaves


class QuothApp(App[None]):
    """Asks one library; `seeds` are indexed first when nothing is."""

    TITLE = "Quoth"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="f1"),
        Binding("f2", "room('conversations')", "Conversations", show=False),
        Binding("f3", "room('library')", "Library", show=False),
        Binding("f4", "room('rebuild')", "Rebuild", show=False),
        Binding("f5", "room('settings')", "Settings", show=False),
        Binding("ctrl+q", "quit", "Quit", priority=True, show=False),
        Binding("q", "quit", "Quit", show=False),
        Binding("ctrl+c", "interrupt", "Copy; twice: quit", show=False, priority=True),
    ]

    def __init__(
        self,
        library: QuothLibrary,
        seeds: Path | None = None,
        look: TuiSettings | None = None,
    ) -> None:
        super().__init__()
        self._theming = Theming(self, library.folder / FILE_NAME)
        self._look = look or TuiSettings()
        self._ask = AskScreen(Opening(library, seeds))
        self._interrupted = -_TWICE_SECONDS

    def on_mount(self) -> None:
        if not self.is_headless:
            leave_on_signals(self)
        self._theming.begin(self._look.theme)
        self.push_screen(self._ask)
        self._ask.rebuilding.watch(on=self._look.watch)

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        yield SystemCommand("Theme", "Change how the app looks", self.action_change_theme)
        yield from commands(self, screen)

    async def action_room(self, name: str) -> None:
        """Open one of the other screens, in place of whatever lies on the conversation."""
        if self._ask in self.screen_stack:
            while self.screen is not self._ask:
                await self.pop_screen()
            open_room(self._ask, name)

    def action_help(self) -> None:
        """Show the keys of whatever has the focus, or hide them."""
        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    async def action_quit(self) -> None:
        """At once, unless a rebuild would be stopped."""
        if not self._ask.rebuilding.is_running:
            self.exit()
        elif not isinstance(self.screen, Confirm):
            question = "A rebuild is running. What it has embedded so far is kept."
            self.push_screen(Confirm(question, "quit", "stay"), self._leave)

    def _leave(self, agreed: bool | None) -> None:
        if agreed:
            self.exit()

    async def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, leave at the second press."""
        selected = self.screen.get_selected_text()
        if not selected and isinstance(self.focused, Input):
            selected = self.focused.selected_text
        if selected:
            copy(self.screen, selected, "Selection")
            return
        now = time.monotonic()
        if now - self._interrupted < _TWICE_SECONDS:
            await self.action_quit()
            return
        self._interrupted = now
        self.notify("Press Ctrl+C again to quit.", timeout=_TWICE_SECONDS, markup=False)
