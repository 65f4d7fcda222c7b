"""What a page says, of all that its source holds: no struck-out or hidden words, raised figures as
characters of their own.
"""

from __future__ import annotations

import re
from typing import Any

from quoth.index.loaders.markup import local_name
from quoth.index.text.raised import lowered, raised

_STRUCK = frozenset("del s strike".split())
_LINE_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;]*\bline-through\b", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<!-)\bcolor\s*:\s*transparent|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?![\d.])|(?:opacity|max-height)\s*:\s*0(?:\.0+)?(?![\d.])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)


def settle(root: Any) -> None:
    """Change a page so that it holds only what it says: take out the struck-out and hidden parts,
    and write raised and lowered figures so that they run into no number.
    """
    for node in list(root.iterdescendants("{*}*")):
        if is_unsaid(node):
            node.clear(keep_tail=True)
        elif (name := local_name(node)) in ("sub", "sup"):
            text, before = "".join(node.itertext()), _text_before(node)
            linked = _is_linked(node)
            written = (
                raised(text, before, linked=linked) if name == "sup" else lowered(text, before)
            )
            node.clear(keep_tail=True)
            node.text = written


def is_unsaid(node: Any) -> bool:
    """Whether an element's words are struck out, or hidden by its own attributes."""
    style = node.get("style", "")
    if local_name(node) in _STRUCK or "hidden" in node.attrib:
        return True
    return bool(style and (_HIDDEN.search(style) or _LINE_THROUGH.search(style)))


def _text_before(node: Any) -> str:
    """The text that stands directly before an element."""
    previous = node.getprevious()
    if previous is None:
        parent = node.getparent()
        text = parent.text or ""
        return text or (_text_before(parent) if _is_inline(parent) else "")
    return previous.tail or "".join(previous.itertext())


def _is_inline(node: Any) -> bool:
    return node.getparent() is not None and local_name(node) in (
        "a",
        "b",
        "em",
        "i",
        "span",
        "strong",
    )


def _is_linked(node: Any) -> bool:
    """Whether a raised figure leads to a note: the link stands in it or around it."""
    links = [*node.iter("{*}a"), node.getparent()]
    return any(local_name(link) == "a" and "#" in link.get("href", "") for link in links)
