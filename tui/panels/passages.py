"""The passages beside the conversation: cited ones, then those merely near."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive
from textual.widgets import Static

from tui.messages import PlaceChosen
from tui.panels.passage_card import PassageCard
from tui.places import Place


class Passages(VerticalScroll, can_focus=True):
    """Up and down walk; the passage walked to is open; Enter opens its article."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "walk(1)", "Next", key_display="↓"),
        Binding("up,k", "walk(-1)", "Previous", key_display="↑"),
        Binding("enter", "open", "Read"),
        Binding("home,g", "walk(-1000)", "First", show=False),
        Binding("end,G", "walk(1000)", "Last", show=False),
    ]
    cursor: reactive[int] = reactive(0, init=False)

    def __init__(self) -> None:
        super().__init__()
        self.places: tuple[Place, ...] = ()
        self._cards: list[PassageCard] = []
        self.border_title = "Passages"

    @property
    def place(self) -> Place | None:
        """The one that the cursor is on."""
        return self.places[self.cursor] if self.places else None

    async def show(self, places: Sequence[Place], title: str, note: str = "") -> None:
        """`title` and `note` are our own words."""
        self.places = tuple(places)
        self._cards = [PassageCard(place) for place in places]
        self.border_title = title
        self.set_class(not places, "-empty")
        first_near = next((n for n, place in enumerate(places) if not place.number), len(places))
        notes = [Static(note, markup=False, classes="note")] if note else []
        async with self.batch():
            await self.remove_children()
            await self.mount(*self._cards[:first_near], *notes, *self._cards[first_near:])
        self.set_reactive(Passages.cursor, 0)
        self.watch_cursor(0, 0)
        self.scroll_home(animate=False)

    def watch_cursor(self, before: int, after: int) -> None:
        for number in {before, after}:
            if number < len(self._cards):
                self._cards[number].toggle(opened=number == after)
        if self._cards and before != after:
            self.call_after_refresh(
                self._cards[after].scroll_visible, animate=False, top=True, immediate=True
            )

    def action_walk(self, step: int) -> None:
        if self.places:
            self.cursor = min(len(self.places) - 1, max(0, self.cursor + step))

    def action_open(self) -> None:
        if self.place:
            self.post_message(PlaceChosen(self.place))
