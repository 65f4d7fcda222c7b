"""The day on which a page's article appeared, never that of something beside it."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Any

from quoth.index.loaders.pages.tree import names_of
from quoth.index.loaders.wire import published_in, tells_change
from quoth.index.text.dates import find_date

_EARLIEST = 1500  # an earlier year is of another calendar, unless its century is told
_BUDDHIST = 543  # years that Thailand counts more
_BESIDE = re.compile(
    r"comment|relat|recommend|teaser|ticker|most-?(?:read|viewed|popular)|popular|trend|sidebar"
    r"|footer|copyright|newsletter|promo|latest|disqus|weather|widget|calendar|\bevent",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi|pubdate|created|issued", re.IGNORECASE)
_CHANGED = re.compile(r"modif|updat", re.IGNORECASE)
_LONGEST_LABEL = 40  # characters before a time that say what it is the time of
_LONGEST_LINE = 120  # characters of a byline; longer is prose
_WORD = re.compile(r"\w+")
_SENTENCE_WORDS, _SENTENCE_ENDS = 5, ".!?…。۔।"  # what a line without its time may be
_MOST_PARTS = 12  # elements in a line
_MOST_LINES = 200  # with figures in them, from the top
_ELSEWHERE = ("footer", "nav", "aside")
_STATED = (
    "article:published_time", "og:published_time", "article:published", "datepublished",
    "publication_date", "publishdate", "publish-date", "pubdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "sailthru.date", "parsely-pub-date", "citation_date",
    "citation_publication_date", "article.published", "date_published", "dc.date", "date",
)  # fmt: skip


def day_of(text: str) -> date | None:
    """The day that a text states, if an article can have appeared then."""
    day = find_date(text)
    return day if day and day.year >= _EARLIEST else None


def date_of(root: Any) -> date | None:
    """The day that a page, or an article in it, states as that of its publication."""
    day = _in_head(root) or _in_text(root)
    if day and day.year >= _BUDDHIST + _EARLIEST and _language(root) == "th":
        return day.replace(year=day.year - _BUDDHIST)
    return day


def _language(root: Any) -> str:
    around = (node.get("lang", "") for node in (root, *root.iterancestors()))
    return next(filter(None, around), "").lower().partition("-")[0]


def _in_head(root: Any) -> date | None:
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        said.setdefault(name.lower(), meta.get("content", ""))
    return next((day for name in _STATED if (day := day_of(said.get(name, "")))), None)


def _in_text(root: Any) -> date | None:
    """What the article's own elements state: that it was published counts before any other time."""
    times = [node for node in root.iter() if _states_time(node) and not _is_in_prose(node)]
    margins = {node for node in root.iter() if _is_margin(node)} if times else set()
    own = [node for node in times if not _is_beside(node, margins)]
    own.sort(key=_tells_change)
    for node in [node for node in own if _is_published(node)] or _about(root, own):
        stated = (node.get("datetime"), node.get("content"), node.get("title"))
        for text in (*stated, node.text_content()[:_LONGEST_LINE]):
            if day := day_of(text or ""):
                return day
    return _guessed(root)


def _about(root: Any, times: list[Any]) -> list[Any]:
    """The times that stand where the headline does, if it stands in an article: not in the page's head,
    and not in another article.
    """
    for kind in ("main", "article"):
        for part in root.iter(kind):
            if part is not root and next(part.iter("h1"), None) is not None:
                inside = set(part.iter())
                return [n for n in times if n in inside and not _is_in_another(n, part)]
    return times


def _is_in_another(node: Any, part: Any) -> bool:
    """Whether a time of a part with the headline stands in an article of it that has none."""
    articles = [one for one in node.iterancestors("article") if one is not part]
    inner = next(iter(articles), None)
    if inner is None or inner in part.iterancestors():
        return False
    return next(inner.iter("h1"), None) is None


def _tells_change(node: Any) -> bool:
    previous = node.getprevious()
    if previous is None:
        label = node.getparent().text or ""
    else:
        label = f"{previous.text_content()[-_LONGEST_LABEL:]} {previous.tail or ''}"
    return tells_change(label[-_LONGEST_LABEL:])


def _states_time(node: Any) -> bool:
    return node.tag == "time" or "date" in (node.get("itemprop") or "").lower()


def _is_published(node: Any) -> bool:
    said = f"{node.get('itemprop', '')} {names_of(node)} {'pubdate' * ('pubdate' in node.attrib)}"
    return bool(_PUBLISHED.search(said))


def _is_beside(node: Any, margins: set[Any]) -> bool:
    """Whether a time is that of a change, or of something around the article."""
    if _CHANGED.search(f"{node.get('itemprop', '')} {names_of(node)}"):
        return True
    return any(part in margins for part in (node, *node.iterancestors()))


def _is_margin(node: Any) -> bool:
    """Whether it is a part of the page that belongs to no article; one with a headline may."""
    if node.tag in ("html", "body", "head"):
        return False
    named = node.tag in _ELSEWHERE or _BESIDE.search(names_of(node))
    return bool(named) and next(node.iter("h1"), None) is None


def _is_in_prose(node: Any) -> bool:
    """Whether a time stands in a sentence of the text, which may tell of any day."""
    block = next(node.iterancestors("p", "li", "td", "blockquote"), None)
    if block is None:
        return False
    text = str(block.text_content())
    if len(text) > _LONGEST_LINE:
        return True
    return _is_sentence(text.replace(node.text_content(), " "))


def _is_sentence(text: str) -> bool:
    words = list(_WORD.finditer(text))
    if len(words) < _SENTENCE_WORDS:
        return False
    mark = text[words[-1].end() :][:1]
    return bool(mark) and mark in _SENTENCE_ENDS


def _guessed(root: Any) -> date | None:
    """From a page that marks no time of its own: by its address and bylines, without its margins."""
    from htmldate import find_date as find_in_page

    page = deepcopy(root)
    for node in list(page.iter()):
        if node.getparent() is not None and (
            _is_margin(node) or _states_time(node) or _is_changed(node)
        ):
            node.drop_tree()
    if day := _labelled(page):
        return day
    found = find_in_page(page, extensive_search=False, original_date=True, min_date="1500-01-01")
    return day_of(found or "")


def _labelled(page: Any) -> date | None:
    """The day that a line of the page says to be that of publication, beside days of changes."""
    nodes = page.iter("p", "div", "span", "li", "header")
    lines = (text for node in nodes if len(node) <= _MOST_PARTS and (text := _line(node)))
    days = map(published_in, islice(lines, _MOST_LINES))
    day = next(filter(None, days), None)
    return day if day and day.year >= _EARLIEST else None


def _line(node: Any) -> str:
    """An element's text where it is short enough for a line and has figures, else nothing."""
    pieces: list[str] = []
    length = 0
    for text in node.itertext():
        pieces.append(text)
        length += len(text)
        if length > _LONGEST_LINE:
            return ""
    line = " ".join("".join(pieces).split())
    return line if any(map(str.isdigit, line)) else ""


def _is_changed(node: Any) -> bool:
    """Whether it is a statement of the head on when the page was changed."""
    name = node.get("property") or node.get("name") or node.get("http-equiv") or ""
    return node.tag == "meta" and bool(_CHANGED.search(name))
