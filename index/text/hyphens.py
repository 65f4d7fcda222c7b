"""Words cut at the ends of lines, as print cut them, made whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from quoth.index.text.language import language_of
from quoth.index.text.months import conjunctions_of

_CUT = re.compile(
    r"(?<=[^\W\d_]{2})(?:([-=\u2010\u2e17¬\u00ad])[ \t]*\r?\n[ \t]*|([-\u2010\u2e17¬\u00ad])[ \t]+)(?=[^\W\d_])"
)
_MAY_CUT = re.compile(r"[-=\u2010\u2e17¬\u00ad][ \t\r\n]")  # fast, as `_CUT` is not
_PART_BEFORE = re.compile(r"(?P<chain>[-\u2010]?)(?P<part>[^\W\d_]{2,40})\Z")
_PART_AFTER = re.compile(r"(?P<part>[^\W\d_]{1,40})(?P<chain>[-\u2010]?)")
_PARTS = re.compile(r"[^\W\d_]{1,40}[-=\u2010\u2e17¬\u00ad][ \t]*\r?\n[ \t]*[^\W\d_]{1,40}")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ENDS_CUT = re.compile(r"[^\W\d_]{2}[-=\u2010\u2e17¬\u00ad]\Z")
_ENDS_RANGE = re.compile(r"\d[-\u2010–]\Z")
_LEAST_PART = 3  # letters of the words in a compound; in-to and be-come are none
_LEAST_CONJUNCTION = 3
_FARTHEST = 50  # characters on either side of a cut that are looked at


class KnownWords:
    """The words of a text tell which of its words print has cut, and which have a hyphen anyway."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        whole = _PARTS.sub(" ", self._text)
        return frozenset(word.casefold() for word in _WORD.findall(whole))

    @cached_property
    def _own_conjunctions(self) -> frozenset[str]:
        return conjunctions_of(language_of(self._text))

    def join_cut(self, text: str) -> str:
        """The text with the words whole that a hyphen, a soft or a double one (⸗, =) or a not sign cuts
        at a line's end.

        A hyphen that the word has anyway stays: the words have it so elsewhere, or both its parts
        and never the whole.
        """

        def joined(cut: re.Match[str]) -> str:
            before = text[max(0, cut.start() - _FARTHEST) : cut.start()]
            after = text[cut.end() : cut.end() + _FARTHEST]
            if cut[2] and cut[2] not in "¬\u00ad":  # within a line a hyphen may hang: Vor- und
                return "" if self._is_whole(before, after) else cut[0]
            seam = self._seam(before, cut[1] or cut[2], after)
            return cut[0] if seam is None else seam

        return _CUT.sub(joined, text)

    def join_lines(self, line: str, following: str) -> str:
        """Two lines of a paragraph as one: a space between them, or none in a word that was cut, in
        a range of numbers, and in scripts without spaces.
        """
        if not line or not following:
            return line + following
        if _ENDS_CUT.search(line):
            seam = self._seam(line[-_FARTHEST:-1], line[-1], following[:_FARTHEST])
            if seam is not None:
                return line[:-1] + seam + following
        if line[-1] == "\u00ad":
            line = f"{line[:-1]}-"
        is_range = following[0].isdigit() and bool(_ENDS_RANGE.search(line))
        return line + ("" if is_range or _is_solid(line[-1], following[0]) else " ") + following

    def _is_whole(self, before: str, after: str) -> bool:
        start, end = _PART_BEFORE.search(before), _PART_AFTER.match(after)
        if start is None or end is None or not end["part"][0].islower():
            return False
        return (start["part"] + end["part"]).casefold() in self._words

    def _seam(self, before: str, sign: str, after: str) -> str | None:
        """What stands between the parts of a word that is cut; None where none is."""
        start, end = _PART_BEFORE.search(before), _PART_AFTER.match(after)
        if start is None or end is None:
            return None
        if sign in "¬\u00ad":
            return ""
        first, second = start["part"], end["part"]
        if second[0].isupper() and not (first + second).isupper():
            return "-" if first[0].isupper() else None
        if not (second[0].islower() or second[0].isupper()):
            return None
        return self._hyphen(first.casefold(), second.casefold(), start["chain"], end["chain"])

    def _hyphen(self, first: str, second: str, chained_before: str, chained_after: str) -> str:
        words = self._words
        if f"{first}-{second}" in words or chained_after:
            return "-"
        if first + second in words:
            return ""
        if len(second) >= _LEAST_CONJUNCTION and (
            second in conjunctions_of("")
            and (second in words or second in self._own_conjunctions)  # slow, and rare
        ):
            return "- "  # Vor- und Nachteile
        known = second in words and (first in words or bool(chained_before))
        return "-" if known and min(len(first), len(second)) >= _LEAST_PART else ""


def join_cut_words(text: str) -> str:
    """The text with its cut words whole, as its other words tell."""
    return joined_in_all([text])[0]


def joined_in_all(texts: Sequence[str]) -> Sequence[str]:
    """The texts with their cut words whole, as the words of all of them tell."""
    if not any(map(_MAY_CUT.search, texts)):
        return texts
    known = KnownWords("\n".join(texts))
    return [known.join_cut(text) for text in texts]


def _is_solid(before: str, after: str) -> bool:
    """Whether two characters stand together without a space, as in Chinese and Japanese."""

    def is_wide(character: str) -> bool:
        wide = unicodedata.east_asian_width(character) in "WF"
        return wide and "HANGUL" not in unicodedata.name(character, "")

    return is_wide(before) and is_wide(after) and not unicodedata.combining(after)
