"""A table of any number of rows. Only those in view are drawn; arranging runs in a thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Generic

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from quoth.tui.text.listing import Listing, Row
from quoth.tui.text.terminal_text import terminal_line

_GAP_CELLS = 2
_HEAD_ROWS = 1  # rows of the view that the header takes
_MAX_CELL_CHARS = 400  # characters of a cell that are looked at


@dataclass
class RowChosen(Message):
    """From a table."""

    table: Table[Any]
    row: Any


@dataclass
class Arranged(Message):
    """From the thread that sorts and filters, to its table, which numbers what it asks for."""

    rows: list[Any]
    number: int


class Table(ScrollView, Generic[Row], can_focus=True):
    """Arrows or j k walk, Enter or a click chooses, s sorts by the next column, S the other way."""

    DEFAULT_CSS = """
    Table {
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & > .table--head { color: $foreground-muted; text-style: bold; }
        & > .table--cursor { background: $boost; }
        &:focus > .table--cursor { color: $text-accent; text-style: bold; background: $boost; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--head", "table--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "walk(1)", "Walk", key_display="↑↓", show=False, id="table.down"),
        Binding("up,k", "walk(-1)", "Walk back", show=False, id="table.up"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="table.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page-up"),
        Binding("home,g", "walk(-1000000000)", "First", show=False, id="table.first"),
        Binding("end,G", "walk(1000000000)", "Last", show=False, id="table.last"),
        Binding("enter", "choose", "Open", id="table.open"),
        Binding("s", "sort", "Sort", id="table.sort"),
        Binding("S", "turn", "Sort the other way", show=False, id="table.sort-other-way"),
    ]
    cursor: reactive[int] = reactive(0, init=False)

    def __init__(self, listing: Listing[Row], id: str, empty: str = "") -> None:
        """`empty` is our own word for there being no rows."""
        super().__init__(id=id)
        self.listing = listing
        self.rows: list[Row] = list(listing.rows)
        self.wanted = ""
        self._sorted: tuple[int | None, bool] = (None, False)  # column, descending
        self._empty = empty
        self._sought: Row | None = None
        self._wanted = self._arranged = 0  # the number of the last arrangement asked for, and had

    @property
    def row(self) -> Row | None:
        """The one that the cursor is on."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def is_arranged(self) -> bool:
        return self._arranged == self._wanted

    def show(self, listing: Listing[Row], cursor: Row | None = None) -> None:
        """Other rows in the same columns, as they are sorted and filtered now; `cursor` is the one to
        go to, by default the one where it is.
        """
        self.listing = listing
        if cursor is not None:
            self._sought = cursor
        self._arrange()

    def filter(self, wanted: str) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self._arrange()

    def _arrange(self) -> None:
        self._wanted += 1
        self._work(self._wanted, self.listing, self.wanted, *self._sorted)

    @work(thread=True, group="arrange", exclusive=True)
    def _work(
        self, number: int, listing: Listing[Any], wanted: str, column: int | None, down: bool
    ) -> None:
        self.post_message(Arranged(listing.arranged(wanted, column, descending=down), number))

    @on(Arranged)
    def _take(self, message: Arranged) -> None:
        message.stop()
        if message.number == self._wanted:
            self._arranged = message.number
            kept, self._sought = self._sought or self.row, None
            self.rows = message.rows
            self.virtual_size = Size(
                self.scrollable_content_region.width, len(self.rows) + _HEAD_ROWS
            )
            at = self.rows.index(kept) if kept in self.rows else 0
            self.set_reactive(Table.cursor, at)
            self.watch_cursor()
        self.refresh()

    def on_mount(self) -> None:
        self._arrange()

    def on_resize(self, _: Resize) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows) + _HEAD_ROWS)
        self.call_after_refresh(self.watch_cursor)

    def watch_cursor(self) -> None:
        """Keep the cursor in view."""
        height = self.scrollable_content_region.height - _HEAD_ROWS
        top = min(max(self.scroll_offset.y, self.cursor - height + 1), self.cursor)
        self.scroll_to(y=top, animate=False, immediate=True)
        self.refresh()

    def action_walk(self, step: int) -> None:
        self.cursor = max(0, min(len(self.rows) - 1, self.cursor + step))

    def action_page(self, pages: int) -> None:
        self.action_walk(pages * max(1, self.scrollable_content_region.height - _HEAD_ROWS - 1))

    def action_choose(self) -> None:
        if self.row is not None:
            self.post_message(RowChosen(self, self.row))

    def action_sort(self) -> None:
        column, _ = self._sorted
        every = list(self._widths())
        after = every.index(column) + 1 if column in every else 0
        self._sort_by(every[after % len(every)])

    def action_turn(self) -> None:
        column, down = self._sorted
        self._sorted = (0 if column is None else column, not down)
        self._arrange()

    def _sort_by(self, column: int) -> None:
        self._sorted = (column, self._sorted == (column, False))
        self._arrange()

    def on_click(self, event: Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        if place.y < _HEAD_ROWS:
            x = 0
            for column, width in self._widths().items():
                x += width + _GAP_CELLS
                if place.x < x:
                    self._sort_by(column)
                    return
        elif (row := place.y - _HEAD_ROWS + self.scroll_offset.y) < len(self.rows):
            self.cursor = row
            self.action_choose()

    def _widths(self) -> dict[int, int]:
        return self.listing.widths(self.scrollable_content_region.width - 2, _GAP_CELLS)

    def render_line(self, y: int) -> Strip:
        row, width = y - _HEAD_ROWS + self.scroll_offset.y, self.scrollable_content_region.width
        if y < _HEAD_ROWS:
            texts = {n: self._title(n) for n in self._widths()}
            return self._strip(texts, "  ", self.get_component_rich_style("table--head"))
        if row >= len(self.rows):
            note = f"  {self._empty}" if y == _HEAD_ROWS and self.is_arranged else ""
            return Strip([Segment(note, self.rich_style)]).adjust_cell_length(
                width, self.rich_style
            )
        here = row == self.cursor
        style = self.get_component_rich_style("table--cursor") if here else self.rich_style
        texts = {n: self.listing.columns[n].text(self.rows[row]) for n in self._widths()}
        return self._strip(texts, "▸ " if here else "  ", style)

    def _title(self, column: int) -> str:
        title = self.listing.columns[column].title
        by, down = self._sorted
        return f"{title} {'▼' if down else '▲'}" if by == column else title

    def _strip(self, texts: dict[int, str], mark: str, style: Style) -> Strip:
        """A segment for each cell: where a terminal turns text round, it does so within the cell."""
        widths, gap = self._widths(), Segment(" " * _GAP_CELLS, style)
        segments = [Segment(mark, style)]
        for n, text in texts.items():
            segments += [
                Segment(_fitted(terminal_line(text[:_MAX_CELL_CHARS]), widths[n]), style),
                gap,
            ]
        return Strip(segments).adjust_cell_length(self.scrollable_content_region.width, style)


def _fitted(text: str, width: int) -> str:
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, width)
