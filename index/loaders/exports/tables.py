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
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.decoding import decode
from quoth.index.loaders.exports.exported import Exported, loaded
from quoth.index.loaders.markup import parse_html
from quoth.index.text.dates import find_date

# What columns are called, without case and marks; the first name that a table has counts.
_COLUMNS = {
    "text": "text body bodytext content articletext articlebody fulltext maintext article texte inhalt contenu"
    " texto testo volltext",
    "title": "title headline heading titre titel titulo titolo name",
    "date": "date published publicationdate publisheddate datepublished publishedat publishdate"
    " pubdate datum fecha data",
    "author": "author authors byline creator auteur autor autore",
    "source": "source publication publisher outlet newspaper journal medium media outlet paper sitename domain site"
    " quelle zeitung fuente fonte",
    "language": "language lang langue sprache idioma lingua",
    "number": "id guid articleid docid url link uri permalink",
}
_MARKUP = re.compile(r"</(?:p|div|span|a|b|i|em|strong|ul|h[1-6])>|<br\s*/?>", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_]\w+)?")
_DELIMITERS = ",;\t|"
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_LONGEST_FIELD = 50_000_000

Row = Mapping[str, object]


def load(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[LoadedArticle]:
    """The articles in a table. `columns` is what columns are called besides the names that are known, by the
    fact ("text", "title", …) in them. Raises LoadError where no column is one of texts.
    """
    names = _names(columns or {})
    data = path.read_bytes()
    text = decode(data)
    rows = _rows(text) if path.suffix.lower() in (".csv", ".tsv") else _objects(text)
    articles = [article for start, row in rows for article in _article(start, row, names)]
    if not articles:
        known = ", ".join(names["text"][:3])
        hint = (
            f"Name that column one of {known}, or say what it is called: columns in the settings."
        )
        raise LoadError("has no column of texts", hint)
    yield from loaded(articles, data, text)


def _names(columns: Mapping[str, str]) -> dict[str, list[str]]:
    """What columns may be called, by the fact in them, as `_plain` writes it."""
    return {
        fact: [*([_plain(columns[fact])] if fact in columns else []), *known.split()]
        for fact, known in _COLUMNS.items()
    }


def _plain(name: str) -> str:
    return re.sub(r"\W|_", "", name).casefold()


def _objects(text: str) -> Iterator[tuple[int, Row]]:
    """The objects of a list, or those of each line; what is no object is left out."""
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        yield from _listed(text)
        return
    for match in re.finditer(r"[^\r\n]+", text):
        try:
            value = json.loads(match[0].lstrip("\ufeff"))
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield match.start(), value


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
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for line in text.splitlines(keepends=True):
            read += len(line)
            yield line.replace("\0", "")

    reader = csv.reader(lines(), delimiter=delimiter)
    names = [name.lstrip("\ufeff") for name in next(reader, [])]
    start = read
    try:
        for cells in reader:
            yield start, dict(zip(names, cells, strict=False))
            start = read
    except csv.Error as error:
        raise LoadError(f"is damaged: {error}", "Save it again as CSV.") from error


def _article(start: int, row: Row, names: Mapping[str, Sequence[str]]) -> Iterator[Exported]:
    values = {_plain(str(name)): value for name, value in row.items()}

    def said(kind: str) -> str:
        return next((said for name in names[kind] if (said := _words(values.get(name)))), "")

    text, language = said("text"), said("language")
    if not text:
        return
    if _MARKUP.search(text):
        paragraphs = tuple(
            block.text for block in blocks_of(parse_html(text.encode("utf-8", "replace")))
        )
    else:
        paragraphs = tuple(re.split(r"\s*\n\s*\n\s*", text))
    yield Exported(
        start=start,
        title=said("title"),
        paragraphs=paragraphs,
        published=_day(said("date")),
        source=said("source"),
        author=said("author"),
        language=language if _LANGUAGE.fullmatch(language) else "",
        number=said("number"),
    )


def _day(written: str) -> date | None:
    """The day that a cell states, in words, in figures, or in seconds or their thousandths of Unix."""
    if _UNIX.fullmatch(written):
        return datetime.fromtimestamp(int(written[:10]), UTC).date()
    return find_date(written)


def _words(value: Any) -> str:
    """A cell as text; of a list its items, of an object its name."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return _words(value.get("name")) if isinstance(value, dict) and "name" in value else ""
