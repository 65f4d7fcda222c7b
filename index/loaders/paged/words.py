"""The words of a PDF's page and their places, as PDFium reads its characters."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_MOST_CHARACTERS = 300_000  # of a page; one of a newspaper has some 30,000
_LEAST_SIZE = 1.0  # points: smaller type is there to be found, not to be read
_JUMP = 0.6  # of the type's size: a wider gap parts words even without a space
_SMALLER = 0.8  # of the size before it: type that may be raised or lowered
_DROPPED = 2.0  # of the size after it: a drop cap is so much larger
_SHIFT = 0.15  # of the size before it: how far its foot is above or below that one's
_CUT = 2  # the code that PDFium gives the hyphen of a word cut at a line's end
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DOWN = 3  # quarter turns that make columns of Chinese or Japanese lines


class Word(NamedTuple):
    """A piece of text without spaces. The box is in points, turned so that the text runs along x to
    the right and lines follow each other down y. A glued word follows the one before it without a
    space; `shift` is 1 where it stands raised beside that one, -1 where it is lowered.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    is_glued: bool = False
    shift: int = 0

    @property
    def size(self) -> float:
        return self.y1 - self.y0


class _Character(NamedTuple):
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in the order in which the file draws them, one list for each way in which
    they are turned, the longest first; and whether its characters are known to be text, most of
    them, and not only the shapes of a font.
    """

    turned: tuple[tuple[Word, ...], ...]
    is_text: bool


def page_words(page: pdfium.PdfPage) -> PageWords:
    """What is written on a page within its bounds, drawn or not: a scan's own text is not drawn."""
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), _MOST_CHARACTERS)
        return _read(textpage.raw, count, page.get_bbox())
    finally:
        textpage.close()


def private_in(text: str) -> int:
    """How many characters mean something in one font only."""
    return 0 if text.isascii() else len(_PRIVATE.findall(text))


def without_private(text: str) -> str:
    """The text without the characters that mean something in one font only."""
    return _PRIVATE.sub("", text)


def _read(raw: Any, count: int, bounds: tuple[float, float, float, float]) -> PageWords:
    found: dict[int, list[Word]] = {}
    unread = total = 0
    for start, run in _runs(raw, count):
        total += len(run)
        text = "".join(character.text for character in run)
        if pdfium_c.FPDFText_HasUnicodeMapError(raw, start):
            unread += len(run)
            continue
        unread += private_in(text)
        first = run[0]
        if not _within(first, bounds) or first.y1 - first.y0 < _LEAST_SIZE > first.x1 - first.x0:
            continue
        turn = -round(pdfium_c.FPDFText_GetCharAngle(raw, start) / (math.pi / 2)) % 4
        turn = _DOWN if turn == 0 and _is_stacked(run) else turn
        upright = [_turned(one, turn) for one in run] if turn else run
        found.setdefault(turn, []).extend(_words(upright))
    turned = sorted(found.values(), key=len, reverse=True)
    return PageWords(tuple(map(tuple, turned)), bool(turned) and 2 * unread <= total)


def _runs(raw: Any, count: int) -> Iterator[tuple[int, list[_Character]]]:
    """The characters between spaces, with the number of the first."""
    code_of, box_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
    box = pdfium_c.FS_RECTF()
    reference = ctypes.byref(box)
    run: list[_Character] = []
    start = 0
    for number in range(count):
        code = code_of(raw, number)
        text = chr(code) if 32 < code < 0x110000 else "-" if code == _CUT else " "
        if text.isspace():
            if run:
                yield start, run
                run = []
        elif box_of(raw, number, reference):
            if not run:
                start = number
            foot, head = box.bottom, box.top
            if head - foot < _LEAST_SIZE > box.right - box.left:  # a font that tells no heights
                head = max(head, foot + pdfium_c.FPDFText_GetFontSize(raw, number))
            run.append(_Character(text, box.left, foot, box.right, head))
    if run:
        yield start, run


def _within(character: _Character, bounds: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = bounds
    x, y = (character.x0 + character.x1) / 2, (character.y0 + character.y1) / 2
    return left <= x <= right and bottom <= y <= top


def _is_stacked(run: Sequence[_Character]) -> bool:
    """Whether the characters stand below each other, as in a column of Japanese."""
    if len(run) < 3 or run[0].y0 == run[-1].y0:
        return False
    below = sum(
        before.y0 - after.y0 > 0.5 * (before.y1 - before.y0)
        and abs(before.x0 - after.x0) < 0.5 * (before.x1 - before.x0)
        for before, after in pairwise(run)
    )
    return 2 * below > len(run)


def _turned(character: _Character, quarters: int) -> _Character:
    """The character on a page that is turned clockwise by so many quarters."""
    text, x0, y0, x1, y1 = character
    match quarters:
        case 1:
            return _Character(text, y0, -x1, y1, -x0)
        case 2:
            return _Character(text, -x1, -y1, -x0, -y0)
        case 3:
            return _Character(text, -y1, x0, -y0, x1)
    return character


def _words(run: Sequence[_Character]) -> Iterator[Word]:
    """The run in pieces that stand on one line, of one size, without a gap."""
    piece = [run[0]]
    base = run[0]  # the last character that is neither raised nor lowered
    shift, is_glued = 0, False
    for before, after in pairwise(run):
        size = base.y1 - base.y0
        gap = max(after.x0 - before.x1, before.x0 - after.x1)
        if after.y0 == base.y0 and after.y1 == base.y1:  # as most do, and what follows takes time
            together, moved = gap <= _JUMP * size, 0
        else:
            together = gap <= _JUMP * size and _beside(base, after)
            moved = _shift(base, after) if together else 0
        if not together or moved != shift:
            yield _word(piece, is_glued, shift)
            piece, is_glued, shift = [], together, moved
        piece.append(after)
        if not shift:
            base = after
    yield _word(piece, is_glued, shift)


def _beside(base: _Character, after: _Character) -> bool:
    """Whether a character stands on the line of another, which is no drop cap before it."""
    size = after.y1 - after.y0
    overlap = min(base.y1, after.y1) - max(base.y0, after.y0)
    is_drop_cap = base.y1 - base.y0 > _DROPPED * size and after.text.isalpha()
    return overlap >= 0.3 * size and not is_drop_cap


def _shift(base: _Character, after: _Character) -> int:
    size = base.y1 - base.y0
    if after.y1 - after.y0 > _SMALLER * size:
        return 0
    if after.y0 - base.y0 > _SHIFT * size:
        return 1
    return -1 if base.y0 - after.y0 > 0.02 * size and after.y1 < base.y1 - _SHIFT * size else 0


def _word(piece: Sequence[_Character], is_glued: bool, shift: int) -> Word:
    texts, lefts, feet, rights, heads = zip(*piece, strict=True)
    text = "".join(texts)
    if not text.isascii() and _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Word(text, min(lefts), min(feet), max(rights), max(heads), is_glued, shift)
