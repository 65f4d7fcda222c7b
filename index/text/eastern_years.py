"""Dates of China and Japan in signs instead of figures, and in the years of a reign, as others write them."""

from __future__ import annotations

import re
import unicodedata

_ERAS = {
    "明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "民国": 1912, "民國": 1912,
}  # fmt: skip
"""The first year of each reign, and of the republic after which Taiwan counts."""
_FIRST = "元"
_SIGNS = "〇○零一二三四五六七八九"
_COUNT = rf"(?:\d{{1,2}}|[十{_SIGNS}]{{1,3}})"
_DATE = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERAS)})\s?(?P<count>{_FIRST}|{_COUNT}|\d{{3}})|(?P<year>[{_SIGNS}]{{4}}))"
    rf"\s?年\s?(?P<month>{_COUNT})\s?月\s?(?P<day>{_COUNT})\s?日"
)


def in_figures(text: str) -> str:
    """The text with such dates in figures and in our years: 令和元年十月十四日 is 2019年10月14日."""
    return _DATE.sub(_written, text) if "年" in text else text


def _written(found: re.Match[str]) -> str:
    if found["era"]:
        count = 1 if found["count"] == _FIRST else _number(found["count"])
        year = _ERAS[found["era"]] + count - 1
    else:
        year = _number(found["year"])
    return f"{year}年{_number(found['month'])}月{_number(found['day'])}日"


def _number(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    if ten:
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(_value(sign)) for sign in written))


def _value(sign: str) -> int:
    return 0 if sign == "○" else int(unicodedata.numeric(sign))
