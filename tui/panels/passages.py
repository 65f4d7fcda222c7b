"""The passages beside the conversation: cited ones, then those merely near."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Static

from quoth.tui.messages import CopyWanted, PlaceChosen
from quoth.tui.panels.passage_card import PassageCard
from quoth.tui.text.places import Place

_PAUSE_SECONDS = 0.02  # seconds; an answer without a chat model comes sooner after its passages


class Passages(VerticalScroll, can_focus=True):
    """Up and down walk; the passage walked to is open; Enter opens its article."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "walk(1)", "Walk", key_display="↑↓", id="passages.down"),
        Binding("up,k", "walk(-1)", "Walk back", show=False, id="passages.up"),
        Binding("enter", "open", "Read", id="passages.read"),
        Binding("c", "copy('quote')", "Quote", tooltip="Copy the quote", id="passages.copy-quote"),
        Binding(
            "C",
            "copy('passage')",
            "Passage",
            tooltip="Copy the passage",
            id="passages.copy-passage",
        ),
        Binding(
            "a", "app.copy_answer", "Answer", tooltip="Copy the answer", id="passages.copy-answer"
        ),
        Binding(
            "f", "app.choose_format", "Format", tooltip="Copy answers as…", id="passages.format"
        ),
        Binding("home,g", "walk(-1000)", "First", show=False, id="passages.first"),
        Binding("end,G", "walk(1000)", "Last", show=False, id="passages.last"),
    ]
    cursor: reactive[int] = reactive(0, init=False)

    def __init__(self) -> None:
        super().__init__(classes="-empty")
        self.places: tuple[Place, ...] = ()
        self._note = ""
        self._cards: list[PassageCard] = []
        self._drawing: Timer | None = None
        self.border_title = "Passages"

    @property
    def place(self) -> Place | None:
        """The one that the cursor is on."""
        return self.places[self.cursor] if self.places else None

    @property
    def is_drawn(self) -> bool:
        return self._drawing is None

    def show(self, places: Sequence[Place], title: str, note: str = "") -> None:
        """`title` and `note` are our own words. What is replaced at once is never drawn."""
        self.places, self._note, self.border_title = tuple(places), note, title
        self.set_reactive(Passages.cursor, 0)
        self._cards = []
        if self._drawing is None:
            self._drawing = self.set_timer(_PAUSE_SECONDS, self._draw)

    async def _draw(self) -> None:
        self._cards = cards = [PassageCard(place) for place in self.places]
        near = next((n for n, card in enumerate(cards) if not card.place.number), len(cards))
        notes = [Static(self._note, markup=False, classes="note")] if self._note else []
        self._drawing = None
        self.set_class(not cards, "-empty")
        async with self.batch():
            await self.remove_children()
            await self.mount(*cards[:near], *notes, *cards[near:])
        self.watch_cursor(self.cursor, self.cursor)
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("copy", "open") or self.place is not None

    def action_copy(self, what: str) -> None:
        self.post_message(CopyWanted(what))

    def action_open(self) -> None:
        if self.place:
            self.post_message(PlaceChosen(self.place))
