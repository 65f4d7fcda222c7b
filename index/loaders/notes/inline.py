"""The words of a line of Markdown, without its marks."""

from __future__ import annotations

import re
from typing import Any

from quoth.index.loaders.markup import parse_html
from quoth.index.loaders.said import is_unsaid
from quoth.index.text.raised import lowered, raised

_MAY_BE_UNSAID = re.compile(r"<(?:del|s|strike)\b|hidden|style", re.IGNORECASE)
_ELEMENT = re.compile(r"<(/?)([a-z]+)([^<>]*)>", re.IGNORECASE)


def words_of(node: Any) -> str:
    """A paragraph's or a heading's words: a link's text, the description of an image that stands alone;
    nothing struck out.
    """
    line = _Line(node)
    line.read(node)
    return line.end()


class _Line:
    """Text so far, and the element of HTML that is open and changes what its words say."""

    def __init__(self, node: Any) -> None:
        self._node = node
        self._text = ""
        self._open = ""  # "del", "sub" or "sup", and since where in the text
        self._name = ""  # the element's own, which closes it
        self._start = 0
        self._linked = False

    def read(self, node: Any) -> None:
        kind = node.type
        if kind in ("text", "code_inline"):
            self._text += str(node.content)
        elif kind in ("softbreak", "hardbreak"):
            self._text += "\n"
        elif kind == "html_inline":
            self._element(str(node.content))
        elif kind == "image" and not _is_picture(self._node):
            return
        elif kind not in ("s", "footnote_anchor", "footnote_ref"):
            self._linked |= kind == "link" and "#" in str(node.attrs.get("href", ""))
            for child in node.children:
                self.read(child)

    def end(self) -> str:
        """The words, with an element that was never closed."""
        return self._text

    def _element(self, tag: str) -> None:
        found = _ELEMENT.match(tag)
        closing, name = (found[1], found[2].lower()) if found else ("", "")
        if name == "br":
            self._text += "\n"
        elif name == "a":
            self._linked |= bool(found and "#" in found[3])
        elif closing:
            if self._open and self._name == name:
                self._close()
        elif found and not self._open and (name in ("sub", "sup") or _is_unsaid(tag)):
            self._open, self._name = name, name
            self._start, self._linked = len(self._text), False

    def _close(self) -> None:
        before, inside = self._text[: self._start], self._text[self._start :]
        if self._open == "sup":
            inside = raised(inside, before, linked=self._linked)
        elif self._open == "sub":
            inside = lowered(inside, before)
        else:
            inside = ""
        self._text, self._open = before + inside, ""


def _is_picture(node: Any) -> bool:
    """Whether a paragraph is nothing but pictures, it may be with links around them."""
    parts = [part for part in node.walk() if not part.children]
    return all(
        any(above.type == "image" for above in (part, part.parent) if above is not None)
        or not str(part.content).strip()
        for part in parts
    )


def _is_unsaid(tag: str) -> bool:
    """Whether an element's opening tag says that its words are struck out or hidden."""
    if not _MAY_BE_UNSAID.search(tag):  # fast, as a parser is not
        return False
    try:
        return any(map(is_unsaid, parse_html(tag.encode("utf-8", "replace")).iter()))
    except ValueError:
        return False
