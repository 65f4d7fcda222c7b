"""Shares in words: "a third of", "three in four", "zwei Fünftel" -> per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FRACTIONS = {
    share: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for share, words in {
        "75": r"three[- ]quarters|trois quarts|tres cuartos|drei viertel|ثلاثة أرباع",
        "66.7": r"two[- ]thirds|deux tiers|dos (?:tercios|terceras partes)|zwei drittel|(?:ال)?ثلث(?:ي|ا)",
        "50": r"(?<!and a )(?<!first )(?<!second )half(?![-\w]| an? )|moitié|mitad|hälfte|(?:ال)?نصف",
        "33.3": r"(?:one|a) third|(?:un|le|du|au) tiers(?![- ]monde)|(?:un|el|del) tercio"
        r"|(?:una|la) tercera parte|\w+ drittel|(?:ال)?ثلث",
        "25": r"(?:one|a) quarter|(?:un|le|du|au) quart|(?:una|la) cuarta parte|\w+ viertel|(?:ال)?ربع",
    }.items()
}
"""Shares in words -> per cent."""
_OF_TENTHS = re.compile(  # once number words are digits: "2 5ths", "3 10èmes"
    r"(?<![\w.,])(?P<count>[2-9])\s(?P<parts>\d{1,2})(?:ths|rds|(?:[èe]me|º|ª|[oa])s?)\b(?:\spartes)?"
)
_TEL = re.compile(r"\b(?:(?P<count>\w+)\s)?(?P<parts>\w{3,12}?)s?tel\b")
_OF_SO_MANY = re.compile(
    r"(?<![\w.,])(?P<count>\d+|one|une?|uno|una|eine[rs]?|واحد)\s(?:[^\W\d_]+\s){0,2}?"
    r"(?:in(?: every)?|out of(?: every)?|sur|de cada|von|من (?:كل|أصل))\s(?P<parts>\d{1,4})\b"
    r"(?![.,:%]?\d|\s?%)",
    re.IGNORECASE,
)
_MAX_PARTS = 1000


def shares_in_words(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with bars in place of its shares in words, and (as written, per cent) each."""
    found: list[tuple[str, str]] = []
    for share, pattern in _FRACTIONS.items():
        found += ((match[0], share) for match in pattern.finditer(text))
        text = pattern.sub(lambda match: "|" * len(match[0]), text)
    return text, found


def shares_in_digits(text: str, language: str) -> Iterator[tuple[re.Match[str], str]]:
    """The shares of a text whose number words are digits, (match, per cent) each."""
    for pattern in (_OF_TENTHS, _OF_SO_MANY):
        for match in pattern.finditer(text):
            count = int(match["count"]) if match["count"].isdigit() else 1
            parts = int(match["parts"])
            if 2 < parts <= _MAX_PARTS and count < parts:
                yield match, _per_cent(count, parts)
    if language == "de":
        yield from _german(text)


def _german(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """ "zwei Fünftel" """
    from text_to_num import alpha2digit

    for match in _TEL.finditer(text):
        parts = alpha2digit(match["parts"].lower(), "de", 0)
        if parts.isdigit() and int(parts) > 2:
            count = match["count"] or ""
            number = int(count) if count.isdigit() else 1
            yield match, _per_cent(number, int(parts))


def _per_cent(count: int, parts: int) -> str:
    return f"{100 * count / parts:.1f}".removesuffix(".0")
