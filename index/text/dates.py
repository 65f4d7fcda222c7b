"""Dates as the press writes them, in words of many languages and in digits.

Expressions of our own, because the well-kept parsers ask for a string that is nothing but a date:
dateparser needs 0.2 to 2 seconds on the first text it does not recognise, knows no Levantine month
(آذار), and finds dates in texts that state none. The commonest names of months stand here, since
reading those of all languages takes a second, which only a text with an unknown one is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from quoth.index.text.eastern_years import in_figures
from quoth.index.text.months import (
    ambiguous_months,
    fold,
    is_year_first,
    month_after_a_stop,
    months_of,
)

__all__ = [
    "LETTER",
    "MONTH",
    "MONTHS",
    "dates_in",
    "find_date",
    "fold",
    "needs_language",
    "states_day",
    "without_dates",
]

_MONTHS = """
janvier janv january jan enero ene januar janner يناير جانفي كانون_الثاني
fevrier fevr february feb febrero februar feber فبراير فيفري شباط
mars march mar marzo marz مارس آذار
avril avr april apr abril abr أبريل أفريل نيسان
mai may mayo مايو ماي أيار
juin june jun junio juni يونيو جوان حزيران
juillet juil july jul julio juli يوليو يوليوز جويلية تموز
aout august aug agosto ago أغسطس غشت أوت آب
septembre sept september sep septiembre setiembre سبتمبر شتنبر أيلول
octobre oct october octubre oktober okt أكتوبر تشرين_الأول
novembre nov november noviembre نوفمبر نونبر تشرين_الثاني
decembre dec december diciembre dic dezember dez ديسمبر دجنبر كانون_الأول
"""
MONTHS = {
    fold(name).replace("_", " "): number
    for number, names in enumerate(_MONTHS.split("\n")[1:-1], start=1)
    for name in names.split()
}
"""Folded name of a month in any of the languages -> 1..12"""
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True)).replace(" ", r"\s+")
"""An expression for any of them in folded text."""
_SECOND_NAME = rf"(?:\s*[/(]\s*(?:{MONTH})\s*\)?)?"  # Arabic papers give both: آذار/مارس
_DAY_MONTH = (
    rf"(?P<d{{0}}>\d{{{{1,2}}}})(?:er|st|nd|rd|th|\.?[oa°]|\.)?[\s-]*(?:de\s+|of\s+|d['’])?"
    rf"(?P<m{{0}}>{MONTH})(?!\w)\.?{_SECOND_NAME}"
)
_YEAR, _MONTH_SIGN, _DAY_SIGN = (
    f"(?:{fold(han)}|{fold(hangul)})" for han, hangul in (("年", "년"), ("月", "월"), ("日", "일"))
)
_WRITTEN = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<y1>[12]\d{3})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d|[-/]\d)"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>[12]\d{3})(?!\d|[-/]\d)"
    rf"|(?P<y3>[12]\d{{3}})\s?{_YEAR}\s?(?P<m3>\d{{1,2}})\s?{_MONTH_SIGN}\s?(?P<d3>\d{{1,2}})\s?{_DAY_SIGN}"
    r"|(?P<y6>(?:19|20)\d\d)(?P<m6>0[1-9]|1[0-2])(?P<d6>0[1-9]|[12]\d|3[01])(?![\w./-])"
    r"|(?P<a7>\d{1,2})(?P<s7>[-/.])(?P<m7>0?[1-9]|[12]\d|3[01])(?P=s7)(?P<b7>\d{2})(?![\w/-]|\.\d)"
    r"|(?P<d8>\d{1,2})\.\s(?P<m8>\d{1,2})\.\s(?P<y8>[12]\d{3})(?!\d)"
    r"|(?P<d9>\d{1,2})\s+(?:thang|thg)\s(?P<m9>\d{1,2}),?\s+(?:nam\s+)?(?P<y9>[12]\d{3})(?!\d)"
    r"|" + _DAY_MONTH.format("4") + r"[,،]?[\s-]+(?:del?\s+)?(?P<y4>[12]\d{3})(?!\d)"
    rf"|(?P<m5>{MONTH})\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y5>[12]\d{{3}})(?!\d)"
    r")"
)
_DAY = re.compile(
    r"(?<!\w)(?:" + _DAY_MONTH.format("1") + rf"|(?P<m2>{MONTH})\.?\s+(?P<d2>\d{{1,2}}))(?!\w)"
)


LETTER = (
    r"[^\s\d!-@\[-`{-~\u00a0-\u00bf\u060c\u061b\u061f\u0964\u0965\u2010-\u206f\u3000-\u3003"
    r"\u3008-\u3011\uff00-\uff20]"
)
"""An expression for a letter, or what is written on to one: vowels of India's scripts, which \\w lacks."""
_THAI = re.compile("[\u0e00-\u0e7f]")
_BUDDHIST, _BUDDHIST_BEFORE = 2400, 543  # Thailand's years, and how many more they are
_OF = r"(?:(?:de|da|di|of|do|ta')\s+|d['’])"
_ERA = r"(?:พ\.?ศ\.?\s*)"  # "of the Buddha"
_WORDED = re.compile(
    r"(?:(?<![\w/.-])|(?<=ב-))(?:"
    rf"(?P<d1>\d{{1,2}})(?!\d)(?:-?[^\W\d_]{{1,3}})?(?P<stop>\.)?[oaº°]?[\s-]+{_OF}?"
    rf"(?P<m1>{LETTER}{{2,}}|{LETTER}{{2,}}(?:\s{LETTER}{{2,}}){{1,2}}?)\.?"
    rf"(?:\s*[/(]\s*{LETTER}{{3,}}\s*\)?)?[,،]?[\s-]+(?:del?\s+)?{_ERA}?(?P<y1>[12]\d{{3}})(?!\d)"
    rf"|(?P<m2>{LETTER}{{2,}})\.?\s+(?P<d2>\d{{1,2}})[^\W\d_]{{0,2}},?\s+(?P<y2>[12]\d{{3}})(?!\d)"
    # Year first, as in Hungarian, Lithuanian and Latvian: 2019. március 3., 2019 m. kovo 3 d.
    r"|(?P<y3>[12]\d{3})(?:ko|\.)?\s+(?:[^\W\d_]{1,4}\.?\s+)?(?:(?P<e3>\d{1,2})\.\s+)?"
    rf"(?P<m3>{LETTER}{{2,}})\.?\s*(?P<d3>\d{{0,2}})(?!\d)"
    r")"
)
"""A day, a word that may be a month of any language, and a year."""


def find_date(text: str, language: str = "") -> date | None:
    """The first date that the text states in full and that exists, or None.

    Digits are read day first (29/03/2016) unless only month first makes a date (03/29/2016); short
    ones (05.03.19) too, year first where the text's `language` writes them so.
    """
    folded = _folded(text)
    return next(_dates(folded, language), None) or next(_worded(folded, language), None)


def dates_in(text: str, language: str = "") -> list[tuple[str, date]]:
    """Every date that the text states in full, in order, each with the folded words before it and
    after the date before that.
    """
    folded = _folded(text)
    found, end = [], 0
    for start, until, day in sorted([*_written(folded, language), *_spans(folded, language)]):
        if start >= end:
            found.append((folded[end:start], day))
            end = until
    return found


def needs_language(text: str) -> bool:
    """Whether a date in the text is another one in another language: 05.03.19, 3 listopada 2019."""
    folded = _folded(text)
    if any(match["m7"] for match in _WRITTEN.finditer(folded)):
        return True
    names = (match["m1"] or match["m2"] or match["m3"] for match in _WORDED.finditer(folded))
    return any(name in ambiguous_months() for name in names)


def states_day(text: str) -> bool:
    """Whether the text names a day of a month, with or without the year."""
    folded = _folded(text)
    return bool(_DAY.search(folded) or _WRITTEN.search(folded) or next(_spans(folded, ""), None))


def without_dates(text: str, language: str = "") -> str:
    """The folded text with a NUL in place of every full date, to see what else a line says."""
    folded = _WRITTEN.sub("\0", _folded(text))
    for start, end, _ in reversed(list(_spans(folded, language))):
        folded = f"{folded[:start]}\0{folded[end:]}"
    return folded


def _folded(text: str) -> str:
    return in_figures(fold(text))


def _dates(folded: str, language: str) -> Iterator[date]:
    return (day for _, _, day in _written(folded, language))


def _written(folded: str, language: str) -> Iterator[tuple[int, int, date]]:
    """Where dates in figures and with the commonest names stand, and the days that they are."""
    for match in _WRITTEN.finditer(folded):
        form = next(n for n in "123456789" if match[f"m{n}"])
        name = match[f"m{form}"]
        month = int(name) if name.isdigit() else MONTHS[" ".join(name.split())]
        if form == "7":
            year, day = _short(int(match["a7"]), int(match["b7"]), language)
        else:
            year, day = int(match[f"y{form}"]), int(match[f"d{form}"])
        if form in "27" and day <= 12 < month:
            day, month = month, day
        try:
            yield match.start(), match.end(), date(year, month, day)
        except ValueError:  # 31 February, month 13: stated, but no date
            continue


def _short(first: int, last: int, language: str) -> tuple[int, int]:
    """The year and the day of a short date, which begins and ends with these figures."""
    year, day = (first, last) if first > 31 or _is_year_first(language) else (last, first)
    century = date.today().year // 100 * 100
    return (century if century + year <= date.today().year + 1 else century - 100) + year, day


def _is_year_first(language: str) -> bool:
    return bool(language) and is_year_first(language)


def _worded(folded: str, language: str) -> Iterator[date]:
    return (day for _, _, day in _spans(folded, language))


def _spans(folded: str, language: str) -> Iterator[tuple[int, int, date]]:
    """Where dates with a month in words stand, in whatever language, and the days that they are."""
    for match in _WORDED.finditer(folded):
        form = next(n for n in "123" if match[f"m{n}"])
        day = match[f"d{form}"] or (form == "3" and match["e3"])
        name = match[f"m{form}"]
        month = _month(name, language)
        if month is None and match["stop"] and name in ambiguous_months():
            month = month_after_a_stop(name)
        if not day or not month:
            continue
        year = int(match[f"y{form}"])
        if year > _BUDDHIST and _THAI.match(name):
            year -= _BUDDHIST_BEFORE
        try:
            yield match.start(), match.end(), date(year, month, int(day))
        except ValueError:
            continue


@lru_cache(maxsize=1024)
def _month(name: str, language: str) -> int | None:
    bare = name.removeprefix("ב")  # "in", which Hebrew writes on to the name
    return next(
        (
            names[form]
            for names in (months_of(language), months_of(""))
            for form in (name, bare)
            if form in names
        ),
        None,
    )
