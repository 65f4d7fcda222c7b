"""Web pages that hold several whole articles, as press databases export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.loaders.blocks import Block, Stated, assemble
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.exports.exported import key_of, loaded
from quoth.index.loaders.exports.press import articles_of
from quoth.index.loaders.markup import parse_html
from quoth.index.loaders.wire import name_in
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_MARKS = re.compile(
    r"<article\b|<(?:div|section|li)[^<>]*class=[\"'][^\"'<>]*(?:article|document|notice|story)"
    r"|DOCUMENTS?\b|End of Document|[A-Z0-9]{4,}\d{8}[a-z0-9]{5,}|news·\d"
)
_WHOLE = re.compile(r"article|document|notice|story", re.IGNORECASE)  # what holds one
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b|tous droits)[^\n]{0,300}", re.IGNORECASE)
_TITLE = re.compile(r"titre|title|headline", re.IGNORECASE)
_SOURCE = re.compile(r"publication|source|journal|newspaper", re.IGNORECASE)
_DATE = re.compile(r"date|docheader|published", re.IGNORECASE)
_AUTHOR = re.compile(r"author|auteur|byline", re.IGNORECASE)
_LEAST = 80  # characters of an article
_MOST_AROUND = 0.15  # share of the page's text that may stand outside its articles
_LONGEST_FACT = 160


def exported_articles(page: str) -> Iterator[LoadedArticle]:
    """The articles of a page that is nothing but several of them; none of any other page."""
    if len(_MARKS.findall(page, 0, len(page))) < 2:
        return
    try:
        root = parse_html(page.encode("utf-8", "replace"))
    except ValueError:  # no element in it
        return
    parts = _parts(root)
    if parts:
        opening = re.compile(_opening_of(parts[0]), re.IGNORECASE)
        places = [match.start() for match in opening.finditer(page)]
        for number, part in enumerate(parts):
            offset = (
                len(page[: places[number]].encode("utf-8", "replace")) if places[number:] else 0
            )
            yield from _article(part, offset)
        return
    text = "\n\n".join(block.text for block in blocks_of(root))
    data = page.encode("utf-8", "replace")
    for article in loaded(articles_of(text), text.encode("utf-8", "replace"), text):
        # Of a text that was taken out of markup only the order is known.
        yield replace(article, offset=min(article.offset, len(data)))


def _parts(root: Any) -> list[Any]:
    """The page's `article` elements, or what has one class that says so, where each has a headline, a
    source and a day, and there is little around them.
    """
    groups: dict[tuple[str, str], list[Any]] = {("article", ""): list(root.iter("article"))}
    for node in root.iter("div", "section", "li"):
        if _WHOLE.search(named := node.get("class", "")):
            groups.setdefault((node.tag, named), []).append(node)
    whole = len(_text(root))
    for nodes in groups.values():
        held = set(nodes)
        outer = [node for node in nodes if held.isdisjoint(node.iterancestors())]
        inside = [len(_text(node)) for node in outer]
        if len(outer) < 2 or min(inside) < _LEAST or sum(inside) < (1 - _MOST_AROUND) * whole:
            continue
        if all(_states_all(node) for node in outer):
            return outer
    return []


def _states_all(node: Any) -> bool:
    facts = (_headline(node), _fact(node, _SOURCE), _dated(node)[1])
    return all(fact is not None for fact in facts)


def _opening_of(node: Any) -> str:
    """An expression for the tag that begins an element and those like it."""
    named = node.get("class", "")
    if node.tag == "article":
        return r"<article\b"
    return rf"<{node.tag}\b[^<>]*class=[\"']{re.escape(named)}[\"']"


def _article(node: Any, offset: int) -> Iterator[LoadedArticle]:
    headline = _headline(node)
    title = _text(headline)
    dated, day = _dated(node)
    source = _fact(node, _SOURCE)
    author = _fact(node, _AUTHOR)
    named = _text(author) if author is not None else ""
    stated = Stated(
        title=title,
        published=day,
        source=_text(source) if source is not None else "",
        author=name_in(named) or named,
    )
    for part in (headline, dated, source, author):
        _take_out(part)
    blocks: list[Block] = list(blocks_of(node))
    while blocks and (not blocks[-1].text or _COPYRIGHT.fullmatch(blocks[-1].text)):
        blocks.pop()
    article = assemble(blocks, stated)
    if article.text:
        yield replace(article, key=key_of(article), offset=offset)


def _headline(node: Any) -> Any:
    found = _fact(node, _TITLE)
    return found if found is not None else next(node.iter("h1", "h2", "h3"), None)


def _fact(node: Any, kind: re.Pattern[str]) -> Any:
    """The innermost element whose class says that it holds such a fact, and which is that short."""
    found = None
    for part in node.iter("*"):
        names = f"{part.get('class', '')} {part.get('itemprop', '')}"
        if kind.search(names) and 0 < len(_text(part)) <= _LONGEST_FACT:
            found = part
            if not any(kind.search(child.get("class", "")) for child in part.iterdescendants("*")):
                return part
    return found


def _dated(node: Any) -> tuple[Any, Any]:
    """The element that states the day of an article, and the day."""
    for part in node.iter("time"):
        if day := find_date(part.get("datetime", "")) or find_date(_text(part)):
            return part, day
    part = _fact(node, _DATE)
    day = find_date(_text(part)) if part is not None else None
    return (part, day) if day else (None, None)


def _take_out(node: Any) -> None:
    """Remove an element, but not what follows it."""
    if node is None or node.getparent() is None:
        return
    tail = node.tail
    node.clear()
    node.tail = tail


def _text(node: Any) -> str:
    return one_line(" ".join(node.itertext()))
