"""The lines of a document's pages as paragraphs, headings, lists, tables and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.headlines import headings_among
from quoth.index.loaders.paged.line import Line
from quoth.index.text.hyphens import KnownWords

_HEADING = 1.12  # of the usual size, at the least: that of a heading
_TITLE = 1.2
_NOTE = 0.93  # of the usual size, at the most: that of a note
_OTHER_SIZE = 1.1  # from one line to the next: another paragraph
_GAP = 1.35  # of the usual step from line to line: the step to another paragraph
_HEADING_GAP = 1.8
_INDENT = 0.7  # of the size
_SHORT = 0.12  # of a column's width: what the last line of a paragraph leaves white
_LONGEST_HEADING = 250  # characters
_LOOKED_BACK = 3  # paragraphs, for one that a picture's caption or a box interrupts
_ABOVE_TITLE = 200  # characters: the name of a section, a date
_ENDS = re.compile(r"[.!?…:。！？؟۔।][\"'’”»)\]」』]*$")
_STATES = re.compile(r"[.…;,:。؛،][\"'’”»)\]」』]*$")
_MARK = re.compile(r"(?:[(\[]?\d{1,3}[.)\]]?|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,3})\s*[^\W\d_]")
_CUT = re.compile("\\w[-\u2010¬\u00ad]$")
_ITEM = re.compile(r"(?:[-*•‣·–—]|\d{1,2}[.)])\s")


@dataclass(slots=True)
class Part:
    """A paragraph in the making. `starts` are the offsets of the pages that begin in it, `page` is
    the one that it begins on, `last` its last line.
    """

    text: str
    last: Line | None
    page: int
    starts: list[int] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.last.size if self.last else 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of a document in order; `title` is the number of the one that is printed as its
    title, -1 where none is.
    """

    blocks: list[Block]
    title: int


def document(pages: Sequence[Sequence[Line]]) -> Document:
    """The text of the pages in blocks, which tell where the pages begin in them."""
    flow = _Flow(pages)
    for number, lines in enumerate(pages, 1):
        flow.add_page(number, lines)
    parts = flow.finished()
    texts = [part.text for part in parts]
    shaped = headings_among(texts)
    printed = [flow.is_heading(part) for part in parts]
    blocks = [
        Block(part.text, heading=one or other, pages=tuple(part.starts))
        for part, one, other in zip(parts, shaped, printed, strict=True)
    ]
    return Document(blocks, _title(parts, printed, flow.size))


def _title(parts: Sequence[Part], printed: Sequence[bool], usual: float) -> int:
    """The number of the largest heading at the head of the first page, above its sentences."""
    head = []
    length = 0
    for number, part in enumerate(parts):
        if (
            part.page > 1
            or length > _ABOVE_TITLE
            or (_ENDS.search(part.text) and not printed[number])
        ):
            break
        if printed[number] and part.size >= _TITLE * usual:
            head.append(number)
        else:
            length += len(part.text)
    return max(head, key=lambda number: parts[number].size, default=-1)


class _Flow:
    """Lines go in, page by page, and paragraphs come out."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        lines = [line for page in pages for line in page]
        self._known = KnownWords("\n".join(line.text for line in lines))
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
        self.size = max(sizes.most_common(1)[0][0], 0.5) if sizes else 1.0
        steps = [
            (before.y0 - after.y0) / self.size
            for page in pages
            for before, after in pairwise(page)
            if before.column == after.column and self._is_usual(before) and self._is_usual(after)
        ]
        near = [step for step in steps if 0.5 < step < 3]
        self._step = median(near) if near else 1.2
        self._parts: list[Part] = []
        self._notes: list[Part] = []

    def add_page(self, number: int, lines: Sequence[Line]) -> None:
        body, notes = self._without_notes(lines)
        for place, line in enumerate(body):
            self._add(line, number, opens=not place)
        if not body:
            self._open_empty(number, has_notes=bool(notes))
        for line in notes:
            if not self._notes or self._notes[-1].page != number or _MARK.match(line.text):
                self._notes.append(Part(line.text, line, number))
            else:
                self._notes[-1].text = self._known.join_lines(self._notes[-1].text, line.text)
        if notes and not body:
            self._notes[-len(notes)].starts.append(0)

    def finished(self) -> list[Part]:
        """The paragraphs, the notes of each page after the last that ends on it."""
        self._parts += self._notes
        for part in self._parts:
            if part.text.endswith("\u00ad"):
                part.text = f"{part.text[:-1]}-"
        return self._parts

    def is_heading(self, part: Part) -> bool:
        """Whether a paragraph is set larger than the text, and says too little to be some."""
        return (
            part.size >= _HEADING * self.size
            and len(part.text) <= _LONGEST_HEADING
            and "\n" not in part.text
            and any(character.isalpha() for character in part.text)
            and not _STATES.search(part.text)
        )

    def _is_usual(self, line: Line) -> bool:
        return abs(line.size - self.size) <= 0.1 * self.size

    def _add(self, line: Line, page: int, *, opens: bool) -> None:
        part = self._continued(line)
        if part is None:
            self._parts += self._notes
            self._notes = []
            self._parts.append(Part(line.text, line, page, [0] if opens else []))
            return
        if opens:
            self._place_notes(part)
        is_apart = part.text and (line.is_row or _ITEM.match(line.text))
        part.text = (
            f"{part.text}\n{line.text}"
            if is_apart
            else self._known.join_lines(part.text, line.text)
        )
        part.last = line
        if opens:
            part.starts.append(len(part.text) - len(line.text))

    def _place_notes(self, part: Part) -> None:
        """Put the notes of the page before in front of the paragraph that runs on from there, so
        that they do not cut it; where it runs on from still further, they wait for its end.
        """
        if not self._notes or any(note.page != part.page for note in self._notes):
            return
        if part.starts[:1] == [0]:
            self._notes[0].starts.append(part.starts.pop(0))
        place = self._parts.index(part)
        self._parts[place:place] = self._notes
        self._notes = []

    def _open_empty(self, page: int, *, has_notes: bool) -> None:
        """A page without text begins where the text before it ends."""
        if has_notes:
            return
        if not self._parts:
            self._parts.append(Part("", None, page))
        self._parts[-1].starts.append(len(self._parts[-1].text))

    def _continued(self, line: Line) -> Part | None:
        """The paragraph that a line goes on with."""
        if not self._parts:
            return None
        last = self._parts[-1]
        if last.last is None or self._goes_on(last, last.last, line):
            return last
        if not line.text[:1].islower() or last.last.column == line.column:
            return None
        for part in self._parts[-2 : -2 - _LOOKED_BACK : -1]:
            before = part.last
            if before and self._is_usual(before) and self._is_usual(line) and not line.is_row:
                return None if _ENDS.search(part.text) or before.is_row else part
            if part.starts:
                break
        return None

    def _goes_on(self, part: Part, before: Line, line: Line) -> bool:
        step = before.y0 - line.y0
        is_below = before.column == line.column and step > 0
        usual = self._step * line.size
        if before.is_row or line.is_row:
            return before.is_row and line.is_row and is_below and step <= 2 * usual
        small, large = sorted((before.size, line.size))
        if large > _OTHER_SIZE * small:
            return False
        if line.size >= _HEADING * self.size:
            return is_below and step <= _HEADING_GAP * usual and not _is_short_end(before, line)
        if is_below and step > _GAP * usual:
            return False
        if _ITEM.match(line.text):
            return is_below and bool(_ITEM.match(part.text))
        return _runs_on(before, line)

    def _without_notes(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """The lines of a page, and those of the notes at the foot of its columns."""
        if not lines:
            return [], []
        middle = (max(line.y1 for line in lines) + min(line.y0 for line in lines)) / 2
        body: list[Line] = []
        notes: list[Line] = []
        for _, group in groupby(lines, key=lambda line: line.column):
            column = list(group)
            start = len(column)
            while start and column[start - 1].size <= _NOTE * self.size:
                start -= 1
            while start < len(column) and not _MARK.match(column[start].text):
                start += 1
            if start < len(column) and column[start].y0 > middle:
                start = len(column)
            body += column[:start]
            notes += column[start:]
        return body, notes


def _is_short_end(before: Line, line: Line) -> bool:
    """Whether a heading ends with a line: a sentence's end that leaves room for the next word."""
    return bool(_ENDS.search(before.text)) and _has_room(before, line)


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a line is of the paragraph of the line before it, as their shapes tell."""
    width = before.right - before.left
    is_short = before.right - before.x1 > _SHORT * width
    is_indented = line.x0 - line.left > _INDENT * line.size
    was_indented = before.x0 - before.left > _INDENT * before.size
    starts_anew = is_indented and not was_indented
    if _ENDS.search(before.text):
        return not (is_short or starts_anew)
    if line.text[:1].islower() or _CUT.search(before.text):
        return True
    return not (starts_anew and is_short) and not _has_room(before, line)


def _has_room(before: Line, line: Line) -> bool:
    """Whether a line's first word would have stood in the white at the end of the line before."""
    word = line.text.split(maxsplit=1)[0]
    needed = (len(word) + 1) * (line.x1 - line.x0) / len(line.text)
    return before.right - before.x1 > needed + 0.05 * (before.right - before.left)
