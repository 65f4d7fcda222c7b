"""The units of measurement of a text, as its language names them, and what one is in another.

Names come from Unicode's CLDR, which Babel carries, for every language that it has. A unit is named as
there, "length-kilometer", the part before the dash being what it measures.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

from quoth.index.text.tokens import unaccented, word_tokens

_PREFIXES = {
    "giga": 1e9, "mega": 1e6, "kilo": 1e3, "hecto": 1e2, "deci": 1e-1, "centi": 1e-2,
    "milli": 1e-3, "micro": 1e-6, "nano": 1e-9, "": 1.0,
}  # fmt: skip
_PREFIXED = {
    "length-{}meter": " kilo deci centi milli micro nano",
    "mass-{}gram": " kilo milli micro",
    "volume-{}liter": " mega hecto deci centi milli",
    "power-{}watt": " giga mega kilo milli",
    "frequency-{}hertz": " giga mega kilo",
    "digital-{}byte": " giga mega kilo",
    "energy-{}joule": " kilo",
    "pressure-{}pascal": " hecto kilo mega",
}
"""The units of which CLDR has names, with their prefixes."""
_OTHERS = {
    "area-hectare": 1e4, "area-acre": 4046.86, "area-square-mile": 2.59e6,
    "area-square-foot": 0.0929, "length-mile": 1609.344, "length-yard": 0.9144,
    "length-foot": 0.3048, "length-inch": 0.0254, "length-nautical-mile": 1852.0,
    "length-light-year": 9.461e15, "mass-tonne": 1e6, "mass-ton": 1e6, "mass-pound": 453.6,
    "mass-ounce": 28.35, "volume-gallon": 3.785, "volume-barrel": 159.0,
    "speed-kilometer-per-hour": 1.0, "speed-mile-per-hour": 1.609, "speed-meter-per-second": 3.6,
    "speed-knot": 1.852, "temperature-celsius": 0.0, "temperature-fahrenheit": 0.0,
    "temperature-kelvin": 0.0, "energy-kilowatt-hour": 3.6e6, "duration-second": 1.0,
    "duration-minute": 60.0, "duration-hour": 3600.0, "duration-day": 86400.0,
    "duration-week": 604800.0, "duration-month": 2629800.0, "duration-year": 31557600.0,
    "duration-decade": 315576000.0, "duration-century": 3155760000.0, "power-horsepower": 745.7,
    "length-fathom": 1.829, "electric-volt": 0.0, "pressure-bar": 1e5,
    "energy-watt-hour": 3.6e3, "energy-megawatt-hour": 3.6e9, "energy-gigawatt-hour": 3.6e12,
    "energy-terawatt-hour": 3.6e15, "duration-fortnight": 1209600.0,
}  # fmt: skip
"""How many of its dimension's own unit one is; 0 where it takes more than a factor to tell."""
_ALSO = {
    "fr": {"année": "duration-year", "kilo": "mass-kilogram", "siècle": "duration-century",
           "journée": "duration-day"},
    "en": {"kilo": "mass-kilogram", "fortnight": "duration-fortnight"},
    "es": {"kilo": "mass-kilogram", "siglo": "duration-century"},
    "de": {"Kilo": "mass-kilogram"},
    "ar": {"عام": "duration-year", "أعوام": "duration-year", "هكتارات": "area-hectare"},
}  # fmt: skip
"""Everyday names that CLDR leaves out."""
_EVERY = {
    "fr": "journalier quotidien / hebdomadaire / mensuel / annuel",
    "en": "daily / weekly / monthly / yearly annual annually",
    "es": "diario / semanal / mensual / anual",
    "de": "täglich / wöchentlich / monatlich / jährlich",
    "ar": "يوميا / أسبوعيا / شهريا / سنويا",
}
"""What comes every day / week / month / year; CLDR has no names of it."""
_BY_SIGN = {
    "wh": "energy-watt-hour", "mwh": "energy-megawatt-hour", "gwh": "energy-gigawatt-hour",
    "twh": "energy-terawatt-hour", "bar": "pressure-bar",
}  # fmt: skip
"""Signs of units of which CLDR has no names, in any language."""
_NAMELESS = {*_BY_SIGN.values(), "duration-fortnight"}
_BRITISH = {"en": ("en", "en_GB")}  # "metres" and "meters"
_SIGNS = frozenset(
    "ha km m dm cm mm μm nm kg g mg μg t l hl dl cl ml w kw mw gw hz kb mb gb m2 m3 km2 °c °f mi ft lb oz"
    " kn h s v kj pa كم سم مم م2 م3 طن".split()
)
"""The names of one or two letters that are read: most others are words of some language too."""
_SMALL_SIGNS = (
    "mass-pound",
)  # "pounds", "livres" and "libras" are as often money: only signs count
_COUNTS = (1, 2, 3, 11, 100)  # among them every form of a plural
_WORD = re.compile(r"[\s\-‐]?([^\W\d_]+(?:[²³23](?!\w)|/[^\W\d_]+)?|°\s?[CF]?)\.?")
_LETTERS = re.compile(r"[^\W\d_]+")
_UNCOUNTED = re.compile(r"(?<![\d\w])(?<!\d[\s\-])[^\W\d_]{2,}")
_MAX_UNIT_WORDS = 3
ROUNDING_SHARE = 0.04
"""As a share, how far apart two measures may be that are one, rounded: 3 miles and 5 km."""
_DURATION_SHARE = 0.02  # the same of durations: a month is 30 days


def unit_at(text: str, start: int, language: str) -> tuple[str, int]:
    """The unit that stands at an offset, which may be behind one space or hyphen, and its end;
    ("", start) where none does.
    """
    names, beginnings = _names(language), _beginnings(language)
    found, end, key = "", start, ""
    position = start
    for _ in range(_MAX_UNIT_WORDS):
        match = _WORD.match(text, position)
        if match is None:
            break
        key = f"{key} {_key(match[1], language)}".strip()
        position = match.end()
        if key in names:
            found, end = names[key], match.end(1)
        if key not in beginnings:
            break
    return found, end


def same_measure(value: float, unit: str, other: float, other_unit: str) -> bool:
    """Whether so many of one unit are so many of the other, give or take a rounding."""
    factor, other_factor = FACTORS.get(unit, 0.0), FACTORS.get(other_unit, 0.0)
    if unit.split("-")[0] != other_unit.split("-")[0] or not factor or not other_factor:
        return False
    one, two = value * factor, other * other_factor
    share = _DURATION_SHARE if unit.startswith("duration-") else ROUNDING_SHARE
    return abs(one - two) <= share * max(one, two)


def _factors() -> dict[str, float]:
    factors = dict(_OTHERS)
    for unit, prefixes in _PREFIXED.items():
        factors |= {unit.format(prefix): _PREFIXES[prefix] for prefix in prefixes.split(" ")}
    for prefix in ("", "kilo", "centi"):
        factors[f"area-square-{prefix}meter"] = _PREFIXES[prefix] ** 2
        factors[f"volume-cubic-{prefix}meter"] = 1000 * _PREFIXES[prefix] ** 3  # litres
    return factors


FACTORS = _factors()
"""Unit -> how many of its dimension's own unit one is."""


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    """Every name and sign of a unit in a language, as keys; English ones too, whose signs all use."""
    found: dict[str, str] = {}
    languages = ("en",) if language == "und" else ("en", language)
    for one in languages:
        for locale in _BRITISH.get(one, (one,)):
            found |= _names_in(locale, language)
    also = {_key(name, language): unit for name, unit in _ALSO.get(language, {}).items()}
    return found | also | _BY_SIGN


@lru_cache(maxsize=64)
def _beginnings(language: str) -> frozenset[str]:
    """What may be the first words of a unit's name of several."""
    words = [name.split() for name in _names(language)]
    return frozenset(" ".join(name[:count]) for name in words for count in range(1, len(name)))


def _names_in(name: str, language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, str] = {}
    counts = {locale.plural_form(count): count for count in _COUNTS}.values()
    lengths: tuple[Literal["short", "long"], ...] = ("short", "long")
    for length in lengths:
        for unit in FACTORS.keys() - _NAMELESS:
            if unit in _SMALL_SIGNS and length == "long":
                continue
            for count in counts:
                written = _written(count, unit, length, locale)
                if written and (
                    length == "long" or len(written) > 2 or _key(written, "") in _SIGNS
                ):
                    key = " ".join(_key(word, language) for word in written.split())
                    found.setdefault(key, "mass-tonne" if unit == "mass-ton" else unit)
    return found


def _written(count: int, unit: str, length: Literal["short", "long"], locale: Locale) -> str:
    """A unit's name behind that count; "" where the language has none."""
    said = format_unit(count, unit, length, locale=locale)
    bare = said.replace(str(count), "").replace("\xa0", " ").replace("\u202f", " ").strip()
    return "" if unit in bare else bare.rstrip(".")


def _key(word: str, language: str) -> str:
    """A word without its ending; a sign as it is."""
    word = word.strip()
    if len(word) < 4:
        return unaccented(word.lower())
    stems = word_tokens(word, language)
    return stems[0] if len(stems) == 1 else unaccented(word.lower())


def periods(text: str, language: str) -> dict[str, str]:
    """The stretches of time that a text names without a number, "a year", "per month" -> as written."""
    found: dict[str, str] = {}
    every = _every(language)
    for match in _LETTERS.finditer(text):
        if unit := every.get(_key(match[0], language)):
            found.setdefault(unit, match[0])
    for match in _UNCOUNTED.finditer(text):
        unit, end = unit_at(text, match.start(), language)
        if unit.startswith("duration-") and end - match.start() > 2:
            found.setdefault(unit, text[match.start() : end])
    return found


@lru_cache(maxsize=64)
def _every(language: str) -> dict[str, str]:
    rows = zip(("day", "week", "month", "year"), _EVERY.get(language, "").split("/"), strict=False)
    return {
        _key(word, language): f"duration-{unit}" for unit, words in rows for word in words.split()
    }
