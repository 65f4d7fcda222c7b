"""Dates as the press writes them, in French, English, Spanish, German, Arabic and digits.

One expression and one table of months, because the well-kept parsers ask for a string that is
nothing but a date: dateparser needs 0.2 to 2 seconds on the first text it does not recognise,
knows no Levantine month (آذار), and finds dates in texts that state none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

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
_DIGITS = {ord(d): str(i % 10) for i, d in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def fold(text: str) -> str:
    """Lower case without accents, digits as 0-9: the form in which dates are looked for."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_DIGITS).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


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
    rf"(?P<d{{0}}>\d{{{{1,2}}}})(?:er|st|nd|rd|th|[oa.°])?[\s-]*(?:de\s+|of\s+)?"
    rf"(?P<m{{0}}>{MONTH})(?!\w)\.?{_SECOND_NAME}"
)
_WRITTEN = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<y1>[12]\d{3})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d|[-/]\d)"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>[12]\d{3})(?!\d|[-/]\d)"
    r"|(?P<y3>[12]\d{3})\s?年\s?(?P<m3>\d{1,2})\s?月\s?(?P<d3>\d{1,2})\s?日"
    r"|" + _DAY_MONTH.format("4") + r"[,،]?[\s-]+(?:del?\s+)?(?P<y4>[12]\d{3})(?!\d)"
    rf"|(?P<m5>{MONTH})\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y5>[12]\d{{3}})(?!\d)"
    r")"
)
_DAY = re.compile(
    r"(?<!\w)(?:" + _DAY_MONTH.format("1") + rf"|(?P<m2>{MONTH})\.?\s+(?P<d2>\d{{1,2}}))(?!\w)"
)


def find_date(text: str) -> date | None:
    """The first date that the text states in full and that exists, or None.

    Digits are read day first (29/03/2016) unless only month first makes a date (03/29/2016).
    """
    return next(_dates(fold(text)), None)


def states_day(text: str) -> bool:
    """Whether the text names a day of a month, with or without the year."""
    folded = fold(text)
    return bool(_DAY.search(folded) or _WRITTEN.search(folded))


def without_dates(text: str) -> str:
    """The folded text with a NUL in place of every full date, to see what else a line says."""
    return _WRITTEN.sub("\0", fold(text))


def _dates(folded: str) -> Iterator[date]:
    for match in _WRITTEN.finditer(folded):
        form = next(n for n in "12345" if match[f"y{n}"])
        year, day = int(match[f"y{form}"]), int(match[f"d{form}"])
        name = match[f"m{form}"]
        month = int(name) if name.isdigit() else MONTHS[" ".join(name.split())]
        if form == "2" and day <= 12 < month:
            day, month = month, day
        try:
            yield date(year, month, day)
        except ValueError:  # 31 February, month 13: stated, but no date
            continue
