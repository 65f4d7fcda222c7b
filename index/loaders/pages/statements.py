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
_HOUR = re.compile(r"T(\d{2}:\d{2})")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Statements:
    """What a page says of its article, or, where it `is_live`, of the entries that it is made of."""

    title: str
    published: date | None
    body: list[Block]
    language: str
    is_live: bool = False


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
    live = next((node for node in _nodes(root) if _updates(node)), {}) if not article else {}
    article = article or live
    language = _LANGUAGE.match(root.get("lang") or "")
    return Statements(
        title=_plain(_string(article.get("headline"))),
        published=day_of(_string(article.get("datePublished"))),
        body=_entries(live) if live else _paragraphs(_string(article.get("articleBody"))),
        language=language[0] if language else "",
        is_live=bool(live),
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


def _updates(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a live blog; none of anything else."""
    updates = node.get("liveBlogUpdate")
    return [each for each in updates if isinstance(each, dict)] if isinstance(updates, list) else []


def _entries(live: dict[str, Any]) -> list[Block]:
    """What a live blog says, each entry under its hour and headline, in the page's order."""
    blocks = _paragraphs(_string(live.get("articleBody")) or _string(live.get("description")))
    for update in _updates(live):
        hour = _HOUR.search(_string(update.get("datePublished")))
        headline = _plain(_string(update.get("headline")))
        body = _paragraphs(_string(update.get("articleBody")))
        head = " ".join(filter(None, (hour[1] if hour else "", headline)))
        if headline or not body:
            blocks += [Block(head, heading=True)] if head else []
        elif head:
            body[0] = Block(f"{head} {body[0].text}")
        blocks += body
    return blocks


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _paragraphs(body: str) -> list[Block]:
    lines = _BLOCK_END.sub("\n", html.unescape(body)).splitlines()
    return [Block(text) for line in lines if (text := _plain(line))]


def _plain(text: str) -> str:
    return " ".join(_TAG.sub("", html.unescape(text)).split())
