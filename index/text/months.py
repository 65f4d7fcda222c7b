"""The names of the months in the languages of the press, from Unicode's own tables (CLDR)."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

# The official languages of the European Union and those around them that name the months of the
# Gregorian calendar; Arabic as in the Levant, the Maghreb and the east; German as in Austria too.
LOCALES = (
    "bg cs da de de_AT el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    " ru tr uk ar ar_LB ar_DZ ar_MA ar_TN he nb sr_Latn sr"
).split()
"""The locales whose names of months and days are known."""
_FILE = Path(__file__).with_name("months.json")
_SHORTEST = 3  # letters of a name that is looked for
_DIGITS = {ord(d): str(i % 10) for i, d in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_YEAR_FIRST = re.compile(r"y+\W+M")


def fold(text: str) -> str:
    """Lower case without accents, digits as 0-9: the form in which dates are looked for."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_DIGITS).casefold())
    for mark in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(mark, "")
    return decomposed


@lru_cache(maxsize=64)
def months_of(language: str) -> dict[str, int]:
    """Folded name of a month -> 1..12; of all languages for "".

    What two languages call different months (listopada is October in Croatian, November in Polish)
    is only known with the language.
    """
    found: dict[str, set[int]] = {}
    for locale in LOCALES:
        if not language or locale.split("_")[0] == language:
            for name, number in _names(locale):
                found.setdefault(name, set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


@cache
def ambiguous_months() -> frozenset[str]:
    """The folded names of months that are another month in another language."""
    known = months_of("")
    return frozenset(name for locale in LOCALES for name, _ in _names(locale) if name not in known)


@lru_cache(maxsize=64)
def month_after_a_stop(name: str) -> int | None:
    """The month of a name that languages use for different ones, after a day with a full stop, as only
    some of them write it (14. listopada).
    """
    months = {
        number
        for locale in LOCALES
        if locale.split("_")[0] in _tables()["stop_after_day"]
        for known, number in _names(locale)
        if known == name
    }
    return next(iter(months)) if len(months) == 1 else None


def is_year_first(language: str) -> bool:
    """Whether a language's short dates begin with the year."""
    return language in _tables()["year_first"]


@lru_cache(maxsize=64)
def conjunctions_of(language: str) -> frozenset[str]:
    """The words for "and" and "or" in a language whose months are known; in all of them for ""."""
    words: dict[str, list[str]] = _tables()["conjunctions"]
    found = words.values() if not language else [words.get(language, [])]
    return frozenset(word for each in found for word in each)


def _names(locale: str) -> list[tuple[str, int]]:
    names: dict[str, int] = _tables()["names"][locale]
    return list(names.items())


@cache
def _tables() -> dict[str, Any]:
    return json.loads(_FILE.read_text("utf-8"))  # type: ignore[no-any-return]  # written below


def tables_of_unicode() -> dict[str, Any]:
    """What `months.json` must hold: "names", by locale the folded names of the months and their
    numbers; "year_first", the languages whose short dates begin with the year; and
    "stop_after_day", those that write a full stop after the day; and "conjunctions", by language the
    words for "and" and "or". From babel, which takes a second to
    read these tables: the file takes a millisecond.
    """
    from babel import Locale, localedata

    languages = sorted(name for name in localedata.locale_identifiers() if "_" not in name)
    first = [
        language
        for language in languages
        if _YEAR_FIRST.match(Locale.parse(language).date_formats["short"].pattern)
    ]
    spoken = sorted({locale.split("_")[0] for locale in LOCALES})
    stopped = [
        language
        for language in spoken
        if re.search(r"d\. M", Locale.parse(language).date_formats["long"].pattern)
    ]
    return {
        "names": {locale: _told(locale) for locale in LOCALES},
        "year_first": first,
        "stop_after_day": stopped,
        "conjunctions": {language: _conjunctions(language) for language in spoken},
    }


def _conjunctions(language: str) -> list[str]:
    from babel import Locale

    patterns = Locale.parse(language).list_patterns
    joined = " ".join(patterns.get(kind, {}).get("2", "") for kind in ("standard", "or"))
    return sorted({word.casefold() for word in re.findall(r"[^\W\d_]+", joined)})


def _told(locale: str) -> dict[str, int]:
    from babel import Locale

    tables = Locale.parse(locale).months
    return {
        folded: number
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in tables[use][width].items()
        if len(folded := fold(name).rstrip(".'’׳")) >= _SHORTEST and not folded[0].isdigit()
    }


if __name__ == "__main__":  # python -m quoth.index.text.months
    written = json.dumps(tables_of_unicode(), ensure_ascii=False, indent=0, sort_keys=True)
    _FILE.write_text(written + "\n", "utf-8")
