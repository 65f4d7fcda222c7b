"""The words under a page's pictures, as paragraphs of their own: extraction leaves pictures out."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from quoth.index.loaders.pages.tree import BESIDE, names_of

_CAPTION = re.compile(r"caption|bildunterschrift|l[eé]gende?\b|didascalia", re.IGNORECASE)
_WORDS = (
    "caption",
    "bildunterschrift",
    "legend",
    "légend",
    "didascalia",
)  # one of which is in each
_ELEMENTS = ("figcaption", "p", "div", "span", "dd", "small")
_ELSEWHERE = ("a", "aside", "footer", "form", "nav")
_INLINE = ("a", "b", "em", "i", "p", "picture", "small", "span", "strong")
_FEWEST_WORDS = 3  # a credit alone has fewer
_LONGEST = 1000  # characters; a longer one is no caption


def may_have_captions(page: str) -> bool:
    """Whether the source of a page may name one, which is fast to tell."""
    lowered = page.lower()
    return any(word in lowered for word in _WORDS)


def keep_captions(root: Any) -> None:
    """Change the tree in place: put each caption of the article's pictures into a paragraph after its
    picture. Those of cards that lead to other articles stay where they are.
    """
    found = [node for node in root.iter(*_ELEMENTS) if _is_caption(node)]
    held = set(found)
    for node in found:
        if not any(part in held for part in node.iterdescendants()):
            _put_behind(node)


def _is_caption(node: Any) -> bool:
    if node.tag != "figcaption" and not _CAPTION.search(names_of(node)):
        return False
    return not any(
        part.tag in _ELSEWHERE or BESIDE.search(names_of(part)) for part in node.iterancestors()
    )


def _put_behind(node: Any) -> None:
    text = " ".join(node.text_content().split())
    holder = _picture_of(node)
    if holder is None or len(text.split()) < _FEWEST_WORDS or len(text) > _LONGEST:
        return
    paragraph = etree.SubElement(holder.getparent(), "p")
    paragraph.text = text
    holder.addnext(paragraph)
    node.drop_tree()


def _picture_of(node: Any) -> Any:
    """The outermost element that is a picture with its caption; None where a page is all there is."""
    holder = node
    for part in node.iterancestors():
        if part.tag == "figure" or _CAPTION.search(names_of(part)):
            holder = part
    while holder.getparent() is not None and holder.getparent().tag in _INLINE:
        holder = holder.getparent()
    return holder if holder.getparent() is not None else None
