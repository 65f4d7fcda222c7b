"""Strings that we did not write, made fit for a terminal: shown as they are, never obeyed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

if TYPE_CHECKING:
    import regex

# Letters without marks, punctuation and signs: what nearly every line consists of.
_HARMLESS = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u27bf]*"
)
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def plain(text: str) -> str:
    """The text without terminal sequences, controls, bidi overrides and floods of marks."""
    if _HARMLESS.fullmatch(text):
        return text
    unseen, flood = _by_unicode()
    text = _LINE_ENDS.sub("\n", _SEQUENCES.sub("", text)).replace("\t", "    ")
    return flood.sub(r"\1\2", unseen.sub("", text))


@cache
def _by_unicode() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What is not seen, and floods of marks. The first picture of the app comes without them."""
    import regex

    return (
        regex.compile(
            r"(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}"
            r"\u034f\u115f\u1160\u3164\uffa0\U000e0100-\U000e01ef]"
        ),
        regex.compile(r"(\p{M}{4})\p{M}+|([\u200c\u200d])[\u200c\u200d]+"),
    )


def terminal_line(text: str) -> str:
    """`plain`, with every run of white space as one space."""
    return " ".join(plain(text).split())


def literal(text: str, style: str | Style = "") -> Content:
    """The text as Textual shows it letter for letter, without reading markup in it."""
    return Content.styled(plain(text), style) if style else Content(plain(text))
