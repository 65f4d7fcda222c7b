"""A question of the app to its user, answered in one line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quoth.tui.text.terminal_text import literal, terminal_line

Check = Callable[[str], Awaitable[str]]
"""What is wrong with a text, in our own words; "" once it has been taken."""


class Prompt(ModalScreen[str | None]):
    """Enter gives the text, Esc nothing. What is wrong is told here, and what was typed stays."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel", id="prompt.cancel")
    ]

    def __init__(
        self,
        title: str,
        value: str = "",
        hint: str = "",
        empty: str | None = None,
        check: Check | None = None,
    ) -> None:
        """`title` and `hint` are our own words; `empty` is what no text at all gives. `check` is
        awaited before the text is given.
        """
        super().__init__()
        self._empty = empty
        self._check_text = check
        self._title, self._value, self._hint = title, terminal_line(value), hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(literal(self._title), markup=False, classes="title")
            yield from self.compose_input()
            yield Static(markup=False, classes="problem")
            hint = f"{self._hint}  ·  " if self._hint else ""
            yield Static(literal(f"{hint}⏎ accept  ·  esc cancel"), markup=False, classes="hint")

    def compose_input(self) -> ComposeResult:
        """What is typed into, and whatever belongs right below it."""
        yield Input(self._value, select_on_focus=False)

    @on(Input.Changed)
    def _forget_problem(self, event: Input.Changed) -> None:
        event.stop()
        self.tell("")

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        self.take(event.value)

    def take(self, typed: str) -> None:
        """Close with what was typed, once nothing is wrong with it."""
        text = terminal_line(typed) or self._empty
        if text is None or self._check_text is None:
            self.dismiss(text)
        else:
            self._try(text, self._check_text)

    @work(exclusive=True, group="check")
    async def _try(self, text: str, check: Check) -> None:
        problem = await check(text)
        if problem:
            self.tell(problem)
        elif self.is_current:
            self.dismiss(text)

    def tell(self, problem: str) -> None:
        """Say what is wrong with what was typed; "" for nothing."""
        for shown in self.query(".problem").results(Static):
            shown.update(literal(problem and f"✗ {terminal_line(problem)}"))
            shown.display = bool(problem)
