"""Pages as they are saved: their text in an encoding that they state, and one for a bare item."""

from __future__ import annotations

import html
import re

from quoth.index.fetching.feeds import Feed, Item
from quoth.index.fetching.transfer import Document
from quoth.index.text.clean import one_line

_HEAD_BYTES = 4096  # bytes in which a page states its encoding
_TITLE_BYTES = 100_000
_UNTOLD = ("iso-8859-1", "us-ascii")  # what a server says that nobody told
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*[\w-]+", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title", re.IGNORECASE)


def readable(document: Document) -> bytes:
    """A document's bytes, in UTF-8 where only the server says what other encoding they are in."""
    data = document.data
    states_it = "html" in document.kind and _DECLARED.search(data[:_HEAD_BYTES])
    told = document.charset and document.charset not in _UNTOLD
    if told and not states_it and not document.kind.endswith("pdf"):
        try:
            return data.decode(document.charset).encode("utf-8")
        except (LookupError, UnicodeError):  # the server is wrong
            pass
    return data


def title_of(data: bytes) -> str:
    """The title in a web page, or ""; good enough to name a file."""
    match = _TITLE.search(data[:_TITLE_BYTES].decode("utf-8", "ignore"))
    return one_line(html.unescape(match[1])) if match else ""


def page_of(item: Item, feed: Feed, url: str) -> bytes:
    """A web page of what a feed itself holds of an item, stating what the feed states."""
    stated = {
        "author": item.author,
        "article:published_time": item.published.isoformat() if item.published else "",
        "og:site_name": feed.title,
    }
    metas = "".join(
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{html.escape(value)}">\n'
        for name, value in stated.items()
        if value
    )
    title = html.escape(item.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(feed.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{title}</title>\n{metas}'
        f'<link rel="canonical" href="{html.escape(url)}">\n</head>\n'
        f"<body>\n<article>\n<h1>{title}</h1>\n{item.content}\n</article>\n</body>\n</html>\n"
    ).encode("utf-8", "replace")
