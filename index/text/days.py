"""The names of the days of the week, and of days and spans told from a day: yesterday, l'an dernier.

In the languages of `quoth.index.text.months`, from Unicode's own tables (CLDR), as babel and
dateparser carry them.
"""

from __future__ import annotations

import calendar
import json
import re
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from quoth.index.text.months import FURTHER, LOCALES, fold

_FILE = Path(__file__).with_name("days.json")
_SHORTEST = 4  # letters of a name that is looked for
_UNITS = ("day", "week", "month", "year")
_BESIDES = {  # said as often, and in none of the tables
    "fr": {
        "l'an dernier": ("year", -1),
        "l'an passe": ("year", -1),
        "le mois passe": ("month", -1),
        "la semaine passee": ("week", -1),
        "l'an prochain": ("year", 1),
    },
    "es": {"el año pasado": ("year", -1), "el año que viene": ("year", 1)},
    "de": {"im letzten jahr": ("year", -1), "voriges jahr": ("year", -1)},
    "ar": {"العام الماضي": ("year", -1), "العام المقبل": ("year", 1)},
}


@lru_cache(maxsize=64)
def weekdays_of(language: str) -> dict[str, int]:
    """Folded name of a day of the week -> 1..7 from Monday; of all languages for ""."""
    return {
        name: number
        for locale, names in _tables()["weekdays"].items()
        if not language or locale.split("_")[0] == language
        for name, number in names.items()
    }


def without_weekdays(folded: str) -> str:
    """Folded text without the names of days of the week."""
    return _weekday().sub(" ", folded)


@cache
def _weekday() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(weekdays_of(""), key=len, reverse=True)))
    names = re.sub("['’ʼ]", "['’ʼ]", names)  # of Ukrainian, which everyone writes otherwise
    return re.compile(rf"(?<!\w)(?:{names})(?:ที|(?!\w))")


@lru_cache(maxsize=64)
def relative_of(language: str) -> dict[str, tuple[str, int]]:
    """Folded words -> what they mean told from a day: a unit (day, week, month or year) and how many
    of it later, fewer than none if earlier; of all languages for "".
    """
    return {
        words: (unit, later)
        for spoken, told in _tables()["relative"].items()
        if not language or spoken == language
        for words, (unit, later) in told.items()
    }


def moved(day: date, unit: str, later: int) -> tuple[date, date]:
    """The first and the last day of the day, week, month or year that lies so many later."""
    if unit == "year":
        year = min(max(day.year + later, 1), 9999)
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + later
        first = date(months // 12, months % 12 + 1, 1)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if unit == "week":
        monday = day + timedelta(days=7 * later - day.weekday())
        return monday, monday + timedelta(days=6)
    moved_to = day + timedelta(days=later)
    return moved_to, moved_to


@cache
def _tables() -> dict[str, Any]:
    return json.loads(_FILE.read_text("utf-8"))  # type: ignore[no-any-return]  # written below


def tables_of_unicode() -> dict[str, Any]:
    """What `days.json` must hold: "weekdays", by locale the folded names and their numbers, and
    "relative", by language the folded words with unit and number. Takes a second; the file takes a
    millisecond.
    """
    languages = sorted({locale.split("_")[0] for locale in LOCALES})
    return {
        "weekdays": {locale: _weekdays(locale) for locale in (*LOCALES, *FURTHER)},
        "relative": {language: _relative(language) for language in languages},
    }


def _weekdays(locale: str) -> dict[str, int]:
    from babel import Locale

    days = Locale.parse(locale).days
    return {
        folded: number + 1
        for use in ("format", "stand-alone")
        for number, name in days[use]["wide"].items()
        if len(folded := fold(name)) >= _SHORTEST
    }


def _relative(language: str) -> dict[str, tuple[str, int]]:
    try:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ModuleNotFoundError:
        return {}
    found = {fold(words): told for words, told in _BESIDES.get(language, {}).items()}
    for told, names in info["relative-type"].items():
        words = told.replace("in ", "").replace(" ago", "").split()
        if len(words) == 2 and words[1] in _UNITS and (" ago" in told or "in " in told):
            later = int(words[0]) * (1 if told.startswith("in ") else -1)
            found |= {
                folded: (words[1], later)
                for name in names
                if len(folded := fold(name)) >= _SHORTEST
            }
    return found


if __name__ == "__main__":  # python -m quoth.index.text.days
    written = json.dumps(tables_of_unicode(), ensure_ascii=False, indent=0, sort_keys=True)
    _FILE.write_text(written + "\n", "utf-8")
