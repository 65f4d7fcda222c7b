"""What a page says about its article in JSON-LD, for machines."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.headlines import same_words
from quoth.index.loaders.pages.dates import day_of

_ARTICLE = re.compile(r"Article|Posting$|Report$")
_TAG = re.compile(r"</?\w[^<>]*>")
_BLOCK_END = re.compile(r"<br\s*/?>|</(?:p|div|h\d|li|ul|blockquote)>", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}\b")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Statements:
    title: str
    published: date | None
    body: list[Block]
    language: str


def read(root: Any) -> Statements:
    """What the page states; the parts that it does not state are empty."""
    titles = [node.text_content() for node in (*root.iter("h1"), *root.iter("title"))]
    found = [node for node in _nodes(root) if _is_article(node)]
    if len(found) > 1:
        named = [
            node
            for node in found
            if any(same_words(_string(node.get("headline")), title) for title in titles)
        ]
        found = named[:1]
    article = found[0] if found else {}
    language = _LANGUAGE.match(root.get("lang") or "")
    return Statements(
        title=_plain(_string(article.get("headline"))),
        published=day_of(_string(article.get("datePublished"))),
        body=_paragraphs(_string(article.get("articleBody"))),
        language=language[0] if language else "",
    )


def _nodes(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            data = json.loads(script.text_content().strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(data, 0)


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects that stand for the page itself: in lists and graphs, not in an object's fields."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _objects(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for field in ("@graph", "mainEntity"):
            yield from _objects(data.get(field), depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.search(kind) and kind != "LiveBlogPosting"
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _paragraphs(body: str) -> list[Block]:
    lines = _BLOCK_END.sub("\n", html.unescape(body)).splitlines()
    return [Block(text) for line in lines if (text := _plain(line))]


def _plain(text: str) -> str:
    return " ".join(_TAG.sub("", html.unescape(text)).split())
