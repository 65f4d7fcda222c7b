"""Tables of articles: .jsonl with one object a line, lists of objects in JSON, .csv and .tsv with one row
each.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.decoding import decode
from quoth.index.loaders.exports.columns import (
    guessed_text,
    lists_of_objects,
    names_of,
    plain,
    said_in,
)
from quoth.index.loaders.exports.exported import Exported, loaded
from quoth.index.loaders.markup import parse_html
from quoth.index.loaders.wire import name_in
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_MARKUP = re.compile(r"</(?:p|div|span|a|b|i|em|strong|ul|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)?")
_SEPARATOR = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)  # which Excel is told by
_MARKED = re.compile(r"<\w|</|&#?\w+;")
_DELIMITERS = ",;\t|"
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_LONGEST_FIELD = 50_000_000

Row = Mapping[str, object]


def load(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[LoadedArticle]:
    """The articles in a table. `columns` is what columns are called besides the names that are known, by the
    fact ("text", "title", …) in them. Raises LoadError where no column is one of texts.
    """
    names = names_of(columns or {})
    data = path.read_bytes()
    text = decode(data)
    is_csv = path.suffix.lower() in (".csv", ".tsv")
    rows = list(_rows(text) if is_csv else _objects(text))
    articles = [article for start, row in rows for article in _article(start, row, names)]
    if not articles and not is_csv:
        articles = [article for start, row in rows for article in _within(start, row, names)]
    if not articles and (column := guessed_text([row for _, row in rows])):
        names["text"].append(plain(column))
        articles = [article for start, row in rows for article in _article(start, row, names)]
    if not articles:
        known = ", ".join(names["text"][:3])
        hint = (
            f"Name that column one of {known}, or say what it is called: columns in the settings."
        )
        raise LoadError("has no column of texts", hint)
    yield from loaded(articles, data, text)


def _objects(text: str) -> Iterator[tuple[int, Row]]:
    """The objects of a list, or those of each line; what is no object is left out."""
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        yield from _listed(text)
        return
    found = False
    for match in re.finditer(r"[^\r\n]+", text):
        try:
            value = json.loads(match[0].lstrip("\ufeff"))
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            found = True
            yield match.start(), value
    if not found:
        try:  # one object over many lines
            yield 0, json.loads(text.lstrip("\ufeff"), strict=False)
        except (ValueError, RecursionError):
            return


def _listed(text: str) -> Iterator[tuple[int, Row]]:
    """The objects of a list, as far as it is whole."""
    decoder = json.JSONDecoder(strict=False)
    place = text.index("[") + 1
    while (opening := text.find("{", place)) >= 0 and not text[place:opening].strip(", \t\r\n"):
        try:
            value, place = decoder.raw_decode(text, opening)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict):
            yield opening, value


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(_LONGEST_FIELD)  # of an article, where the usual limit is of a cell
    told = _SEPARATOR.match(text)
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = told[1] if told else max(_DELIMITERS, key=head.count)
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for line in text.splitlines(keepends=True):
            read += len(line)
            yield line.replace("\0", "")

    reader = csv.reader(lines(), delimiter=delimiter)
    if told:
        next(reader, [])
    names = [name.lstrip("\ufeff") for name in next(reader, [])]
    start = read
    try:
        for cells in reader:
            yield start, dict(zip(names, cells, strict=False))
            start = read
    except csv.Error as error:
        raise LoadError(f"is damaged: {error}", "Save it again as CSV.") from error


def _article(start: int, row: Row, names: Mapping[str, Sequence[str]]) -> Iterator[Exported]:
    values = {plain(str(name)): value for name, value in row.items()}

    def said(kind: str, joint: str = ", ") -> str:
        cells = (values.get(name) for name in names[kind])
        found = (said_in(cell, joint) for cell in cells if not _is_record(cell, names))
        return next(filter(None, found), "")

    text, language = said("text", "\n\n"), said("language")
    if not text:
        return
    paragraphs = _page(text) if _MARKUP.search(text) else ()
    author = said("author")
    yield Exported(
        start=start,
        title=_unmarked(said("title")),
        paragraphs=paragraphs or tuple(re.split(r"\s*\n\s*\n\s*", text)),
        published=_day(said("date")),
        source=said("source"),
        author=name_in(author) or author,
        language=language if _LANGUAGE.fullmatch(language) else "",
        number=said("number"),
    )


def _page(text: str) -> tuple[str, ...]:
    """The paragraphs of a piece of HTML; none of one without an element."""
    try:
        return tuple(b.text for b in blocks_of(parse_html(text.encode("utf-8", "replace"))))
    except ValueError:
        return ()


def _is_record(cell: object, names: Mapping[str, Sequence[str]]) -> bool:
    """Whether a cell is itself an article, with a title and a text."""
    if not isinstance(cell, dict):
        return False
    inside = {plain(str(name)) for name in cell}
    return not inside.isdisjoint(names["title"]) and not inside.isdisjoint(names["text"])


def _within(start: int, row: Row, names: Mapping[str, Sequence[str]]) -> Iterator[Exported]:
    """The articles of an object that holds them instead of a text: in another, or in lists."""
    for value in row.values():
        if isinstance(value, dict):
            found = list(_article(start, value, names))
            if found:
                yield from found
                return
    for several in lists_of_objects(row):
        found = [article for each in several for article in _article(start, each, names)]
        if found:
            yield from found
            return


def _unmarked(title: str) -> str:
    """A title without the markup and the names of characters that HTML has."""
    if not _MARKED.search(title):
        return title
    return one_line(" ".join(_page(title))) or title


def _day(written: str) -> date | None:
    """The day that a cell states, in words, in figures, or in seconds or their thousandths of Unix."""
    if _UNIX.fullmatch(written):
        return datetime.fromtimestamp(int(written[:10]), UTC).date()
    return find_date(written)
