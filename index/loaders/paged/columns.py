"""The words of a page in the order in which one reads them: column by column, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from quoth.index.loaders.paged.words import Word

_GUTTER = 0.7  # of the type's size: the least width of the white between two columns
_WIDE_GUTTER = 1.2
_LEAST_ROWS = 3  # that have text on both sides of a gutter; one fewer where it is wide
_LEAST_WIDTH = 6.0  # of a column, in sizes of its type
_LEAST_LETTERS = 8  # in a row of a column, on the average
_FILLED = 0.6  # of a column's width: what half of its rows fill at least; a table's cells do not
_OF_ANOTHER_SIZE = 1.6  # type so much larger is on a line of its own
_PART = 0.8  # of the type's size: white above or below a row that parts it from its column
_MOST_COLUMNS = 12  # beside each other on a page; a row of more pieces is a table's
_DEEPEST = 12  # columns within columns
_MOST_ROWS = 1500  # of a page; more are left in the order of the file


class Token(NamedTuple):
    """A word with the pieces glued to it; its height is the first piece's."""

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def size(self) -> float:
        return self.y1 - self.y0


@dataclass(slots=True)
class Row:
    """Words that stand beside each other."""

    tokens: list[Token]
    y0: float
    y1: float

    @property
    def size(self) -> float:
        return self.y1 - self.y0

    @property
    def x0(self) -> float:
        return min(token.x0 for token in self.tokens)

    @property
    def x1(self) -> float:
        return max(token.x1 for token in self.tokens)


class _Band(NamedTuple):
    """The rows [top, bottom) that a gutter from x0 to x1 runs through, `both` of them with text on
    either side.
    """

    top: int
    bottom: int
    x0: float
    x1: float
    both: int


def tokens_of(words: Sequence[Word]) -> list[Token]:
    tokens: list[Token] = []
    for word in words:
        if word.is_glued and tokens:
            last = tokens[-1]
            pieces = (*last.words, word)
            tokens[-1] = Token(
                pieces, min(last.x0, word.x0), last.y0, max(last.x1, word.x1), last.y1
            )
        else:
            tokens.append(Token((word,), word.x0, word.y0, word.x1, word.y1))
    return tokens


def columns(tokens: Sequence[Token], *, from_the_right: bool) -> Iterator[list[Row]]:
    """The rows of each column, and of what runs over several of them, in the order of reading."""
    rows = _rows(tokens)
    if len(rows) > _MOST_ROWS:
        yield rows
    else:
        yield from _ordered(rows, from_the_right, _DEEPEST)


def _rows(tokens: Sequence[Token]) -> list[Row]:
    """The rows from the top of the page to its foot."""
    rows: list[Row] = []
    first_open = 0
    for token in sorted(tokens, key=lambda token: -(token.y0 + token.y1)):
        while first_open < len(rows) and rows[first_open].y0 >= token.y1:
            first_open += 1
        row = next((row for row in rows[first_open:] if _is_in(token, row)), None)
        if row is None:
            rows.append(Row([token], token.y0, token.y1))
        else:
            row.tokens.append(token)
    for row in rows:
        row.tokens.sort(key=lambda token: token.x0)
    return rows


def _is_in(token: Token, row: Row) -> bool:
    small, large = sorted((token.size, row.size))
    overlap = min(token.y1, row.y1) - max(token.y0, row.y0)
    return overlap >= 0.5 * small and large <= _OF_ANOTHER_SIZE * small


def _ordered(rows: list[Row], from_the_right: bool, depth: int) -> Iterator[list[Row]]:
    band = _best_band(rows) if depth else None
    if band is None:
        if rows:
            yield rows
        return
    middle = (band.x0 + band.x1) / 2
    sides = [_side(rows[band.top : band.bottom], middle, left=left) for left in (True, False)]
    if from_the_right:
        sides.reverse()
    for part in (rows[: band.top], *sides, rows[band.bottom :]):
        yield from _ordered(part, from_the_right, depth - 1)


def _side(rows: Sequence[Row], middle: float, *, left: bool) -> list[Row]:
    """The rows' words on one side of a gutter."""
    kept = []
    for row in rows:
        tokens = [token for token in row.tokens if (token.x0 < middle) == left]
        if tokens:
            y0, y1 = min(token.y0 for token in tokens), max(token.y1 for token in tokens)
            kept.append(Row(tokens, y0, y1))
    return kept


def _best_band(rows: Sequence[Row]) -> _Band | None:
    """The gutter that most rows have text beside, if the text on both its sides is in columns."""
    if len(rows) < _LEAST_ROWS:
        return None
    size = median(row.size for row in rows)
    strips = _strips(rows, _GUTTER * size)
    best: _Band | None = None
    seen: list[_Band] = []
    for number, strip in enumerate(strips):
        if len(strip) > _MOST_COLUMNS:
            continue
        for (_, x0), (x1, _) in pairwise(strip):
            if any(_covers(band, number, x0, x1) for band in seen):
                continue
            band = _trimmed(rows, strips, _grown(strips, number, x0, x1, _GUTTER * size), size)
            seen.append(band)
            least = _LEAST_ROWS - (band.x1 - band.x0 >= _WIDE_GUTTER * size)
            if band.both >= max(least, best.both if best else 0) and _parts(rows, band, size):
                best = band
    return best


def _covers(band: _Band, row: int, x0: float, x1: float) -> bool:
    return band.top <= row < band.bottom and x0 <= band.x0 and band.x1 <= x1


def _strips(rows: Sequence[Row], least: float) -> list[list[tuple[float, float]]]:
    """For each row, the stretches of x that it or a row beside it covers, with `least` white between
    them.
    """
    strips = []
    for number, row in enumerate(rows):
        near = rows[max(0, number - 6) : number + 7]
        beside = [
            other
            for other in near
            if min(other.y1, row.y1) - max(other.y0, row.y0) > 0.25 * min(other.size, row.size)
        ]
        covered: list[tuple[float, float]] = []
        for x0, x1 in sorted((token.x0, token.x1) for other in beside for token in other.tokens):
            if covered and x0 < covered[-1][1] + least:
                covered[-1] = (covered[-1][0], max(covered[-1][1], x1))
            else:
                covered.append((x0, x1))
        strips.append(covered)
    return strips


def _grown(
    strips: Sequence[list[tuple[float, float]]], start: int, x0: float, x1: float, least: float
) -> _Band:
    """The band around a row that a gap of its goes through, as wide as all of its rows leave it."""
    top, bottom = start, start + 1
    while bottom < len(strips) and (found := _free(strips[bottom], x0, x1, least)):
        (x0, x1), bottom = found, bottom + 1
    while top > 0 and (found := _free(strips[top - 1], x0, x1, least)):
        (x0, x1), top = found, top - 1
    both = sum(_is_both(strip, x0) for strip in strips[top:bottom])
    return _Band(top, bottom, x0, x1, both)


def _free(
    strip: list[tuple[float, float]], x0: float, x1: float, least: float
) -> tuple[float, float] | None:
    """The widest part of a gap that a strip leaves white, if it is wide enough."""
    edges = [x0, *(edge for pair in strip for edge in pair), x1]
    gaps = [(max(x0, a), min(x1, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    widest = max(gaps, key=lambda gap: gap[1] - gap[0])
    return widest if widest[1] - widest[0] >= least else None


def _is_both(strip: list[tuple[float, float]], x: float) -> bool:
    return strip[0][0] < x < strip[-1][1]


def _trimmed(
    rows: Sequence[Row], strips: Sequence[list[tuple[float, float]]], band: _Band, size: float
) -> _Band:
    """The band without the rows at its ends that stand alone and apart, where a row that runs over
    both columns comes next: they go with that one.
    """
    both = [i for i in range(band.top, band.bottom) if _is_both(strips[i], band.x0)]
    top, bottom = both[0], both[-1] + 1
    crossed_above, crossed_below = band.top > 0, band.bottom < len(rows)
    while top > band.top and (not crossed_above or _follows(rows[top - 1], rows[top], size)):
        top -= 1
    while bottom < band.bottom and (
        not crossed_below or _follows(rows[bottom - 1], rows[bottom], size)
    ):
        bottom += 1
    return band._replace(top=top, bottom=bottom)


def _follows(above: Row, below: Row, size: float) -> bool:
    small, large = sorted((above.size, below.size))
    return above.y0 - below.y1 <= _PART * size and large <= 1.2 * small


def _parts(rows: Sequence[Row], band: _Band, size: float) -> bool:
    """Whether what is on the two sides of a band is text in columns, and no table."""
    middle = (band.x0 + band.x1) / 2
    for left in (True, False):
        side = _side(rows[band.top : band.bottom], middle, left=left)
        widths = [row.x1 - row.x0 for row in side]
        whole = max(row.x1 for row in side) - min(row.x0 for row in side)
        letters = sum(
            len(word.text) for row in side for token in row.tokens for word in token.words
        )
        filled = sum(width >= _FILLED * whole for width in widths)
        if (
            whole < _LEAST_WIDTH * size
            or letters < _LEAST_LETTERS * len(side)
            or 2 * filled < len(side)
        ):
            return False
    return True
