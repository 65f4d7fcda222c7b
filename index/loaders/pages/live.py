"""Live blogs: entries in the page's order, each under its hour."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.pages.tree import BESIDE, names_of, text_size

_LIVE = re.compile(
    r"live-?(?:blog|ticker|text|feed|post|entr|updat|stream|center|event)|minute-?by|minuto-?a|timeline",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_HOUR_ALONE = re.compile(
    r"\W*\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?:\s?(?:[ap]\.?m\.?|uhr|h|[A-Z]{2,4}))?\W*",
    re.IGNORECASE,
)
_LONGEST_HOUR = 16  # characters
_STAMPED = re.compile(r"T(\d{2}:\d{2})")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BESIDE = ("aside", "footer", "form", "nav")
_FEWEST, _FEWEST_UNNAMED = 2, 3
_LEAST_PROSE = 40  # characters of an entry
_LEAST_SHARE = 0.5  # of an article's text, that the entries are


def blocks(root: Any) -> list[Block]:
    """The blocks of a page that is a live blog; none of one that is not."""
    if not is_live(root):
        return []
    page = deepcopy(root)
    entries = _entries(page)
    container = _container(entries)
    for entry in entries:
        _put_hour(entry)
    for node in list(container.iter(*_BESIDE)):
        if node is not container:
            node.drop_tree()
    return list(blocks_of(container))


def is_live(root: Any) -> bool:
    """Whether a page is a live blog."""
    return len(_entries(root)) >= _FEWEST


def _entries(page: Any) -> list[Any]:
    marked = [node for node in page.iter() if node.get("itemprop") == "liveBlogUpdate"]
    if marked:
        return marked
    hours = [node for node in page.iter() if _is_hour(node)]
    if len(hours) < _FEWEST:
        return []
    children: dict[Any, list[Any]] = {}
    seen: set[Any] = set()
    for node in hours:
        while (parent := node.getparent()) is not None and node not in seen:
            seen.add(node)
            children.setdefault(parent, []).append(node)
            node = parent
    for container, entries in children.items():
        if len(entries) >= _FEWEST and _are_of_live(container, entries):
            return entries
    return []


def _is_hour(node: Any) -> bool:
    if node.tag == "time":
        return True
    text = (node.text or "").strip()
    return 0 < len(text) <= _LONGEST_HOUR and text[-1] > " " and bool(_HOUR_ALONE.fullmatch(text))


def _are_of_live(container: Any, entries: list[Any]) -> bool:
    """Whether parts of a page that each have a time are the entries of a live blog: what holds them is
    called one, or they are most of the article, each with its hour and prose.
    """
    around = (container, *container.iterancestors())
    if container.tag in ("div", "section", "ol", "ul", "article") and _LIVE.search(
        names_of(container)
    ):
        return True
    if len(entries) < _FEWEST_UNNAMED or any(BESIDE.search(names_of(node)) for node in around):
        return False
    if any(_hour_of(entry) == "" or _prose(entry) < _LEAST_PROSE for entry in entries):
        return False
    article = next((n for n in around if n.tag in ("article", "main")), None)
    if article is None or next(article.iter("h1"), None) is None:
        return False
    return sum(map(text_size, entries)) >= _LEAST_SHARE * text_size(article)


def _prose(entry: Any) -> int:
    return sum(len(node.text_content()) for node in entry.iter("p"))


def _hour_of(entry: Any) -> str:
    """The hour that an entry shows, before its text."""
    mark = next(filter(_is_hour, entry.iter()), None)
    found = _HOUR.search(mark.text_content()) if mark is not None else None
    return found[0] if found else ""


def _container(entries: list[Any]) -> Any:
    """The article that the entries are in, or the element right around them."""
    around = list(entries[0].getparent().iterancestors("article", "main"))
    parent = entries[0].getparent()
    return parent if parent.tag in ("article", "main") else (around or [parent])[0]


def _put_hour(entry: Any) -> None:
    """The hour of an entry in front of its heading, or of its first words."""
    mark = next(filter(_is_hour, entry.iter()), None)
    if mark is None or mark is entry:
        return
    written = _HOUR.search(mark.text_content()) or _STAMPED.search(mark.get("datetime", ""))
    hour = written[written.lastindex or 0] if written else ""
    mark.drop_tree()
    head = next(entry.iter(*_HEADINGS), None)
    if head is None:
        head = next((node for node in entry.iter("p") if node.text_content().strip()), entry)
    head.text = f"{hour} {head.text or ''}".strip() if hour else head.text
