"""Pages that hold one article after the other, as they come when a reader scrolls."""

from __future__ import annotations

from typing import Any

_LEAST = 200  # characters of prose in an article; a card that points to one has fewer
_LEAST_IN_PARAGRAPH = 40


def split(root: Any) -> list[Any]:
    """The page with its first article, and those that follow it, taken out of the page."""
    whole = [
        node
        for node in root.iter("article")
        if next(node.iterancestors("article"), None) is None and _is_whole(node)
    ]
    for node in whole[1:]:
        node.drop_tree()
    return [root, *whole[1:]]


def title_of(article: Any) -> str:
    return " ".join(next(article.iter("h1")).text_content().split())


def _is_whole(article: Any) -> bool:
    sizes = [len(node.text_content()) for node in article.iter("p")]
    prose = sum(size for size in sizes if size >= _LEAST_IN_PARAGRAPH)
    return prose >= _LEAST and next(article.iter("h1"), None) is not None
