"""What is printed on every page: running heads and page numbers, told by their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.loaders.paged.line import Line

_EDGE = 2  # heights at the head and at the foot of a page that may hold a running line
_LEAST_PAGES = 3  # that have a running line; both pages of two
_SAME_PLACE = 4.0  # points
_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:/|\||[^\W\d_]{1,4})\s*\d{1,4})?\W*")
_COUNTED = re.compile(r"(?:[^\W\d_]+\.?\s*)?(\d{1,4})\s*(?:/|[^\W\d_]{1,4})\s*(\d{1,4})")

Place = tuple[str, int]


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without their numbers and without the lines that stand on several at one place.

    Pages that would lose all their text so are alike, and keep what they have.
    """
    edges = [_edges(lines) for lines in pages]
    needed = min(_LEAST_PAGES, max(2, len(pages)))
    running = _repeated(edges, needed)
    kept = [
        [
            line
            for line in lines
            if line not in edge or not (_place(line) in running or _is_number(line, n, len(pages)))
        ]
        for n, (lines, edge) in enumerate(zip(pages, edges, strict=True), 1)
    ]
    full = [(lines, rest) for lines, rest in zip(pages, kept, strict=True) if lines]
    if 2 * sum(not _says(rest) for _, rest in full) <= len(full):
        return kept
    return [
        [line for line in lines if line not in edge or not _is_number(line, n, len(pages))]
        or [*lines]
        for n, (lines, edge) in enumerate(zip(pages, edges, strict=True), 1)
    ]


def _says(lines: Sequence[Line]) -> bool:
    return any(character.isalpha() for line in lines for character in line.text)


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The lines at the first and the last heights of a page."""
    heights: list[float] = []
    for height in sorted({round(line.y0, 1) for line in lines}, reverse=True):
        if not heights or heights[-1] - height > _SAME_PLACE / 2:
            heights.append(height)
    outer = heights[:_EDGE] + heights[-_EDGE:]
    return [
        line for line in lines if any(abs(line.y0 - height) <= _SAME_PLACE / 2 for height in outer)
    ]


def _place(line: Line) -> Place:
    """What a line says, whatever its numbers, and its height on the page."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.y0 / _SAME_PLACE)


def _repeated(edges: Sequence[Sequence[Line]], needed: int) -> set[Place]:
    """The places of the lines that as many pages have there, or nearly there."""
    found: dict[Place, set[int]] = {}
    for page, lines in enumerate(edges):
        for text, height in map(_place, lines):
            for near in (height - 1, height, height + 1):
                found.setdefault((text, near), set()).add(page)
    return {place for place, on in found.items() if len(on) >= needed}


def _is_number(line: Line, page: int, pages: int) -> bool:
    """Whether a line is no more than a page's number, or says which of how many pages it is."""
    if _NUMBER.fullmatch(line.text):
        return True
    counted = _COUNTED.fullmatch(line.text)
    return counted is not None and (int(counted[1]), int(counted[2])) == (page, pages)
