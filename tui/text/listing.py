"""Rows of anything as a table has them: columns, an order, and a filter. No terminal in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from quoth.index.text.tokens import unaccented

Row = TypeVar("Row")
_MIN_COLUMN_CELLS = 8  # cells of a column that shares


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`width` is in cells; a column of width 0 shares with its like what the others leave.

    `order` is what rows are sorted by, the text itself by default; rows where it is None come last
    in either direction. A table narrower than `least`
    cells leaves the column out.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 0
    order: Callable[[Row], Any] | None = None
    least: int = 0

    def key(self, row: Row) -> Any:
        return self.order(row) if self.order else folded(self.text(row))


class Listing(Generic[Row]):
    """`rows` as they come; `arranged` gives those that hold every word of a filter, in order."""

    def __init__(self, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> None:
        self.columns = tuple(columns)
        self.rows = tuple(rows)
        self._folded: list[str] | None = None

    def arranged(self, wanted: str, column: int | None, *, descending: bool) -> list[Row]:
        """Slow with 100,000 rows: for a thread. Rows that are equal stay in their order."""
        rows = self._holding(folded(wanted).split())
        if column is None:
            return rows
        keyed = [(self.columns[column].key(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=itemgetter(0), reverse=descending)
        return [row for _, row in known] + [row for key, row in keyed if key is None]

    def _holding(self, words: list[str]) -> list[Row]:
        if not words:
            return list(self.rows)
        if self._folded is None:
            texts = [column.text for column in self.columns]
            self._folded = [folded(" ".join(text(row) for text in texts)) for row in self.rows]
        pairs = zip(self.rows, self._folded, strict=True)
        return [row for row, text in pairs if all(word in text for word in words)]

    def widths(self, width: int, gap: int) -> dict[int, int]:
        """Column -> its cells, of the columns that fit into `width` cells."""
        shown = [n for n, c in enumerate(self.columns) if width >= c.least]
        fixed = sum(self.columns[n].width for n in shown) + gap * (len(shown) - 1)
        flexible = [n for n in shown if not self.columns[n].width]
        share = max(_MIN_COLUMN_CELLS, (width - fixed) // max(1, len(flexible)))
        return {n: self.columns[n].width or share for n in shown}


def folded(text: str) -> str:
    """For comparing: without case and accents."""
    return text.lower() if text.isascii() else unaccented(text.lower())
