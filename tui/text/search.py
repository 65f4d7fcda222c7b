"""Where words stand in a text of any length, without case and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

from quoth.index.articles import Span

_PIECE_CHARS = 100_000  # characters folded at once: a long call holds Python's lock
MAX_MATCHES = 10_000


def find_all(text: str, wanted: str, stopped: Callable[[], bool] = lambda: False) -> list[Span]:
    """The places of `wanted`, in order, not overlapping, at most MAX_MATCHES of them.

    White space stands for any white space. Not all are there when `stopped` came to say True.
    """
    sought = " ".join(_flat(wanted).split())
    found: list[Span] = []
    carried = len(sought) - 1  # a match may lie across the border of two pieces
    start = 0
    while sought and start < len(text) and len(found) < MAX_MATCHES and not stopped():
        piece = _flat(text[start : start + _PIECE_CHARS + carried])
        at = piece.find(sought, max(0, found[-1].end - start) if found else 0)
        while at >= 0 and at < _PIECE_CHARS and len(found) < MAX_MATCHES:
            found.append(Span(start + at, start + at + len(sought)))
            at = piece.find(sought, at + len(sought))
        start += _PIECE_CHARS
    return found


def _flat(text: str) -> str:
    """As many characters, each folded by itself, so that offsets stay what they are."""
    if text.isascii():
        return text.lower().translate(_SPACES)
    return text.translate({ord(character): _folded(character) for character in set(text)})


_SPACES = {ord(character): " " for character in "\n\t\r"}


@cache
def _folded(character: str) -> str:
    if character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character)[0].casefold()
    return base if len(base) == 1 else character
