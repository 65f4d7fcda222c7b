"""Percentages of a text, however its language writes them: 54 %, 54 per cent, في المئة.

The words come from Unicode's CLDR, which Babel carries, for every language that it has.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

from quoth.index.articles import Span
from quoth.qa.checking.figures.counted import Figure, figures_of
from quoth.qa.checking.figures.spoken import in_digits

SIGN = "%"
"""What a percentage counts: the noun and the stem of its figure."""
_UNIT = "concentr-percent"
_COUNTS = (1, 2, 3, 5, 11, 100)  # among them every form of a plural
_ALSO = {
    "en": ("per cent",),
    "it": ("per cento",),
    "ar": ("بالمئة", "بالمية", "في المئة", "في المائة"),
}
"""Everyday forms that CLDR leaves out."""
_SIGNS = f"{SIGN}٪﹪％"
_NUMBER = r"(?<![\w.,])\d+(?:[.,٫]\d+)?"
_SHARE = re.compile(
    rf"(?P<number>{_NUMBER})[\s-]?[{_SIGNS}]+|[{_SIGNS}]+\s?(?P<behind>\d+(?:[.,]\d+)?)"
)


def figures_told(text: str, language: str) -> list[Figure]:
    """The figures of a text behind which stands what is counted, then its percentages."""
    signed = _with_signs(text, language)
    places = {_number(match): _span(match) for match in _SHARE.finditer(signed)}
    # "%54 oranıyla": what stands behind such a number is not what it counts.
    ends = {span.end for span in places.values()}
    counted = figures_of(signed, language)
    found = [one for one in counted if not one.span or one.span.end not in ends]
    for match in _SHARE.finditer(in_digits(signed, language)):
        number = _number(match)
        found.append(Figure(number, SIGN, SIGN, places.get(number)))
    return found


def percentages(text: str, language: str) -> list[Span]:
    """Where a text writes percentages in digits, each with its sign or words."""
    return [_span(match) for match in _SHARE.finditer(_with_signs(text, language))]


def _with_signs(text: str, language: str) -> str:
    """A text of the same length with signs in place of its words for per cent."""
    words = _words(language)
    return words.sub(lambda match: SIGN * len(match[0]), text) if words else text


def _number(match: re.Match[str]) -> str:
    written = match["number"] or match["behind"]
    return re.sub("[,٫]", ".", western(written))


def western(text: str) -> str:
    """A text of the same length with the digits of its script as those of this line: 0 to 9."""
    return "".join(str(int(one)) if one.isdecimal() else one for one in text)


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


@lru_cache(maxsize=64)
def _words(language: str) -> re.Pattern[str] | None:
    """What a language writes for per cent; None where it only has the sign."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
    said = {format_unit(count, _UNIT, "long", locale=locale) for count in _COUNTS}
    words = {re.sub(r"\d+|\s+", " ", one).strip() for one in said} | set(_ALSO.get(language, ()))
    written = sorted((word for word in words if word.strip(_SIGNS)), key=len, reverse=True)
    if not written:
        return None
    any_space = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in written)
    return re.compile(rf"(?<!\w)(?:{any_space})(?!\w)", re.IGNORECASE)
