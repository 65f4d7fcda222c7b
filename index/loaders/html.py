"""Web pages: the article without the menus, adverts and notices around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.articles import LoadedArticle
from index.errors import LoadError
from index.loaders.blocks import Block, Stated, assemble
from index.loaders.decoding import decode
from index.loaders.markup import walk
from index.text.dates import find_date

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_HEAD = 4096  # characters in which a page states its encoding and language
# A date only counts where the page states one (JSON-LD, meta, time, address), never where its
# prose happens to name a day; and any year may be the year of an article.
_DATES = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1000-01-01",
    "max_date": "2999-12-31",
}


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article of a saved page, with the title, author, site and date that the page states."""
    from trafilatura import bare_extraction

    page = _text(path.read_bytes())
    if not page.strip():
        raise LoadError("is empty", "There is no text in it to ask about.")
    document: Any = bare_extraction(
        page,
        include_comments=False,
        include_formatting=True,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    blocks = [] if document is None or document.body is None else list(_blocks(document.body))
    if not blocks:
        raise LoadError("has no article in it", "It may be a page of links or need a browser.")
    language = _LANGUAGE.search(page[:_HEAD])
    yield assemble(
        blocks,
        Stated(
            title=document.title or "",
            published=find_date(document.date or ""),
            source=document.sitename or "",
            author=document.author or "",
            language=language[1] if language else "",
        ),
    )


def _text(data: bytes) -> str:
    """The page's source: its own word on the encoding counts, if it can be true."""
    declared = _CHARSET.search(data[:_HEAD])
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _blocks(parent: Any) -> Iterator[Block]:
    for node in parent:
        if node.tag == "head":
            yield Block(_words(node), heading=True)
        elif node.tag == "list":
            yield Block("\n".join(f"- {_words(item)}" for item in node.iter("item")))
        elif node.tag == "table":
            rows = ([_words(cell) for cell in row.iter("cell")] for row in node.iter("row"))
            yield Block("\n".join(" | ".join(row) for row in rows))
        elif node.tag == "quote" and len(node):
            yield Block(" ".join((node.text or "").split()))
            yield from _blocks(node)
        else:
            yield Block(_words(node))
        yield Block(" ".join((node.tail or "").split()))


def _words(node: Any) -> str:
    """A node's text on one line, except where the page breaks it."""
    return "\n".join(" ".join(line.split()) for line in "".join(_said(node)).split("\0"))


def _said(node: Any) -> Iterator[str]:
    """The pieces of a node's text, with a NUL, which no page can hold, for every line break."""
    for event, part in walk(node):
        if event == "start":
            yield "\0" if part.tag == "lb" else ""
            yield part.text or ""
        elif part is not node:
            yield part.tail or ""
