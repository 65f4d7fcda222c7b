"""The fields above a note: YAML between dashes, or TOML between plus signs."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from typing import Any

from quoth.index.loaders.blocks import Stated
from quoth.index.text.dates import find_date

_MARKS = {
    "---": re.compile(r"\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"),
    "+++": re.compile(r"\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)"),
}
_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?(?=\n)")
_LONGEST = 50_000  # characters: longer fields are not what somebody wrote about a note


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields above the text, and the text; a rule of dashes with no fields below is text.

    Fields that cannot be parsed still are no text.
    """
    opening = _OPENING.match(text)
    closing = _MARKS[opening[1]].search(text, opening.end()) if opening else None
    if not opening or not closing or closing.start() - opening.end() > _LONGEST:
        return {}, text
    written, body = text[opening.end() : closing.start()], text[closing.end() :]
    try:
        fields = _parsed(written.replace("\r\n", "\n"), toml=opening[1] == "+++")
    except (ValueError, RecursionError):
        return {}, body
    if not isinstance(fields, dict):
        return {}, text
    return {str(key).lower(): value for key, value in fields.items()}, body


def _parsed(written: str, *, toml: bool) -> Any:
    """Raises ValueError for what is neither, and RecursionError for what is nested without end."""
    if toml:
        return tomllib.loads(written)
    import yaml

    try:
        return yaml.safe_load(written)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def stated(fields: dict[str, Any]) -> Stated:
    """What the fields say, under the names that writers and their programs give them."""

    def listed(*names: str) -> list[str]:
        value = next((fields[name] for name in names if fields.get(name)), "")
        values = value if isinstance(value, list) else [value]
        return [str(v) for v in values if isinstance(v, str | int | float)]

    def words(*names: str) -> str:
        return ", ".join(listed(*names))

    published = next((fields[n] for n in ("date", "published", "pubdate") if n in fields), None)
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
