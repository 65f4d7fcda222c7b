"""Live blogs: entries in the page's order, each under its hour."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.pages.tree import names_of

_LIVE = re.compile(r"live-?blog", re.IGNORECASE)
_HOUR = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_STAMPED = re.compile(r"T(\d{2}:\d{2})")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BESIDE = ("aside", "footer", "form", "nav")
_FEWEST = 2


def blocks(root: Any) -> list[Block]:
    """The blocks of a page that is a live blog; none of one that is not."""
    if not is_live(root):
        return []
    page = deepcopy(root)
    entries = _entries(page)
    container = _container(entries)
    for node in list(container.iter(*_BESIDE)):
        if node is not container:
            node.drop_tree()
    for entry in entries:
        _put_hour(entry)
    return list(blocks_of(container))


def is_live(root: Any) -> bool:
    """Whether a page is a live blog."""
    return len(_entries(root)) >= _FEWEST


def _entries(page: Any) -> list[Any]:
    marked = [node for node in page.iter() if node.get("itemprop") == "liveBlogUpdate"]
    if marked:
        return marked
    for node in page.iter("div", "section", "ol", "ul", "article"):
        if _LIVE.search(names_of(node)):
            timed = [child for child in node if next(child.iter("time"), None) is not None]
            if len(timed) >= _FEWEST:
                return timed
    return []


def _container(entries: list[Any]) -> Any:
    """The article that the entries are in, or the element right around them."""
    around = list(entries[0].iterancestors("article", "main"))
    return around[0] if around else entries[0].getparent()


def _put_hour(entry: Any) -> None:
    """The hour of an entry in front of its heading, or of its first words."""
    time = next(entry.iter("time"), None)
    if time is None:
        return
    written = _HOUR.search(time.text_content()) or _STAMPED.search(time.get("datetime", ""))
    hour = written[written.lastindex or 0] if written else ""
    time.drop_tree()
    head = next(entry.iter(*_HEADINGS), None)
    if head is None:
        head = next((node for node in entry.iter("p") if node.text_content().strip()), entry)
    head.text = f"{hour} {head.text or ''}".strip() if hour else head.text
