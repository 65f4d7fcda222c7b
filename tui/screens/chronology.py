"""The events of a chronology, one below the other by their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from quoth.qa.answers import Answer, Citation, Line
from quoth.tui.controllers.session import Within
from quoth.tui.panels.table import RowChosen, Table
from quoth.tui.panels.timeline import Timeline
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text.answer_text import quote
from quoth.tui.text.listing import Column, Listing
from quoth.tui.text.places import Place, places_of
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer

_WHEN_CELLS = 17  # "18 September 2015"
_OUTLET_CELLS = 24
_WIDE = 100  # cells from which on there is room for the outlets


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the chronology, its day in words, its quote and where that stands."""

    line: Line
    when: str
    citation: Citation
    place: Place


class ChronologyScreen(Screen[Within]):
    """Arrows walk from event to event, and the whole of one stands below; Enter reads it in its
    article. Dismissed with the article to ask within.
    """

    CSS_PATH = "lists.tcss"
    AUTO_FOCUS = "#events"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", key_display="esc", id="timeline.back"),
    ]
    SPECIAL: ClassVar[tuple[tuple[str, str], ...]] = (
        ("⏎", "reads the event in its article; n and N walk on from there"),
        ("±", "an event that gives a figure otherwise than one before it"),
    )

    table = getters.query_one("#events", Table)

    def __init__(self, answerer: QuestionAnswerer, answer: Answer) -> None:
        """`answer` is a chronology, answered from what `answerer` has."""
        super().__init__()
        self._answerer = answerer
        self._rule = answer.text.partition("\n")[0].rstrip(":")
        self._events = tuple(_events(answer))

    def compose(self) -> ComposeResult:
        heading = Content.assemble(("Timeline", "bold $text-accent"), literal(f"  {self._rule}"))
        yield Static(heading, markup=False, classes="heading")
        yield Timeline()
        yield Table(_listing(self._events), id="events")
        yield Static(markup=False, id="event")
        yield Footer()

    def on_mount(self) -> None:
        days = [event.line.day for event in self._events]
        self.query_one(Timeline).show(days)
        self.watch(self.table, "cursor", self._show_event)

    def _show_event(self, cursor: int) -> None:
        """Show the whole of the event that the cursor is on."""
        if cursor < len(self.table.rows):
            event: Event = self.table.rows[cursor]
            self.query_one("#event", Static).update(_whole(event))

    @on(RowChosen)
    def _read(self, message: RowChosen) -> None:
        places = [event.place for event in self.table.rows]
        at = places.index(message.row.place)
        self.app.push_screen(ReaderScreen(self._answerer, places, at, places), self._leave_with)

    def _leave_with(self, chosen: Within | None) -> None:
        """Ask within what the reader was left with."""
        if chosen is not None:
            self.dismiss(chosen)

    def action_back(self) -> None:
        self.dismiss()


def _events(answer: Answer) -> Iterator[Event]:
    citations = {citation.number: citation for citation in answer.citations}
    places = {place.number: place for place in places_of(answer)}
    for line in answer.lines:
        citation = citations[line.citations[0]]
        when = citation.label.removesuffix(f", {', '.join(line.outlets)}")
        yield Event(line, when, citation, places[citation.number])


def _listing(events: Sequence[Event]) -> Listing[Event]:
    return Listing(
        (
            Column("When", lambda event: event.when, _WHEN_CELLS, order=_day),
            Column("±", lambda event: "±" if event.line.changed else "", 1),
            Column("Event", lambda event: " ".join(event.citation.quote.split())),
            Column("Told by", _outlets, _OUTLET_CELLS, least=_WIDE),
        ),
        events,
    )


def _day(event: Event) -> date | None:
    return event.line.day


def _outlets(event: Event) -> str:
    return ", ".join(event.line.outlets)


def _whole(event: Event) -> Content:
    """When it was and who tells of it, what of it was told otherwise before, and the quote."""
    head = literal(terminal_line(f"{event.when} · {_outlets(event)}"), "$text-primary")
    changed = terminal_line("; ".join(event.line.changed))
    marked = [literal(f"± {changed}", "$text-warning")] if changed else []
    return Content("\n").join([head, *marked, quote(event.citation)])
