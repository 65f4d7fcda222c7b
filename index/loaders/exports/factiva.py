"""Factiva: articles as fields that begin with a code of two letters, or with their facts on top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quoth.index.loaders.exports.exported import Exported
from quoth.index.loaders.exports.lines import Line, cut, first_start, lines_of, paragraphs_of
from quoth.index.loaders.wire import is_bare_name, name_in
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_CODES = (
    "SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN|CLM|ART|DE"
)
_FIELD = re.compile(rf"({_CODES})(?:\s*\|\s*|\s+|$)(.*)")
_FIELD_ALONE = re.compile(rf"({_CODES})(?:\s*\|\s*|\s{{2,}}|\t|$)(.*)")
_CODED = re.compile(r"^[ \t\ufeff]*HD(?:\s|$)", re.MULTILINE)
_INLINE = re.compile(r"^[ \t]*HD[ \t]+\S", re.MULTILINE)
_NUMBER = re.compile(r"\b\w{1,30} ([A-Za-z0-9]{4,20}\d{8}[a-z0-9]{5,30})")
_ENDS = re.compile(rf"^[ \t]*{_NUMBER.pattern}[ \t\r]*$", re.MULTILINE)
_WORDS = re.compile(r"\d[\d.,\s\u00a0]*\s[^\W\d_]+\.?")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_COPYRIGHT = re.compile(r"\(c\)|©|copyright\b", re.IGNORECASE)
_LONGEST_SECTION = 3  # words
_HEAD = 14  # lines above the text at most


def coded_articles(text: str) -> list[Exported]:
    """The articles of an export with codes; none of a text that is no such export."""
    if not _CODED.search(text):
        return []
    field = _FIELD if _INLINE.search(text) else _FIELD_ALONE
    records: list[dict[str, list[str]]] = []
    starts: list[int] = []
    code = ""
    for line in lines_of(text):
        match = field.fullmatch(line.text)
        if match and _begins(match[1], code, records):
            records.append({})
            starts.append(line.start)
        if match and records:
            code = match[1]
            records[-1].setdefault(code, []).append(match[2])
        elif records:
            records[-1][code].append(line.text)
    found = (_of_fields(start, record) for start, record in zip(starts, records, strict=True))
    return [article for article in found if article is not None]


def _begins(code: str, before: str, records: Sequence[dict[str, list[str]]]) -> bool:
    """Whether a field is the first of another article: a headline, or the section above one."""
    ended = not records or bool({"HD", "AN"} & records[-1].keys())
    return ended and (code == "SE" or (code == "HD" and before != "SE"))


def _of_fields(start: int, fields: dict[str, list[str]]) -> Exported | None:
    if not (
        {"HD"} <= fields.keys() and {"LP", "TD"} & fields.keys() and {"PD", "AN"} & fields.keys()
    ):
        return None

    def said(code: str) -> str:
        return one_line(" ".join(fields.get(code, ())))

    number = _NUMBER.search(said("AN"))
    return Exported(
        start=start,
        title=said("HD"),
        paragraphs=tuple(paragraphs_of([*fields.get("LP", ()), "", *fields.get("TD", ())])),
        published=find_date(said("PD")),
        source=said("SN"),
        author=name_in(said("BY")) or said("BY"),
        number=number[1] if number else said("AN"),
    )


def plain_articles(text: str) -> list[Exported]:
    """The articles of an export without codes, each of which ends in its document's number."""
    if not _ENDS.search(text):
        return []
    lines = lines_of(text)
    ends = [number for number, line in enumerate(lines) if _NUMBER.fullmatch(line.text)]
    numbers = (_NUMBER.fullmatch(lines[end].text) for end in ends)
    articles = [
        replace(article, number=number[1])
        for part, number in zip(cut(lines, ends), numbers, strict=True)
        for article in _of_lines(part)
        if number
    ]
    return articles if len(articles) == len(ends) else []


def _of_lines(lines: Sequence[Line]) -> Iterator[Exported]:
    said = [line.text for line in lines]
    head = [number for number, text in enumerate(said) if text][:_HEAD]
    at = next((i for i, number in enumerate(head) if _WORDS.fullmatch(said[number])), None)
    if not at or at + 2 >= len(head) or not find_date(said[head[at + 1]]):
        return
    over = [said[number] for number in head[:at]]
    title = int(_has_section(over))
    named = over[title + 1 :]
    author = next((name for name in map(name_in, named) if name), "")
    if not author and named and is_bare_name(named[-1]):
        author = named[-1]
    facts = [number for number in head[at + 2 :] if not _CLOCK.match(said[number])]
    source = said[facts[0]] if facts else ""
    # The facts end in the copyright line, or where a line is left empty.
    last = next((n for n in facts if _COPYRIGHT.match(said[n])), facts[0] if facts else head[at])
    while last + 1 < len(said) and said[last + 1]:
        last += 1
    yield Exported(
        start=first_start(lines),
        title=over[title],
        paragraphs=tuple(paragraphs_of(said[last + 1 :])),
        published=find_date(said[head[at + 1]]),
        source=source,
        author=author,
    )


def _has_section(over: Sequence[str]) -> bool:
    """Whether the first of the lines over an article names its part of the paper: it is short, and the
    next one a headline.
    """
    if len(over) < 2 or name_in(over[1]) or is_bare_name(over[1]):
        return False
    return len(over[0].split()) <= _LONGEST_SECTION and len(over[1]) > 2 * len(over[0])
