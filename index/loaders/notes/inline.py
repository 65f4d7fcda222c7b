"""The words of a line of Markdown, without its marks."""

from __future__ import annotations

import re
from typing import Any

from quoth.index.text.raised import lowered, raised

_ELEMENT = re.compile(r"<(/?)([a-z]+)([^<>]*)>", re.IGNORECASE)
_UNSAID = ("del", "s", "strike")


def words_of(node: Any) -> str:
    """A paragraph's or a heading's words: a link's text, an image's description; nothing struck out."""
    line = _Line()
    line.read(node)
    return line.end()


class _Line:
    """Text so far, and the element of HTML that is open and changes what its words say."""

    def __init__(self) -> None:
        self._text = ""
        self._open = ""  # "del", "sub" or "sup", and since where in the text
        self._start = 0
        self._linked = False

    def read(self, node: Any) -> None:
        if node.type in ("text", "code_inline"):
            self._text += str(node.content)
        elif node.type in ("softbreak", "hardbreak"):
            self._text += "\n"
        elif node.type == "html_inline":
            self._element(str(node.content))
        elif node.type not in ("s", "footnote_anchor", "footnote_ref"):
            self._linked |= node.type == "link" and "#" in str(node.attrs.get("href", ""))
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
        elif name in ("sub", "sup", *_UNSAID):
            if closing and self._open == name:
                self._close()
            elif not closing and not self._open:
                self._open, self._start, self._linked = name, len(self._text), False

    def _close(self) -> None:
        before, inside = self._text[: self._start], self._text[self._start :]
        if self._open == "sup":
            inside = raised(inside, before, linked=self._linked)
        elif self._open == "sub":
            inside = lowered(inside, before)
        else:
            inside = ""
        self._text, self._open = before + inside, ""
