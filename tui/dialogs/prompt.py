"""A question of the app to its user, answered in one line."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quoth.tui.text.terminal_text import literal, terminal_line


class Prompt(ModalScreen[str | None]):
    """Enter gives the text, Esc nothing. What is typed is one line."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Cancel")]

    def __init__(
        self, title: str, value: str = "", hint: str = "", empty: str | None = None
    ) -> None:
        """`title` and `hint` are our own words; `empty` is what no text at all gives."""
        super().__init__()
        self._empty = empty
        self._title, self._value, self._hint = title, terminal_line(value), hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(literal(self._title), markup=False, classes="title")
            yield from self.compose_input()
            hint = f"{self._hint}  ·  " if self._hint else ""
            yield Static(literal(f"{hint}⏎ accept  ·  esc cancel"), markup=False, classes="hint")

    def compose_input(self) -> ComposeResult:
        """What is typed into, and whatever belongs right below it."""
        yield Input(self._value, select_on_focus=False)

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        self.take(event.value)

    def take(self, typed: str) -> None:
        """Close with what was typed."""
        self.dismiss(terminal_line(typed) or self._empty)
