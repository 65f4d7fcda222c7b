"""What extraction returns, in names of its own, as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

from quoth.index.loaders.blocks import Block
from quoth.index.loaders.body import blocks_of

_HTML = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "lb": "br",
    "quote": "blockquote",
}


def blocks_in(root: Any) -> Iterator[Block]:
    """The blocks of a tree of HTML, or of trafilatura's, each piece of text once."""
    for node in root.iter():
        node.tag = _HTML.get(node.tag, node.tag)
    return blocks_of(root)


def letters(text: str) -> str:
    """The letters and digits alone, so that neither spaces nor typography count."""
    return "".join(filter(str.isalnum, text.casefold()))


def with_headings(shown: list[Block], root: Any) -> list[Block]:
    """What was extracted of a page, with the headings that stand right above one of its blocks there.

    Not above the first, where the title, a byline and the name of a column stand.
    """
    if next(root.iter("h2", "h3", "h4", "h5", "h6"), None) is None:
        return [block for block in shown if block.text]
    above = {
        letters(block.text): heading
        for heading, block in pairwise(blocks_of(deepcopy(root)))
        if heading.heading and heading.text and not block.heading
    }
    found = [block for block in shown if block.text]
    kept = found[:1]
    for block in found[1:]:
        heading = above.get(letters(block.text))
        if heading and not block.heading and letters(kept[-1].text) != letters(heading.text):
            kept.append(heading)
        kept.append(block)
    return kept
