"""Europresse: documents that end in a number with the day and the paper in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoth.index.loaders.exports.exported import Exported
from quoth.index.loaders.exports.lines import Line, cut, first_start, lines_of, paragraphs_of
from quoth.index.loaders.wire import name_in
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_NUMBER = re.compile(r"\b((?:news|web|biblio)[·•.](\d{4})(\d{2})(\d{2})[·•.][\w·•.-]+)")
_COPYRIGHT = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)


def numbered_articles(text: str) -> list[Exported]:
    """The documents of a text export; none of a text that is none."""
    if not _NUMBER.search(text):
        return []
    lines = lines_of(text)
    ends = [number for number, line in enumerate(lines) if _NUMBER.search(line.text)]
    parts = zip(cut(lines, ends), (lines[end].text for end in ends), strict=True)
    return [article for part, last in parts for article in _read(part, last)]


def _read(lines: Sequence[Line], last: str) -> Iterator[Exported]:
    number = _NUMBER.search(last)
    paragraphs = paragraphs_of(line.text for line in lines)
    paragraphs = [text for text in paragraphs if not _COPYRIGHT.match(text)]
    rows = [row for text in paragraphs[:3] for row in text.split("\n")]
    dated = next((n for n, row in enumerate(rows) if find_date(row)), None)
    if number is None or not dated or len(rows) < dated + 2:
        return
    title = rows[dated + 1]
    below = "\n\n".join(paragraphs).partition(title)[2].strip("\n")
    body = below.split("\n\n")
    author = name_in(body[0]) if body else ""
    yield Exported(
        start=first_start(lines),
        title=one_line(title),
        paragraphs=tuple(body[1:] if author else body),
        published=find_date("-".join(number.groups()[1:4])) or find_date(rows[dated]),
        source=one_line(rows[0]),
        author=author,
        number=number[1],
    )
