"""The quantities that a sentence states, in digits or in words, with their units.

What a number may mean is a set: "1.200" is 1200 to some and 1.2 to others, and two numbers agree when
they may mean the same. A measure may be given in another unit: 3 miles are 4.8 km.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from quoth.qa.checking.figures.spoken import in_digits
from quoth.qa.checking.figures.units import same_measure, unit_at

_DIGITS: dict[int, str] = {ord(d): str(i % 10) for i, d in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_DIGITS |= {ord("٫"): ",", ord("٬"): " ", 0xA0: " ", 0x202F: " ", 0x2009: " "}
_PERCENT = re.compile(
    r"\b(?:per\s?cent|pour\s?cent|por\s?ciento|per\s?cento|prozent|procent)\b|بالم[ئا]ئ?ة",
    re.IGNORECASE,
)
_MONEY = {
    name: unit
    for unit, names in {
        "€": "€ euros euro eur",
        "$": "$ dollars dollar dólares dolar usd",
        "£": "£",
    }.items()
    for name in names.split()
}
_FRACTIONS = {
    share: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for share, words in {
        "50": r"(?<!and a )(?<!first )(?<!second )half(?![-\w]| an? )|moitié|mitad|hälfte|(?:ال)?نصف",
        "33.3": r"(?:one|a) third|un tiers|un tercio|ein drittel|(?:ال)?ثلث",
        "66.7": r"two[- ]thirds|deux tiers|dos tercios|zwei drittel|(?:ال)?ثلثي|ثلثا",
        "25": r"(?:one|a) quarter|un quart|una cuarta parte|ein viertel|(?:ال)?ربع",
        "75": r"three[- ]quarters|trois quarts|tres cuartos|drei viertel|ثلاثة أرباع",
    }.items()
}
"""Shares in words -> per cent."""
_ROUND_PER_CENT = 0.5  # per cent by which a share in words may differ from one in digits
ORDINAL = "th"
"""The unit of an ordinal: second, 2nd, deuxième."""
_ENDING = re.compile(r"(?:st|nd|rd|th|er|[èe]re|[èe]me|e|º|ª)(?!\w)")
_JOINED = re.compile(r"\s?(?:[-–—]|to|à|a|bis|and|et|und|y|or|ou|oder|o|إلى)\s?")
_GLUED = re.compile(r"(?<=[\u0620-\u064a])(?=\d)")  # و1984: "and" is written on to the number
_TIME = re.compile(
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-4])"
    r"(?:\s?[h:]\s?(?P<minute>[0-5]\d)(?![\d:])(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|\s?(?P<just>[ap])\.?m\b\.?|(?:\.(?P<uhr>[0-5]\d))?\s?Uhr\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<before>[€$£])?\s?(?<![\w.,])(?P<digits>\d{1,3}(?:[ ’'.,]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?)(?P<power>×\d)?(?:[\s-]?(?P<after>[^\W\d_]+|[%€$£]))?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`values` are what it may mean, in one normal form; `unit` is that of `qa.checking.figures.units`, "%", a
    currency's sign or ORDINAL, and "" where none is known.
    """

    text: str
    values: frozenset[str]
    unit: str

    @property
    def is_certain(self) -> bool:
        """Whether it may not as well have been said in other words, as a share or an ordinal may."""
        return self.unit != ORDINAL and self.text[0].isdigit()

    def agrees_with(self, other: Quantity) -> bool:
        """Whether both may be the same quantity. A number without a unit may have any but per cent,
        and a measure may be given in another unit.
        """
        if self.unit == other.unit or not (self.unit and other.unit):
            strict = {self.unit, other.unit} & {"%", ORDINAL}
            if self.unit == other.unit == "%":
                return not self.values.isdisjoint(other.values) or self._rounds_to(other)
            if not strict or self.unit == other.unit:
                return not self.values.isdisjoint(other.values)
            return False
        return any(
            same_measure(float(one), self.unit, float(two), other.unit)
            for one in self.values
            for two in other.values
            if ":" not in one + two
        )

    def _rounds_to(self, other: Quantity) -> bool:
        """Whether one of two shares is in words, and the other all but it."""
        in_words = not (self.text[0].isdigit() and other.text[0].isdigit())
        return in_words and any(
            abs(float(one) - float(two)) <= _ROUND_PER_CENT
            for one in self.values
            for two in other.values
        )


def quantities(text: str, language: str, *, generous: bool = False) -> list[Quantity]:
    """The quantities of a text; "one" is none. `generous` also takes for numbers the words that may
    be one, such as the French "neuf", which also means new.
    """
    plain = _GLUED.sub(" ", _PERCENT.sub("%", text.translate(_DIGITS)))
    shares: list[Quantity] = []
    for share, pattern in _FRACTIONS.items():
        for match in pattern.finditer(plain):
            shares.append(Quantity(match[0], frozenset((share,)), "%"))
        plain = pattern.sub(lambda match: "|" * len(match[0]), plain)
    return [*_read(in_digits(plain, language, generous=generous), language, generous), *shares]


def _read(text: str, language: str, generous: bool) -> Iterator[Quantity]:
    for match in _TIME.finditer(text):
        minute = match["minute"] or match["uhr"] or "00"
        half = (match["half"] or match["just"] or "").lower()
        hour = int(match["hour"]) + 12 * (half == "p" and int(match["hour"]) < 12)
        if minute == "00" and not half:
            continue  # "20h00" may as well be hours: it is read as a number
        yield Quantity(match[0], frozenset((f"{hour}:{minute}",)), "")
        text = text[: match.start()] + "|" * len(match[0]) + text[match.end() :]
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
    if unit == "duration-hour" and generous:
        values |= {f"{value}:00" for value in values}  # "dix-sept heures" may be a time of day
    scale = {0: "", 3: " thousand", 6: " million", 9: " billion"}[power]
    sign = f" {unit}" if unit and unit in "%€$£" else ""
    return Quantity(f"{match['digits']}{scale}{sign}", frozenset(values), unit)


def _unit(match: re.Match[str], text: str, language: str) -> str:
    after = (match["after"] or "").lower()
    money = _MONEY.get(match["before"] or after, "%" if after == "%" else "")
    if money:
        return money
    end = match.end("power") if match["power"] else match.end("digits")
    if not match["power"] and _ENDING.match(text, end):
        return ORDINAL
    return unit_at(text, end, language)[0]


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
