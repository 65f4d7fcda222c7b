"""Text -> rows no wider than the view: 50 MB in seconds, by regular expressions on short pieces."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator

_PIECE_CHARS = (
    20_000  # one match holds Python's lock: pieces keep it from the screen for microseconds
)
# Whatever may take two cells. One that takes only one makes its row a little shorter: no harm.
_WIDE = re.compile(
    "[\u1100-\u115f\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffe6\U00016fe0-\U0001b2ff\U0001f000-\U0001faff"
    "\U00020000-\U0003fffd]"
)
_FILLER = "\0"  # stands behind a wide character, so that a length is a width


class Rows:
    """The half-open character offsets of each row, in order."""

    def __init__(self) -> None:
        self.starts = array("q")
        self.ends = array("q")

    def __len__(self) -> int:
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """The row that holds the character at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)


def wrap(text: str, width: int, stopped: Callable[[], bool] = lambda: False) -> Rows:
    """Rows of at most `width` cells (from 2), broken at spaces where there are some.

    Not all rows are there when `stopped` came to say True.
    """
    rows = Rows()
    pattern = re.compile(
        f"(.{{1,{width}}})(?:(?<={_FILLER})|(?=[ \t]|$))[ \t]*|(.{{1,{width}}}(?!{_FILLER}))"
    )
    for start, end in _pieces(text):
        if stopped():
            break
        if start == end:
            rows.starts.append(start)
            rows.ends.append(start)
        else:
            _wrap_piece(text[start:end], start, pattern, rows)
    return rows


def _wrap_piece(piece: str, offset: int, pattern: re.Pattern[str], rows: Rows) -> None:
    filled = piece if piece.isascii() else _WIDE.sub(rf"\g<0>{_FILLER}", piece)
    widened = len(filled) > len(piece)
    seen = 0
    for match in pattern.finditer(filled):
        start, end = match.span(match.lastindex or 0)
        fillers = filled.count(_FILLER, start, end) if widened else 0
        rows.starts.append(offset + start - seen)
        seen += fillers
        rows.ends.append(offset + end - seen)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each line; a long line in several pieces, cut at spaces where it has some."""
    start, length = 0, len(text)
    while start <= length:
        end = text.find("\n", start)
        end = length if end < 0 else end
        while end - start > _PIECE_CHARS:
            cut = text.rfind(" ", start, start + _PIECE_CHARS) + 1 or start + _PIECE_CHARS
            yield start, cut
            start = cut
        yield start, end
        start = end + 1
