"""A list to choose from, narrowed as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from quoth.tui.text.listing import folded
from quoth.tui.text.terminal_text import literal, terminal_line

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """`value` is what choosing gives; `label` is read, and `note` beside it."""

    value: str
    label: str
    note: str = ""


class Choice(ModalScreen[str | None]):
    """Enter or a click gives a value, Esc nothing; arrows walk."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Cancel", id="choice.cancel"),
        Binding("down", "walk(1)", "Down", show=False, id="choice.down"),
        Binding("up", "walk(-1)", "Up", show=False, id="choice.up"),
    ]

    listed = getters.query_one(OptionList)

    def __init__(
        self, title: str, offers: Sequence[Offer], hint: str = "", *, takes_typed: bool = False
    ) -> None:
        """`title` and `hint` are our own words. With `takes_typed`, what is typed and fits no offer
        is given as it is.
        """
        super().__init__()
        self._title, self._hint = title, hint
        self._offers = list(offers)
        self._shown: list[Offer] = []
        self._takes_typed = takes_typed

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(literal(self._title), markup=False, classes="title")
            yield Input(placeholder="Type to narrow the list…", select_on_focus=False)
            yield OptionList(markup=False)
            yield Static(markup=False, classes="hint")

    def on_mount(self) -> None:
        self.listed.can_focus = False
        self.offer(self._offers, self._hint)

    def offer(self, offers: Sequence[Offer], hint: str = "") -> None:
        """List these instead, and say so in our own words."""
        self._offers, self._hint = list(offers), hint
        told = f"{hint}  ·  " if hint else ""
        self.query_one(".hint", Static).update(literal(f"{told}⏎ choose  ·  esc cancel"))
        self._narrow(self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        words = folded(typed).split()
        fitting = [
            offer
            for offer in self._offers
            if all(word in folded(f"{offer.label} {offer.note}") for word in words)
        ]
        self._shown = fitting[:_MOST_SHOWN]
        self.listed.clear_options()
        self.listed.add_options([Option(_line(offer)) for offer in self._shown])
        self.listed.highlighted = 0 if self._shown else None

    def action_walk(self, step: int) -> None:
        if step > 0:
            self.listed.action_cursor_down()
        else:
            self.listed.action_cursor_up()

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.listed.highlighted
        if at is not None:
            self.dismiss(self._shown[at].value)
        elif self._takes_typed and (typed := terminal_line(event.value)):
            self.dismiss(typed)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._shown[event.option_index].value)


def _line(offer: Offer) -> Content:
    return Content.assemble(
        literal(terminal_line(offer.label)),
        literal(f"  {terminal_line(offer.note)}" if offer.note else "", "$foreground-muted"),
    )
