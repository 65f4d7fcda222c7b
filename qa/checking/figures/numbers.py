"""The quantities that a sentence states, in digits or in words, with their units.

What a number may mean is a set: "1.200" is 1200 to some and 1.2 to others, and two numbers agree when
they may mean the same. A measure may be given in another unit: 3 miles are 4.8 km.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from quoth.qa.checking.figures.clock import times_of_day
from quoth.qa.checking.figures.currencies import MARK, SIGN, of_code, of_sign, of_word
from quoth.qa.checking.figures.parts import dozens_in_digits, parts_in_digits
from quoth.qa.checking.figures.shares import shares_in_digits, shares_in_words
from quoth.qa.checking.figures.spoken import in_digits
from quoth.qa.checking.figures.units import same_measure, unit_at

_DIGITS: dict[int, str] = {ord(d): str(i % 10) for i, d in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_DIGITS |= {ord("٫"): ",", ord("٬"): " ", 0xA0: " ", 0x202F: " ", 0x2009: " "}
_PERCENT = re.compile(
    r"\b(?:per\s?cent|pour\s?cent|por\s?ciento|per\s?cento|prozent|procent)\b|بالم[ئا]ئ?ة",
    re.IGNORECASE,
)
_ROUND_PER_CENT = 0.75  # per cent by which a share in words may differ from one in digits
_POUND = {f"{MARK}pound": "mass-pound"}  # as which "pounds" are read beside another mass
_HOURS = 24  # hours of a day
ORDINAL = "th"
"""The unit of an ordinal: second, 2nd, deuxième."""
_ENDING = re.compile(r"(?:st|nd|rd|th|er|[èe]re|[èe]me|e|º|ª)(?!\w)")
_JOINED = re.compile(r"\s?(?:[-–—]|to|à|a|bis|and|et|und|y|or|ou|oder|o|إلى)\s?")
_GLUED = re.compile(r"(?<=[\u0620-\u064a])(?=\d)")  # و1984: "and" is written on to the number
_NUMBER = re.compile(
    rf"(?P<before>{SIGN}"
    r"|\b[A-Z]{3}(?=\s?\d))?\s?(?<![\w.,])(?P<digits>\d{1,3}(?:[ ’'.,]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?)(?P<power>×\d+)?(?:[\s-]?(?P<after>[^\W\d_]+"
    rf"|%|{SIGN}))?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`values` are what it may mean, in one normal form; `unit` is that of `figures.units` or
    `figures.currencies`, "%" or ORDINAL, and "" where none is known.
    """

    text: str
    values: frozenset[str]
    unit: str

    @property
    def is_certain(self) -> bool:
        """Whether it may not as well have been said in other words, as a share or an ordinal may."""
        return self.unit != ORDINAL and not self.is_in_words

    @property
    def is_in_words(self) -> bool:
        """Whether it is a share that was written without its sign."""
        return not self.text[0].isdigit() or (self.unit == "%" and "%" not in self.text)

    @property
    def numbers(self) -> list[float]:
        """Its values but for times of day."""
        return [float(value) for value in self.values if ":" not in value]

    def agrees_with(self, other: Quantity) -> bool:
        """Whether both may be the same quantity. A number without a unit may have any but per cent,
        and a measure may be given in another unit.
        """
        units = {self.unit, other.unit}
        if units == {ORDINAL, "%"}:
            return self._is_a_part(other)
        if self.unit == other.unit or not (self.unit and other.unit):
            strict = {self.unit, other.unit} & {"%", ORDINAL}
            if self.unit == other.unit == "%":
                return not self.values.isdisjoint(other.values) or self._rounds_to(other)
            if not strict or self.unit == other.unit:
                return not self.values.isdisjoint(other.values)
            return False
        mine, theirs = (_POUND.get(unit, unit) for unit in (self.unit, other.unit))
        return any(
            same_measure(one, mine, two, theirs) for one in self.numbers for two in other.numbers
        )

    def _is_a_part(self, other: Quantity) -> bool:
        """Whether one is "a tenth", which is read as an ordinal, and the other its per cent."""
        part, share = (self, other) if self.unit == ORDINAL else (other, self)
        return any(
            abs(100 / number - per_cent) <= _ROUND_PER_CENT
            for number in part.numbers
            for per_cent in share.numbers
            if number > 1
        )

    def _rounds_to(self, other: Quantity) -> bool:
        """Whether one of two shares is in words, and the other all but it."""
        return (self.is_in_words or other.is_in_words) and any(
            abs(one - two) <= _ROUND_PER_CENT for one in self.numbers for two in other.numbers
        )


def quantities(text: str, language: str, *, generous: bool = False) -> list[Quantity]:
    """The quantities of a text; "one" is none. `generous` also takes for numbers the words that may
    be one, such as the French "neuf", which also means new.
    """
    plain = _GLUED.sub(" ", _PERCENT.sub("%", text.translate(_DIGITS)))
    plain, shares = shares_in_words(parts_in_digits(plain, language))
    written = dozens_in_digits(in_digits(plain, language, generous=generous))
    found = [Quantity(said, frozenset((share,)), "%") for said, share in shares]
    for match, share in list(shares_in_digits(written, language)):
        found.append(Quantity(match[0], frozenset((share,)), "%"))
        if not generous:
            written = _barred(written, match)
    return [*_read(written, language, generous), *found]


def _barred(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]}{'|' * len(match[0])}{text[match.end() :]}"


def _read(text: str, language: str, generous: bool) -> Iterator[Quantity]:
    for match, told in list(times_of_day(text, language)):
        yield Quantity(match[0], frozenset((told,)), "")
        text = _barred(text, match)
    text = re.sub(r"(?<=\d)(?:h|:)00\b", " h", text)
    following: tuple[int, str] = (-1, "")
    found: list[Quantity] = []
    for match in reversed(list(_NUMBER.finditer(text))):
        quantity = _quantity(match, text, language, generous)
        if not quantity.unit and _JOINED.fullmatch(text, match.end("digits"), max(following[0], 0)):
            quantity = replace(quantity, unit=following[1])  # 27-30 %
        following = (match.start("digits"), quantity.unit if quantity.unit != ORDINAL else "")
        if generous or quantity.values != {"1"}:
            found.append(quantity)
    yield from reversed(found)


def _quantity(match: re.Match[str], text: str, language: str, generous: bool) -> Quantity:
    power = int((match["power"] or "×0")[1:])
    values = {_normal(value.scaleb(power)) for value in _values(match["digits"])}
    unit = _unit(match, text, language)
    if unit in ("duration-hour", "") and generous and not power:
        # "dix-sept heures" may be a time of day
        values |= {f"{value}:00" for value in values if value.isdigit() and int(value) <= _HOURS}
    scale = {3: " thousand", 6: " million", 9: " billion", 12: " trillion"}.get(power, "")
    sign = next((f" {s}" for s in (match["before"], match["after"]) if s and s in "%€$£¥"), "")
    return Quantity(f"{match['digits']}{scale}{sign}", frozenset(values), unit)


def _unit(match: re.Match[str], text: str, language: str) -> str:
    before, after = match["before"] or "", match["after"] or ""
    if after == "%":
        return after
    money = of_sign(before) or of_sign(after) or of_code(before)
    if money:
        return money
    end = match.end("power") if match["power"] else match.end("digits")
    if not match["power"] and _ENDING.match(text, end):
        return ORDINAL
    return unit_at(text, end, language)[0] or (of_word(after, language) if after else "")


def _values(digits: str) -> list[Decimal]:
    """What the digits may mean: a separator may group them or begin the decimals."""
    *groups, last = re.split(r"(\D)", digits)
    separators, whole = groups[1::2], "".join(groups[::2])
    if not separators:
        return [Decimal(last)]
    grouped = Decimal(whole + last)
    decimal = Decimal(f"{whole}.{last}")
    if len(set(separators)) > 1:  # 1.234,5
        return [decimal]
    if len(separators) > 1 or separators[0] not in ".,":
        return [grouped]
    return [decimal, grouped] if len(last) == 3 else [decimal]


def _normal(value: Decimal) -> str:
    """12.50 and 12.5 are one, and so are 1E+3 and 1000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
