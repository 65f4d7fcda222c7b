"""Halves and quarters of a unit, and dozens -> digits: "half an hour" -> "0.5 hour", "une vingtaine" -> "20".

text2num reads none of them, nor does another library that reads several languages.
"""

from __future__ import annotations

import re
from functools import partial

from quoth.qa.checking.figures.units import unit_at

_A = r"an?|one|une?|una?|eine[nmrs]?|ein"
_HALF = rf"(?:(?:{_A})[\s-])?(?:half(?:[\s-]an?\b)?|demie?|medi[oa]|halbe[nrs]?)|نصف"
_THREE_QUARTERS = r"three[\s-]quarters of an?\b|trois quarts d(?:['’]|e\b)|tres cuartos de|drei[\s-]?viertel|ثلاثة أرباع"
_QUARTER = rf"(?:(?:{_A})[\s-])?(?:quarter(?:[\s-]of)?[\s-]an?\b|quart d(?:['’]|e\b)|cuarto de|viertel)|ربع"
_PARTS = [
    (value, re.compile(rf"\b(?:{words})[\s-]?(?=[^\W\d_])", re.IGNORECASE))
    for value, words in (("0.5", _HALF), ("0.75", _THREE_QUARTERS), ("0.25", _QUARTER))
]
_AND_A_HALF = re.compile(
    rf"(?:\b(?P<count>\d+|{_A})\s)?\b(?P<unit>[^\W\d_]{{2,}})\s"
    r"(?:and a half|et demie?|y medi[ao]|und eine halbe|ونصف)\b",
    re.IGNORECASE,
)
_MANY = {
    word: count
    for count, words in {
        10: "dizaine decena",
        12: "dozen douzaine docena dutzend دزينة",
        15: "quinzaine quincena",
        20: "vingtaine veintena",
        30: "trentaine treintena",
        40: "quarantaine cuarentena",
        50: "cinquantaine cincuentena",
        60: "soixantaine",
        100: "centaine centenar",
        1000: "millier millar",
    }.items()
    for word in words.split()
}
"""A noun that stands for so many -> how many."""
_SO_MANY = re.compile(
    rf"\b(?:(?P<half>half[\s-]an?|une? demi[e-]?|media|ein halbes)\s?|(?P<count>\d+|{_A})\s)?"
    rf"(?P<word>{'|'.join(_MANY)})(?P<plural>e?s)?\b",
    re.IGNORECASE,
)


def parts_in_digits(text: str, language: str) -> str:
    """The text with its halves and quarters of a unit in digits, before its words are."""

    def and_a_half(match: re.Match[str]) -> str:
        if not unit_at(text, match.start("unit"), language)[0]:
            return match[0]
        count = match["count"] or "1"
        return f"{count if count.isdigit() else 1}.5 {match['unit']}"

    text = _AND_A_HALF.sub(and_a_half, text)
    for value, pattern in _PARTS:
        text = pattern.sub(partial(_of_a_unit, value, language), text)
    return text


def _of_a_unit(value: object, language: str, match: re.Match[str]) -> str:
    """The part in digits where a unit follows, and as it stands elsewhere."""
    return f"{value} " if unit_at(match.string, match.end(), language)[0] else match[0]


def dozens_in_digits(text: str) -> str:
    """The text with its dozens and their like in digits, once its other number words are; "dozens" say
    no number.
    """
    return _SO_MANY.sub(_so_many, text)


def _so_many(match: re.Match[str]) -> str:
    worth = _MANY[match["word"].lower()]
    if match["half"]:
        return str(worth // 2)
    count = match["count"] or ""
    if not count and (match["plural"] or worth != 12):  # "dozens"; "la quinzaine" is a time
        return match[0]
    return str(int(count) * worth) if count.isdigit() else str(worth)
