"""Strings that we did not write, made fit for a terminal: shown as they are, never obeyed."""

from __future__ import annotations

import regex
from textual.content import Content
from textual.style import Style

_SEQUENCES = regex.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
_LINE_ENDS = regex.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = regex.compile(
    r"(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u3164\uffa0\U000e0100-\U000e01ef]"
)
_FLOOD = regex.compile(r"(\p{M}{4})\p{M}+|([\u200c\u200d])[\u200c\u200d]+")


def plain(text: str) -> str:
    """The text without terminal sequences, controls, bidi overrides and floods of marks."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", _SEQUENCES.sub("", text)).replace("\t", "    ")
    return _FLOOD.sub(r"\1\2", _UNSEEN.sub("", text))


def terminal_line(text: str) -> str:
    """`plain`, with every run of white space as one space."""
    return " ".join(plain(text).split())


def literal(text: str, style: str | Style = "") -> Content:
    """The text as Textual shows it letter for letter, without reading markup in it."""
    return Content.styled(plain(text), style) if style else Content(plain(text))
