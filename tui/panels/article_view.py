"""The text of an article with its marks. Only the rows in view are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.worker import get_current_worker

from quoth.index.articles import Span
from quoth.tui.messages import Settled, Wrapped
from quoth.tui.text.highlights import HERE, MATCH, OTHER, QUOTE, Marks
from quoth.tui.text.terminal_text import plain
from quoth.tui.text.wrapping import Rows, wrap

_MAX_LINE_CELLS = 92  # longer lines are hard to follow
_MARGIN_CELLS = 2


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
        & > .article-view--other { color: $text-accent; text-style: underline; }
        & > .article-view--match { text-style: bold underline; background: $boost; }
        & > .article-view--here { color: $text-warning; text-style: bold reverse underline; }
        & > .article-view--page { color: $foreground-muted; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article-view--{kind}" for kind in (QUOTE, OTHER, MATCH, HERE, "page")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="article.down"),
        Binding("k", "scroll_up", "Up", show=False, id="article.up"),
        Binding("space", "page_down", "Page down", show=False, id="article.page-down"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._pages: tuple[int, ...] = ()
        self.marks = Marks()
        self._rows = Rows()
        self._width = 0
        self._sought: int | None = None
        self._left_at = 0.0  # where the last seeking left the view

    def show(self, text: str, span: Span, page_starts: Sequence[int] = ()) -> None:
        """Show `text` where `span` stands in it, with a number where each page starts."""
        fresh = text is not self._text
        self._text, self._pages = text, tuple(page_starts)
        self.marks.quote, self._sought = span, span.start
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
        return self._rows_of(self.marks.quote)

    def _rows_of(self, span: Span) -> range:
        last = max(span.start, span.end - 1)
        return range(self._rows.row_of(span.start), self._rows.row_of(last) + 1)

    @property
    def first_offset(self) -> int:
        """The character that the view begins with."""
        row = min(self.scroll_offset.y, len(self._rows) - 1)
        return self._rows.starts[row] if row >= 0 else 0

    def mark_matches(self, spans: Sequence[Span]) -> None:
        self.marks.mark_matches(spans)
        self.refresh()

    def seek(self, span: Span) -> None:
        """Go to a match, without leaving the place where the view is when it can be seen there."""
        self.marks.here = span
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        rows = self._rows_of(span)
        if not top <= rows.start < rows.stop <= top + height:
            self.scroll_to(y=rows.start - height // 3, animate=False, immediate=True)
        self.refresh()

    def on_resize(self, _: Resize) -> None:
        if self._text and self._column_width() != self._width:
            self._wrap()

    def _column_width(self) -> int:
        return max(
            10, min(_MAX_LINE_CELLS, self.scrollable_content_region.width - 2 * _MARGIN_CELLS)
        )

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
            self._sought = self.marks.quote.start
        elif self._sought is None and len(self._rows):
            self._sought = self.first_offset
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
        self.scroll_to(
            y=self._rows.row_of(self._sought) - margin, animate=False, immediate=True, force=True
        )
        self._sought = None
        if above is None:
            self._left_at = self.scroll_y
        self.post_message(Settled())

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        style = self.rich_style
        if row >= len(self._rows):
            return Strip.blank(width, style)
        start, end = self._rows.starts[row], self._rows.ends[row]
        text = Strip(
            [
                Segment(plain(self._text[a:b]), self._style_of(kind))
                for a, b, kind in self.marks.pieces(start, end)
            ]
        )
        text = self._with_selection(text.simplify(), row).apply_offsets(0, row)
        margin = max(_MARGIN_CELLS, (width - self._width) // 2)
        line = Strip.join([Strip.blank(margin, style), text]).adjust_cell_length(width, style)
        return self._with_page(line, start, end)

    def _style_of(self, kind: str) -> Style:
        return self.get_component_rich_style(f"article-view--{kind}") if kind else self.rich_style

    def _with_page(self, line: Strip, start: int, end: int) -> Strip:
        """The number of the page that starts on this row, at its right end."""
        page = bisect_right(self._pages, end)
        if not page or self._pages[page - 1] < start:
            return line
        note = Strip([Segment(f" p. {page} ", self._style_of("page"))])
        return Strip.join([line.crop(0, line.cell_length - note.cell_length), note])

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
