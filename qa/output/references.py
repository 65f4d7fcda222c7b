"""The articles that answers cite, as reference managers read them: BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from quoth.index.articles import ArticleCard
from quoth.index.text.clean import one_line
from quoth.index.text.tokens import unaccented
from quoth.qa.answers import Citation
from quoth.qa.turns import Turn

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_MAX_KEY_CHARS = 24

Cited = tuple[str, ArticleCard, list[Citation]]
"""A key that is unique in its list, an article, and what is quoted of it."""


def bibtex(turns: Iterable[Turn], title: str = "") -> str:
    """Write an entry for each article that the turns cite, with the quotes as its note."""
    return "\n".join(_entry(*cited) for cited in _cited(turns))


def csl_json(turns: Iterable[Turn], title: str = "") -> str:
    """Write the articles that the turns cite as items of CSL-JSON, which Zotero imports."""
    items = [_item(*cited) for cited in _cited(turns)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _cited(turns: Iterable[Turn]) -> list[Cited]:
    quoted: dict[str, tuple[ArticleCard, list[Citation]]] = {}
    for answer in filter(None, (turn.answer for turn in turns)):
        for citation in answer.citations:
            quoted.setdefault(citation.article.id, (citation.article, []))[1].append(citation)
    keys: dict[str, int] = {}
    found: list[Cited] = []
    for card, citations in quoted.values():
        key = _key(card)
        keys[key] = keys.get(key, 0) + 1
        found.append((key if keys[key] == 1 else f"{key}-{keys[key]}", card, citations))
    return found


def _key(card: ArticleCard) -> str:
    """Paper and date in plain letters: "long-column-2018-11-06"."""
    words = re.findall("[a-z0-9]+", unaccented((card.source or card.title).lower()))
    name = "-".join(words)[:_MAX_KEY_CHARS].strip("-") or "article"
    return f"{name}-{card.published.isoformat() if card.published else 'undated'}"


def _entry(key: str, card: ArticleCard, citations: list[Citation]) -> str:
    fields = {
        "title": card.title or "Untitled",
        "author": card.author,
        "journal": card.source,
        "date": card.published.isoformat() if card.published else "",
        "pages": _pages(citations),
        "url": card.url,
        "note": _quotes(citations),
    }
    lines = [f"  {name} = {{{_field(name, value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{key},", *lines, "}", ""])


def _field(name: str, value: str) -> str:
    """The value as TeX shows it; names and titles in braces, so that nothing in them is taken apart."""
    if name == "url":
        return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", value)
    text = "".join(_SPECIAL.get(character, character) for character in one_line(value))
    return f"{{{text}}}" if name in ("title", "author") else text


def _item(key: str, card: ArticleCard, citations: list[Citation]) -> dict[str, Any]:
    day = card.published
    item: dict[str, Any] = {
        "id": key,
        "type": "article-newspaper",
        "title": one_line(card.title) or "Untitled",
        "container-title": one_line(card.source),
        "author": [{"literal": one_line(card.author)}] if card.author else [],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else {},
        "page": _pages(citations),
        "URL": card.url,
        "note": _quotes(citations),
    }
    return {name: value for name, value in item.items() if value}


def _quotes(citations: list[Citation]) -> str:
    return " ".join(dict.fromkeys(f"“{one_line(citation.quote)}”" for citation in citations))


def _pages(citations: list[Citation]) -> str:
    pages = sorted({citation.page for citation in citations if citation.page})
    return ", ".join(map(str, pages))
