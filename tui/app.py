"""The app: screens, and the keys that work on all of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widgets import HelpPanel, Input

from tui.screens.ask import AskScreen
from tui.screens.opening import Opening

if TYPE_CHECKING:
    from index.library import Library
    from qa.settings import AnswerSettings

_TWICE = 2.0  # seconds within which a second Ctrl+C leaves


class QuothApp(App[None]):
    """Asks one library; `seeds` are indexed first when nothing is."""

    TITLE = "Quoth"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", key_display="f1"),
        Binding("ctrl+q", "quit", "Quit", priority=True),
        Binding("q", "quit", "Quit", show=False),
        Binding("ctrl+c", "interrupt", "Copy; twice: quit", show=False, priority=True),
    ]

    def __init__(
        self, library: Library, seeds: Path | None = None, settings: AnswerSettings | None = None
    ) -> None:
        super().__init__()
        self._opening = Opening(library, seeds, settings)
        self._interrupted = -_TWICE

    def on_mount(self) -> None:
        self.push_screen(AskScreen(self._opening))

    def action_help(self) -> None:
        """Show the keys of whatever has the focus, or hide them."""
        if self.screen.query(HelpPanel):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, leave at the second press."""
        selected = self.screen.get_selected_text()
        if not selected and isinstance(self.focused, Input):
            selected = self.focused.selected_text
        if selected:
            self.copy_to_clipboard(selected)
            return
        now = time.monotonic()
        if now - self._interrupted < _TWICE:
            self.exit()
            return
        self._interrupted = now
        self.notify("Press Ctrl+C again to quit.", timeout=_TWICE, markup=False)
