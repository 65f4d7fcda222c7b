"""RSS 2.0, RSS 1.0 and Atom -> the items of a feed."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from quoth.index.errors import FetchError
from quoth.index.fetching.transfer import Document
from quoth.index.loaders.markup import inner_html, local_name, parse_xml
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_ATOM = "{http://www.w3.org/2005/Atom}"
_FORMATS = ("", "{http://purl.org/rss/1.0/}", _ATOM)
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MAX_NAME_CHARS = 80  # characters of its text, for an item that has neither name nor title
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Item:
    """`link` is as the feed writes it; `content` is HTML, the whole text or a summary or ""."""

    name: str
    title: str
    link: str
    published: date | None
    author: str
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    language: str
    items: tuple[Item, ...]


def parse_feed(document: Document) -> Feed:
    """The feed in a document, each item once. Raises FetchError when it is none."""
    try:
        root = parse_xml(document.data, mend=True)
    except ValueError:
        root = None
    if root is None or local_name(root) not in ("rss", "rdf", "feed"):
        raise FetchError(
            f"{document.place} is XML, but no feed.", "RSS and Atom feeds are read, and web pages."
        )
    head = root if local_name(root) == "feed" else _first(root, "channel")
    language = "" if head is None else _words(_first(head, "language"))
    items: dict[str, Item] = {}
    for item in map(_item, root.iter("{*}item", "{*}entry")):
        items.setdefault(item.link or item.name, item)
    return Feed(
        title="" if head is None else _title(head),
        language=language or root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        items=tuple(items.values()),
    )


def _item(node: Any) -> Item:
    title, guid = _title(node), _first(node, "guid", "id")
    link = _link(node)
    if not link and guid is not None and guid.get("isPermaLink") != "false":
        link = _words(guid) if _words(guid).startswith("http") else ""
    content = _content(_first(node, _ENCODED, "content", "description", "summary"))
    published = _first(node, "pubDate", "published", _DUBLIN_CORE + "date", "updated")
    return Item(
        name=_words(guid) or title or content[:_MAX_NAME_CHARS],
        title=title,
        link=link,
        published=find_date(_words(published)),
        author=_words(_first(node, _DUBLIN_CORE + "creator", f"author/{_ATOM}name")),
        content=content,
    )


def _link(node: Any) -> str:
    """An item's page: RSS writes it in the element, Atom beside links to other things."""
    for link in (child for name in _FORMATS for child in node.iterchildren(name + "link")):
        if link.get("rel", "alternate") == "alternate" and (
            found := one_line(link.get("href") or link.text or "")
        ):
            return found
    return ""


def _first(node: Any, *names: str) -> Any:
    """The first child of the first of these names that there is, in whatever format."""
    for name in names:
        for prefix in ("",) if name.startswith("{") else _FORMATS:
            found = node.find(prefix + name)
            if found is not None:
                return found
    return None


def _words(node: Any) -> str:
    return "" if node is None else one_line("".join(node.itertext()))


def _title(node: Any) -> str:
    """A title as plain text: many feeds put tags and entities in it, escaped once or twice."""
    return one_line(_TAG.sub("", html.unescape(_words(_first(node, "title")))))


def _content(node: Any) -> str:
    if node is None:
        return ""
    if node.get("type") == "xhtml":
        return inner_html(node)
    text = "".join(node.itertext())
    plain = node.tag.startswith(_ATOM) and node.get("type", "text") == "text"
    return f"<p>{html.escape(text)}</p>" if plain and text.strip() else text
