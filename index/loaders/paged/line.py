"""A line of print."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line of text, its box, the edges of its column and that column's number on the page. The
    text may end in a soft hyphen; `is_row` is set for a row of a table.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    left: float
    right: float
    column: int
    is_row: bool = False

    @property
    def size(self) -> float:
        return self.y1 - self.y0
