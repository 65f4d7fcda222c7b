"""Europresse: documents that end in a number with the day and the paper in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoth.index.loaders.exports.exported import Exported
from quoth.index.loaders.exports.lines import Line, cut, first_start, lines_of, paragraphs_of
from quoth.index.loaders.wire import is_bare_name, name_in
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_NUMBER = re.compile(r"\b((?:news|web|biblio)[·•.](\d{4})(\d{2})(\d{2})[·•.][\w·•.-]+)")
_COPYRIGHT = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)
_HEAD = 6  # paragraphs in which the paper, the day and the headline stand
_FOOT = 16  # lines, from the copyright on


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
    if number is None or not paragraphs:
        return
    paragraphs = _without_notices(paragraphs, paragraphs[0].partition("\n")[0])
    rows = [row for text in paragraphs[:_HEAD] for row in text.split("\n")]
    dated = next((n for n, row in enumerate(rows) if find_date(row)), 0)
    day = find_date("-".join(number.groups()[1:4])) or find_date(rows[dated] if rows else "")
    if not dated or len(rows) < dated + 2:
        yield Exported(first_start(lines), "", tuple(paragraphs), day, number=number[1])
        return
    title = rows[dated + 1]
    below = "\n\n".join(paragraphs).partition(title)[2].strip("\n")
    body = below.split("\n\n")
    author = name_in(body[0]) or (body[0] if is_bare_name(body[0]) else "")
    yield Exported(
        start=first_start(lines),
        title=one_line(title),
        paragraphs=tuple(body[1:] if author else body),
        published=day,
        source=one_line(rows[0]),
        author=author,
        number=number[1],
    )


def _without_notices(paragraphs: Sequence[str], source: str) -> list[str]:
    """The paragraphs without the lines from the copyright on, near their end, and what names the paper
    above that.
    """
    lines = [line for text in paragraphs for line in (*text.split("\n"), "")]
    begins = max(0, len(lines) - _FOOT)
    at = next((n for n in range(begins, len(lines)) if _COPYRIGHT.match(lines[n])), len(lines))
    while at < len(lines) and at > 1 and (not lines[at - 1] or lines[at - 1].endswith(source)):
        at -= 1
    return paragraphs_of(lines[:at])
