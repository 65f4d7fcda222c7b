"""Pages that hold one article after the other, as they come when a reader scrolls."""

from __future__ import annotations

from typing import Any

from quoth.index.loaders.pages.live import is_live
from quoth.index.loaders.wire import states_facts

_LEAST = 200  # characters of prose in an article; a card that points to one has fewer
_LEAST_IN_PARAGRAPH = 40
_HEADLINES = ("h1", "h2", "h3")
_ABOVE = ("header", "nav", "footer")  # where a page has its own name
_LONGEST_LINE = 120  # characters of a line that says by whom an article is and of which day


def split(root: Any) -> list[Any]:
    """The page with its first article, and those that follow it, taken out of the page."""
    whole = [
        node
        for node in root.iter("article")
        if next(node.iterancestors("article"), None) is None and _is_whole(node)
    ]
    if len(whole) < 2:
        whole = _alike(root)
    for node in whole[1:]:
        node.drop_tree()
    return [root, *whole[1:]]


def title_of(article: Any) -> str:
    """The words of an article's headline."""
    return " ".join(next(article.iter(*_HEADLINES)).text_content().split())


def _is_whole(article: Any) -> bool:
    return _has_prose(article) and next(article.iter("h1"), None) is not None


def _has_prose(article: Any) -> bool:
    sizes = [len(node.text_content()) for node in article.iter("p")]
    return sum(size for size in sizes if size >= _LEAST_IN_PARAGRAPH) >= _LEAST


def _alike(root: Any) -> list[Any]:
    """Elements side by side that each have a headline, prose, and an author or day of their own, on a
    page without a headline over all of them; none where they are the entries of one article.
    """
    groups: dict[tuple[Any, str, str], list[Any]] = {}
    seen: set[Any] = set()
    for head in root.iter(*_HEADLINES):
        for node in head.iterancestors("article", "section", "div"):
            if node in seen:
                break
            seen.add(node)
            key = (node.getparent(), node.tag, node.get("class", ""))
            groups.setdefault(key, []).append(node)
    several = (nodes for nodes in groups.values() if len(nodes) > 1)
    whole = [[node for node in nodes if _stands_alone(node)] for nodes in several]
    best = max(whole, key=len, default=[])
    return best if len(best) > 1 and not _has_headline(root, best) and not is_live(root) else []


def _stands_alone(node: Any) -> bool:
    if not _has_prose(node):
        return False
    head = next(node.iter(*_HEADLINES))
    for part in node.iter("p", "time"):
        if part.tag == "p" and len(part.text_content()) >= _LONGEST_LINE:
            break
        if part.tag == "time" or states_facts(" ".join(part.text_content().split())):
            return bool(head.text_content().strip())
    return False


def _has_headline(root: Any, parts: list[Any]) -> bool:
    """Whether a headline stands over articles, outside what names the page."""
    inside = set(parts)
    return any(
        inside.isdisjoint(head.iterancestors()) and next(head.iterancestors(*_ABOVE), None) is None
        for head in root.iter("h1")
    )
