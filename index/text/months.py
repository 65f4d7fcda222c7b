"""The names of the months in the languages of the press, from Unicode's own tables (CLDR)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

# The official languages of the European Union and those around them that name the months of the
# Gregorian calendar; Arabic as in the Levant, the Maghreb and the east; German as in Austria too.
LOCALES = (
    "bg cs da de de_AT el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    " ru tr uk ar ar_LB ar_DZ ar_MA ar_TN he nb sr_Latn sr"
).split()
"""The locales whose names of months and days are known, and the words for other days."""
FURTHER = (
    "af az be bn bs ca cy eu fa fil gl gu hi hy id is ka kk km kn lb lo mk ml mr ms my ne nn pa sq"
    " sw ta te th ur uz vi"
).split()
"""Those whose names of months and days are known too, where none of `LOCALES` has another meaning."""
_FILE = Path(__file__).with_name("months.json")
_SHORTEST = 3  # letters of a name that is looked for
_SHORTEST_SYLLABIC = 2  # in scripts whose signs stand for more than a sound, as those of India
_LAST_ALPHABETIC = "\u06ff"
_ZEROS = "٠۰०০੦૦୦௦౦೦൦๐໐၀០"
_DIGITS = {ord(zero) + figure: str(figure) for zero in _ZEROS for figure in range(10)}
_YEAR_FIRST = re.compile(r"y+\W+M")
_ATTACHED = re.compile(r"MMMM'(\w+)'")  # an ending that a date gives to the name of its month
_LINK = re.compile(r"d(?:[aei] |['’])")  # "of", as Catalan's names of months have it before them
_ENGLISH = (
    "january february march april may june july august september october november december".split()
)


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
    found = _numbers("further", language) | _numbers("names", language)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


def _numbers(table: str, language: str) -> dict[str, set[int]]:
    """The months that each name of a table stands for in a language, or in all of them for ""."""
    tables: dict[str, dict[str, int]] = _tables()[table]
    found: dict[str, set[int]] = {}
    for locale, names in tables.items():
        if not language or locale.split("_")[0] == language:
            for name, number in names.items():
                found.setdefault(name, set()).add(number)
    return found


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
    numbers; "further", the same of `FURTHER` and of what dateparser knows besides, by language; "year_first", the languages whose short dates begin with the year; and
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
        "names": {locale: _told(_names_of_unicode(locale)) for locale in LOCALES},
        "further": {
            language: _told(
                (_names_of_unicode(language) if language in FURTHER else [])
                + _names_of_dateparser(language)
            )
            for language in [*spoken, *FURTHER]
        },
        "year_first": first,
        "stop_after_day": stopped,
        "conjunctions": {language: _conjunctions(language) for language in spoken},
    }


def _conjunctions(language: str) -> list[str]:
    from babel import Locale

    patterns = Locale.parse(language).list_patterns
    joined = " ".join(patterns.get(kind, {}).get("2", "") for kind in ("standard", "or"))
    return sorted({word.casefold() for word in re.findall(r"[^\W\d_]+", joined)})


def _told(names: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, number in names:
        folded = fold(name).rstrip(".'’׳॰")
        for form in (folded, _LINK.sub("", folded, count=1)):
            if len(form) >= _shortest(form) and not form[0].isdigit():
                found[form] = number
    return found


def _names_of_unicode(locale: str) -> list[tuple[str, int]]:
    from babel import Locale

    spoken = Locale.parse(locale)
    attached = _ATTACHED.search(spoken.date_formats["long"].pattern)
    names = [
        (name, number)
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in spoken.months[use][width].items()
    ]
    return names + [(name + attached[1], number) for name, number in names] if attached else names


def _names_of_dateparser(language: str) -> list[tuple[str, int]]:
    try:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ModuleNotFoundError:
        return []
    return [
        (name, number)
        for number, english in enumerate(_ENGLISH, start=1)
        for name in info.get(english, ())
    ]


def _shortest(name: str) -> int:
    return _SHORTEST_SYLLABIC if name[:1] > _LAST_ALPHABETIC else _SHORTEST


if __name__ == "__main__":  # python -m quoth.index.text.months
    written = json.dumps(tables_of_unicode(), ensure_ascii=False, indent=0, sort_keys=True)
    _FILE.write_text(written + "\n", "utf-8")
