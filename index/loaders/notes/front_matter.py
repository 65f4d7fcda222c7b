"""The fields above a note: YAML between dashes, TOML between plus signs, JSON, the lines of MultiMarkdown, or
those of Pandoc.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from typing import Any

from quoth.index.loaders.blocks import Stated
from quoth.index.loaders.exports.columns import names_of, plain
from quoth.index.text.dates import find_date

_MARKS = {
    "---": re.compile(r"\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"),
    "+++": re.compile(r"\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)"),
}
_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?(?=\n)")
_LINE = re.compile(r"([^\W\d_][\w -]{0,30})::?[ \t]+(\S[^\n]*)")  # MultiMarkdown's, and Logseq's
_PANDOC = re.compile(r"\ufeff?% +([^\n]+)\n(?:%[ \t]*([^\n]*)\n)?(?:%[ \t]*([^\n]*)\n)?")
_FEWEST_LINES = 2  # that state facts, or the first paragraph is text
_LONGEST = 50_000  # characters: longer fields are not what somebody wrote about a note
_MOST_LINES = 12
_KNOWN = ("title", "date", "author", "source", "language")
_OF_NOTES = (
    "created",
    "createdat",
    "data",
    "name",
    "time",
    "timestamp",
)  # say something else in one
_FACTS = {name: fact for fact in _KNOWN for name in names_of({})[fact] if name not in _OF_NOTES}
"""What a field may be called, as `plain` writes it -> what it states."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields above the text, and the text; a rule of dashes with no fields below is text.

    Fields that cannot be parsed still are no text.
    """
    opening = _OPENING.match(text)
    if not opening:
        return _without_marks(text)
    closing = _MARKS[opening[1]].search(text, opening.end())
    if not closing or closing.start() - opening.end() > _LONGEST:
        return {}, text
    written, body = text[opening.end() : closing.start()], text[closing.end() :]
    try:
        fields = _parsed(written.replace("\r\n", "\n"), toml=opening[1] == "+++")
    except (ValueError, RecursionError):
        return {}, body
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, body


def _without_marks(text: str) -> tuple[dict[str, Any], str]:
    """The fields of a note that begins with JSON, or with lines of facts as its first paragraph."""
    plainly = text.replace("\r\n", "\n")
    if pandoc := _PANDOC.match(plainly):
        said = zip(("title", "author", "date"), pandoc.groups(), strict=True)
        return {name: value for name, value in said if value}, plainly[pandoc.end() :]
    if plainly.lstrip("\ufeff").startswith("{"):
        return _json(plainly.lstrip("\ufeff")) or ({}, text)
    head, _, body = plainly.lstrip("\ufeff").partition("\n\n")
    lines = [_LINE.fullmatch(line) for line in head.split("\n")] if head[:1].isalpha() else []
    fields = {line[1].lower(): line[2] for line in lines if line}
    known = {_FACTS.get(plain(name), "") for name in fields} - {""}
    if None in lines or len(lines) > _MOST_LINES or len(known) < _FEWEST_LINES:
        return {}, text
    return fields, body


def _json(text: str) -> tuple[dict[str, Any], str] | None:
    try:
        fields, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or text[end : end + 1] not in ("\n", ""):
        return None
    return {str(key).lower(): value for key, value in fields.items()}, text[end:]


def _parsed(written: str, *, toml: bool) -> Any:
    """Raises ValueError for what is neither, and RecursionError for what is nested without end."""
    if toml:
        return tomllib.loads(written)
    import yaml

    try:
        return yaml.safe_load(written)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _is_day(value: object) -> bool:
    return isinstance(value, date | str | int) and not isinstance(value, bool)


def stated(fields: dict[str, Any]) -> Stated:
    """What the fields say, under the names that writers and their programs give them."""

    facts = {fact: fields[name] for name in reversed(fields) if (fact := _FACTS.get(plain(name)))}

    def listed(*names: str) -> list[str]:
        value = next(
            (found[name] for found in (fields, facts) for name in names if found.get(name)), ""
        )
        values = value if isinstance(value, list) else [value]
        values = [v.get("name") if isinstance(v, dict) else v for v in values]
        return [str(v) for v in values if isinstance(v, str | int | float)]

    def words(*names: str) -> str:
        return ", ".join(listed(*names))

    published = next(
        (
            f[n]
            for f in (fields, facts)
            for n in ("date", "published", "pubdate")
            if _is_day(f.get(n))
        ),
        None,
    )
    if isinstance(published, datetime):
        published = published.date()
    elif not isinstance(published, date):
        published = find_date(str(published)) if isinstance(published, str | int) else None
    return Stated(
        title=words("title"),
        published=published,
        source=words("source", "publisher", "site"),
        author=words("author", "authors", "by"),
        language=words("language", "lang"),
        tags=tuple(tag for tags in listed("tags", "keywords") for tag in tags.split(",")),
    )
