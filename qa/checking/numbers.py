"""The quantities that a sentence states, in digits or in words, with their units.

What a number may mean is a set: "1.200" is 1200 to some and 1.2 to others, and two numbers agree when
they may mean the same. Number words come from text2num; Arabic ones, which it lacks, from a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from qa.checking.arabic_numbers import with_digits as arabic_with_digits

_DIGITS: dict[int, str] = {ord(d): str(i % 10) for i, d in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_DIGITS |= {ord("٫"): ",", ord("٬"): " ", 0xA0: " ", 0x202F: " ", 0x2009: " "}
_SPOKEN = frozenset(("fr", "es", "en", "pt", "de", "nl", "da", "it"))  # those that text2num knows
_PERCENT = re.compile(
    r"\b(?:per\s?cent|pour\s?cent|por\s?ciento|per\s?cento|prozent|procent)\b|بالم[ئا]ئ?ة",
    re.IGNORECASE,
)
_UNITS = {
    name: unit
    for unit, names in {
        "%": "%",
        "km": "km kilometres kilometers kilometre kilometer kilomètres kilomètre kilómetros كيلومتر",
        "m": "m metres meters metre meter mètres mètre metros metro متر",
        "cm": "cm centimetres centimeters centimètres centímetros zentimeter",
        "mm": "mm millimetres millimeters millimètres millimètre milímetros millimeter",
        "mile": "miles mile meilen milles millas",
        "ha": "ha hectares hectare hektar hectáreas هكتار هكتارات هكتاراً",
        "t": "t tonnes tonne tons ton tonnen toneladas طن",
        "kg": "kg kilos kilo kilograms kilogrammes kilogramos kilogramm كيلوغرام",
        "l": "litres liters litre liter litros",
        "€": "€ euros euro eur",
        "$": "$ dollars dollar dólares",
        "£": "£",
        "h": "h hours hour heures heure horas stunden stunde ساعات ساعة",
        "min": "min minutes minute minutos minuten دقيقة دقائق",
        "day": "days day jours jour días tage tagen أيام يوم",
        "week": "weeks week semaines semaine semanas wochen أسابيع أسبوع",
        "month": "months month mois meses monate monaten أشهر شهر",
        "year": "years year ans années año años jahre jahren سنوات سنة عاماً",
    }.items()
    for name in names.split()
}
_POWERS = {
    name: power
    for power, names in {
        3: "thousand mille mil tausend ألف آلاف",
        6: "million millions millionen mio millón millones milhões مليون ملايين",
        9: "billion billions milliard milliards milliarden mrd مليار مليارات",
    }.items()
    for name in names.split()
}
# "4,3 millions" is taken for one number before text2num makes two of it.
_SCALED = re.compile(rf"(?<=\d)\s(?P<word>{'|'.join(_POWERS)})\b\.?", re.IGNORECASE)
_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
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
    """`values` are what it may mean, in one normal form; `unit` is "" where none is known."""

    text: str
    values: frozenset[str]
    unit: str

    def agrees_with(self, other: Quantity) -> bool:
        """Whether both may be the same quantity; an unknown unit may be any."""
        units_agree = not self.unit or not other.unit or self.unit == other.unit
        return units_agree and not self.values.isdisjoint(other.values)


def quantities(text: str, language: str, *, generous: bool = False) -> list[Quantity]:
    """The quantities of a text; "one" is none. `generous` also takes for numbers the words that may
    be one, such as the French "neuf", which also means new.
    """
    return list(_read(_in_digits(text, language, generous), generous))


def _in_digits(text: str, language: str, generous: bool) -> str:
    """The text with its number words as digits, and scales and percents as signs."""
    text = _PERCENT.sub("%", text.translate(_DIGITS))
    text = _SCALED.sub(lambda match: f"×{_POWERS[match['word'].lower()]}", text)
    if language == "ar":
        return arabic_with_digits(text)
    if language not in _SPOKEN:
        return text
    from text_to_num import alpha2digit

    text = _GROUP.sub("", text)  # text2num would read the groups of "1 640" one by one
    spoken: str = alpha2digit(text, language, 0 if generous else 1)
    return re.sub(r"\bneuf\b", "9", spoken) if generous and language == "fr" else spoken


def _read(text: str, generous: bool) -> Iterator[Quantity]:
    for match in _TIME.finditer(text):
        minute = match["minute"] or match["uhr"] or "00"
        half = (match["half"] or match["just"] or "").lower()
        hour = int(match["hour"]) + 12 * (half == "p" and int(match["hour"]) < 12)
        if minute == "00" and not half:
            continue  # "20h00" may as well be hours: it is read as a number
        yield Quantity(match[0], frozenset((f"{hour}:{minute}",)), "")
        text = text[: match.start()] + "|" * len(match[0]) + text[match.end() :]
    for match in _NUMBER.finditer(re.sub(r"(?<=\d)(?:h|:)00\b", " h", text)):
        found = _quantity(match, generous)
        if generous or found.values != {"1"}:
            yield found


def _quantity(match: re.Match[str], generous: bool) -> Quantity:
    power = int((match["power"] or "×0")[1:])
    values = {_normal(value.scaleb(power)) for value in _values(match["digits"])}
    unit = _UNITS.get(match["before"] or (match["after"] or "").lower(), "")
    if unit == "h" and generous:
        values |= {f"{value}:00" for value in values}  # "dix-sept heures" may be a time of day
    scale = {0: "", 3: " thousand", 6: " million", 9: " billion"}[power]
    sign = f" {unit}" if unit and unit in "%€$£" else ""
    return Quantity(f"{match['digits']}{scale}{sign}", frozenset(values), unit)


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
