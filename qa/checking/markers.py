"""Citation markers as models write them -> numbers; what is left is the bare text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN, _CLOSE = r"[\[【［〔]", r"[\]】］〕]"
_WORD = (
    r"(?:\^|§|#|n[°o]\.?|(?:passage|source|extrait|quelle|fuente|article|ref|citation|doc)s?\.?:?)"
)
_NUMBERS = r"\d+(?:\s*(?:,|;|、|،|&|/|-|–|—|and|et|und|y)\s*(?:\^|#)?\d+)*"
_MARKER = re.compile(
    # [1], [1, 2], [[1]], ([1]), 【1†source】, ［１］, [^1], [passage 1]
    rf"(?P<round>\()?{_OPEN}{{1,3}}\s*(?:{_WORD}\s*)?(?P<whole>{_NUMBERS})\s*(?:[†:|][^\[\]【】\n]{{0,80}})?"
    rf"(?:{_CLOSE}{{1,3}}(?(round)\))(?!\()|(?=[\s.,;!?]|$))",  # the last: one that was never closed
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<!\d)(\d+)\s*[-–—]\s*(\d+)")
_EMPTY = re.compile(
    r"(?<!\s)\s*\(\s*(?:(?:see|cf\.?|voir|siehe|vgl\.?|véase|ver)\s*)?\)", re.IGNORECASE
)
_GAP = re.compile(r"(?<!\s)\s{3,}(?=[.,;:!?…。؟)\]»”])")
_BEFORE_STOP = re.compile(r"(?<!\s)\s+(?=[.,](?:\s|$))")
_UNENDED = re.compile(rf"{_OPEN}[^\[\]【】［］]{{0,40}}$")
_MAX_DIGITS = 9  # digits of a number worth reading
_MAX_RANGE = 10  # numbers that a range may stand for


@dataclass(frozen=True, slots=True)
class Marker:
    """`numbers` as they were written, none of them known to be any passage's; `at` is its offset."""

    numbers: tuple[int, ...]
    at: int


def blank_markers(text: str) -> tuple[str, list[Marker]]:
    """The text with spaces in place of its markers, so that offsets stay, and the markers."""
    markers = [Marker(_numbers(match["whole"]), match.start()) for match in _MARKER.finditer(text)]
    return _MARKER.sub(lambda match: " " * len(match[0]), text), markers


def close_up(text: str) -> str:
    """Blanked text on one line: "high     ." is "high." again."""
    text = _EMPTY.sub(" ", _GAP.sub("", text))
    return " ".join(_BEFORE_STOP.sub("", text).split())


def without_unended(text: str) -> str:
    """The text up to a bracket that may yet become a marker."""
    return _UNENDED.sub("", text)


def _numbers(written: str) -> tuple[int, ...]:
    found: list[int] = []
    for match in _RANGE.finditer(written):
        if max(map(len, match.groups())) <= _MAX_DIGITS:
            first, last = int(match[1]), int(match[2])
            if first < last <= first + _MAX_RANGE:
                found.extend(range(first, last + 1))
    found.extend(int(n) for n in re.findall(r"\d+", written) if len(n) <= _MAX_DIGITS)
    return tuple(dict.fromkeys(found))
