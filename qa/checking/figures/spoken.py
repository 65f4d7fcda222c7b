"""Number words -> digits: text2num reads those of eight languages, and `arabic_numbers` Arabic ones.

What neither reads is put into digits around them: halves, as in "one and a half million".
"""

from __future__ import annotations

import re

from quoth.qa.checking.figures.arabic_numbers import with_digits as arabic_with_digits
from quoth.qa.checking.figures.currencies import SIGN

SPOKEN = frozenset(("fr", "es", "en", "pt", "de", "nl", "da", "it"))
"""The languages whose number words text2num knows."""
POWERS = {
    name.replace("_", " "): power
    for power, names in {
        3: "thousand mille mil tausend ألف آلاف",
        6: "million millions millionen mio mn millón millon millones milhões مليون ملايين",
        9: "billion billions bn milliard milliards milliarden mrd md mds mil_millones مليار مليارات",
        12: "trillion trillions tn billionen billón billones تريليون",
    }.items()
    for name in names.split()
}
"""A word that stands for so many zeros -> their count."""
_POWER = "|".join(sorted(POWERS, key=len, reverse=True))
_SHORT = {"k": 3, "m": 6, "b": 9}
_MONEY = rf"{SIGN}|(?:euro|dollar|pound|dólar|libra|peso|franc|yen)\w*"
# "$3m" and "5 M€" are millions, 3 m are metres
_SHORTENED = re.compile(
    rf"(?P<sign>{SIGN}\s?\d[\d.,]*)\s?(?P<a>[kmb])\b|(?<=\d)\s?(?P<b>[km])(?=\s?(?:{_MONEY}))"
    r"|(?<=\d)(?P<c>k)\b",
    re.IGNORECASE,
)
# "4,3 millions" is taken for one number before text2num makes two of it.
_SCALED = re.compile(rf"(?<=\d)\s?(?P<word>{_POWER})(?![^\W\d_])\.?", re.IGNORECASE)
_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_HALF_A = re.compile(
    rf"\b(?:half a|un demi[- ]|medio|eine halbe|نصف)\s?(?=(?:{_POWER})\b)", re.IGNORECASE
)
_AND_A_HALF = re.compile(
    r"(?<![\d.,])(?P<n>\d+)\s(?:and a half|et demie?|y medi[oa]|ونصف)\b(?:\s(?P<scale>1(?:000)+)\b)?",
    re.IGNORECASE,
)
_EINHALB = re.compile(r"\b(?:(\w+)einhalb|anderthalb)\b", re.IGNORECASE)
_ARABIC_AND_A_HALF = re.compile(rf"(?<!\d )\b(?P<word>{_POWER})\s+ونصف(?:\s+ال\1)?\b")
_SECOND = {"es": (re.compile(r"\bsegund[oa]\b", re.IGNORECASE), "2º")}  # text2num leaves it
_CENTURY = re.compile(
    r"\b(?:(?P<a>[IVX]+)(?:e|ème|[º.])?\s(?=siècle|siglo|século|secolo)|(?<=siglo )(?P<b>[IVX]+)\b"
    r"|(?<=século )(?P<c>[IVX]+)\b|(?<=secolo )(?P<d>[IVX]+)\b)"
)
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DECADE = re.compile(
    r"(?:(?<=années )|(?<=años )|(?<=anni ))(?P<bare>[1-9]0)(?![\w%])"
    r"|\b(?P<short>[1-9]0)(?:s|ern?)(?!\w)|\b(?P<long>1\d\d0|20\d0)(?:s|ern?)\b"
)
_GERMAN_ORDINAL = re.compile(r"(?<![\d.,])(\d{1,2})\.(?=\s\w)")


def in_digits(text: str, language: str, *, generous: bool = False) -> str:
    """The text with its number words as digits, ordinals as "2nd" or "2e", and scales as "×6".
    `generous` also reads what may be a number, such as the French "neuf", which also means new.
    """
    text = _HALF_A.sub("0.5 ", text)
    if language == "de":
        text = _EINHALB.sub(_einhalb, text)
    text = _CENTURY.sub(_century, _SHORTENED.sub(_shortened, text))
    text = _scaled(text)
    if language == "ar":
        text = _ARABIC_AND_A_HALF.sub(lambda match: f"1.5×{POWERS[match['word']]}", text)
        return _AND_A_HALF.sub(_with_half, _scaled(arabic_with_digits(text)))
    if language not in SPOKEN:
        return text
    from text_to_num import alpha2digit

    text = _GROUP.sub("", text)  # text2num would read the groups of "1 640" one by one
    spoken: str = alpha2digit(text, language, 0 if generous else 1)
    if generous and language == "fr":
        spoken = re.sub(r"\bneuf\b", "9", spoken)
    if language in _SECOND:
        pattern, digits = _SECOND[language]
        spoken = pattern.sub(digits, spoken)
    if language == "de":
        spoken = _GERMAN_ORDINAL.sub(r"\1th", spoken)
    return _DECADE.sub(_decade, _AND_A_HALF.sub(_with_half, spoken))


def _scaled(text: str) -> str:
    return _SCALED.sub(lambda match: f"×{POWERS[match['word'].lower()]}", text)


def _shortened(match: re.Match[str]) -> str:
    letter = match["a"] or match["b"] or match["c"]
    return f"{match['sign'] or ''}×{_SHORT[letter.lower()]}"


def _century(match: re.Match[str]) -> str:
    """XIXe siècle -> 19th siècle"""
    values = [_ROMAN[letter] for letter in match["a"] or match["b"] or match["c"] or match["d"]]
    pairs = zip(values, [*values[1:], 0], strict=True)
    number = sum(-value if value < following else value for value, following in pairs)
    return f"{number}th{' ' if match['a'] else ''}"


def _decade(match: re.Match[str]) -> str:
    """années 90 -> années 1990"""
    return str(match["long"] or f"19{match['bare'] or match['short']}")


def _einhalb(match: re.Match[str]) -> str:
    """zweieinhalb -> 2,5"""
    from text_to_num import alpha2digit

    whole = alpha2digit(match[1], "de", 0) if match[1] else "1"
    return f"{1 if match[1] == 'ein' else whole},5"


def _with_half(match: re.Match[str]) -> str:
    """2 and a half 1000000 -> 2500000; 2000000 y medio -> 2500000; 2 and a half -> 2.5"""
    number = int(match["n"])
    if match["scale"]:
        scale = int(match["scale"])
        return str(number * scale + scale // 2)
    scale = next((1000**power for power in (3, 2, 1) if number % 1000**power == 0), 1)
    return str(number + scale // 2) if scale > 1 and number else f"{number}.5"
