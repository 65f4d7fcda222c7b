"""The text of an article, a sentence of it marked. Only the rows in view are drawn."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.worker import get_current_worker

from index.articles import Span
from tui.literal import plain
from tui.messages import Wrapped
from tui.panels.wrapping import Rows, wrap

_WIDEST = 92  # longer lines are hard to follow
_MARGIN = 2


class ArticleView(ScrollView, can_focus=True):
    """Wrapping runs in a thread, so that 50 MB do not hold up a key."""

    DEFAULT_CSS = """
    ArticleView {
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 30%;
        scrollbar-background: $background;
        scrollbar-gutter: stable;
        overflow-x: hidden;
        & > .article-view--quote { color: $text-accent; text-style: bold reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"article-view--quote"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("space", "page_down", "Page down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._span = Span(0, 0)
        self._rows = Rows()
        self._width = 0
        self._sought: int | None = None
        self._left_at = 0.0  # where the last seeking left the view

    def show(self, text: str, span: Span) -> None:
        """Show `text` where `span` stands in it."""
        fresh = text is not self._text
        self._text, self._span, self._sought = text, span, span.start
        if fresh:
            self._rows = Rows()
            self._wrap()
        else:
            self._seek()
            self.refresh()

    @property
    def is_wrapped(self) -> bool:
        """Whether the text is there, at the width of the view, and scrolled to where it should be."""
        fits = self._width == self._column_width()
        return len(self._rows) > 0 and fits and self._sought is None

    @property
    def quote_rows(self) -> range:
        """The rows that the marked sentence takes."""
        last = max(self._span.start, self._span.end - 1)
        return range(self._rows.row_of(self._span.start), self._rows.row_of(last) + 1)

    def on_resize(self, _: Resize) -> None:
        if self._text and self._column_width() != self._width:
            self._wrap()

    def _column_width(self) -> int:
        return max(10, min(_WIDEST, self.scrollable_content_region.width - 2 * _MARGIN))

    @work(thread=True, exclusive=True, group="wrap")
    def _wrap(self) -> None:
        worker, width = get_current_worker(), self._column_width()
        rows = wrap(self._text, width, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(Wrapped(rows, width))

    @on(Wrapped)
    def _take(self, message: Wrapped) -> None:
        message.stop()
        above = None
        if self._sought is None and self.scroll_y == self._left_at:
            self._sought = self._span.start
        elif self._sought is None and len(self._rows):
            self._sought = self._rows.starts[min(self.scroll_offset.y, len(self._rows) - 1)]
            above = 0
        self._rows, self._width = message.rows, message.width
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.call_after_refresh(self._seek, above)
        self.refresh()

    def _seek(self, above: int | None = None) -> None:
        """Scroll to the sought offset, by default with a third of the view above it."""
        if self._sought is None or not len(self._rows):
            return
        height = self.scrollable_content_region.height
        taken = min(len(self.quote_rows), height)
        margin = min(height // 3, height - taken) if above is None else above
        self.scroll_to(y=self._rows.row_of(self._sought) - margin, animate=False, immediate=True)
        self._sought = None
        if above is None:
            self._left_at = self.scroll_y

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        style = self.rich_style
        if row >= len(self._rows):
            return Strip.blank(width, style)
        marked = self.get_component_rich_style("article-view--quote")
        start, end = self._rows.starts[row], self._rows.ends[row]
        first = min(max(self._span.start, start), end)
        last = min(max(self._span.end, first), end)
        pieces = ((start, first, style), (first, last, marked), (last, end, style))
        text = Strip([Segment(plain(self._text[a:b]), look) for a, b, look in pieces if a < b])
        text = self._with_selection(text.simplify(), row).apply_offsets(0, row)
        margin = max(_MARGIN, (width - self._width) // 2)
        return Strip.join([Strip.blank(margin, style), text]).adjust_cell_length(width, style)

    def _with_selection(self, text: Strip, row: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(row) if selection else None
        if span is None:
            return text
        start, end = span
        end = text.cell_length if end == -1 else end
        before, chosen, after = text.divide([start, end, text.cell_length])
        look = self.screen.get_component_rich_style("screen--selection")
        return Strip.join([before, chosen.apply_style(look), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        rows = zip(self._rows.starts, self._rows.ends, strict=True)
        return selection.extract("\n".join(plain(self._text[a:b]) for a, b in rows)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()
