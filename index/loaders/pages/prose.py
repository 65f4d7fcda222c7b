"""All prose of a page's article, for pages of which extraction leaves most out."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.pages.blocks import blocks_in, letters
from quoth.index.loaders.pages.tree import names_of, text_size

_LEAST = 0.4
"""Of the letters of an article's prose: with fewer, extraction has failed. Of some 130 variants of
pages with six paragraphs, it fell below in one layout."""
_LEAST_PROSE = 200  # letters
_LEAST_PARAGRAPH = 40
_MARGINS = ("aside", "figure", "form", "nav")
_BESIDE = re.compile(
    r"comment|relat|recommend|teaser|share|social|newsletter|promo|advert|popular|trend|sidebar"
    r"|cookie|subscri|signup|paywall|disqus",
    re.IGNORECASE,
)


def fuller(shown: list[Block], root: Any) -> list[Block]:
    """What was extracted, or all prose in the page's article where that is much more, or where what
    was extracted is the page's words without its paragraphs.
    """
    if len(shown) == 1 and (apart := _taken_apart(shown[0], root)):
        return apart
    if sum(len(block.text) for block in shown if not block.heading) >= text_size(root) / 2:
        return shown  # which most pages need no copy to tell
    prose = _prose(root)
    there = _size(prose)
    if there < _LEAST_PROSE or _size(shown) >= _LEAST * there:
        return shown
    return prose


def _taken_apart(block: Block, root: Any) -> list[Block]:
    """The blocks of the page's article, where the one that was extracted is none of them."""
    text = letters(block.text)
    if any(text in letters(each.text) for each in blocks_in(deepcopy(root))):
        return []
    article = deepcopy(next(root.iter("article", "main", "body"), root))
    _drop_margins(article, *_MARGINS, "header", "footer", "time")
    return [each for each in blocks_in(article) if each.text]


def _prose(root: Any) -> list[Block]:
    """The headings and paragraphs of the article that has most prose, without what is beside it."""
    articles = [deepcopy(node) for node in root.iter("article", "main")]
    for article in articles:
        _drop_margins(article, *_MARGINS)
    found = (_paragraphs(article) for article in articles)
    return max(found, key=_size, default=[])


def _drop_margins(article: Any, *margins: str) -> None:
    for node in list(article.iterdescendants()):
        if node.getparent() is not None and (node.tag in margins or _BESIDE.search(names_of(node))):
            node.drop_tree()


def _paragraphs(article: Any) -> list[Block]:
    blocks = [block for block in blocks_in(article) if block.text]
    return [b for b in blocks if b.heading or len(letters(b.text)) >= _LEAST_PARAGRAPH]


def _size(blocks: list[Block]) -> int:
    return sum(len(letters(block.text)) for block in blocks if not block.heading)
