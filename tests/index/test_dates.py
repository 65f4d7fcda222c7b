from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import find_date, states_day


@pytest.mark.parametrize(
    "text",
    [
        "29 mars 2016",
        "PALMYRE, mardi 29 mars 2016 (AFP)",
        "March 29, 2016",
        "Mar 29th, 2016",
        "29th of March 2016",
        "29 de marzo de 2016",
        "29. März 2016",
        "29 مارس 2016",
        "29 آذار 2016",
        "29 آذار/مارس 2016",
        "٢٩ مارس، ٢٠١٦",
        "2016-03-29",
        "2016-03-29T10:11:12Z",
        "29/03/2016",
        "29.03.2016",
        "03/29/2016",
        "٢٩/٠٣/٢٠١٦",
        "2016年3月29日",
        "31 février 2016 ou 29 mars 2016",
    ],
)
def test_a_date_is_found(text: str) -> None:
    assert find_date(text) == date(2016, 3, 29)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er août 1944", date(1944, 8, 1)),
        ("1º de diciembre de 1999", date(1999, 12, 1)),
        ("3 sept. 2015", date(2015, 9, 3)),
        ("29 كانون الثاني 2016", date(2016, 1, 29)),
        ("27 نيسان (أبريل) 2016", date(2016, 4, 27)),
        ("4 avr. 2001", date(2001, 4, 4)),
        ("03/04/2016", date(2016, 4, 3)),
    ],
)
def test_months_and_orders(text: str, expected: date) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "29 mars", "mars 2016", "31 février 2016", "30/02/2016", "1995-2016", "1.2.3.2016",
     "12345 mars 2016", "10/03/20161", "en 2016, le 29", "version 3.2016.1"],
)  # fmt: skip
def test_no_date_is_made_up(text: str) -> None:
    assert find_date(text) is None


def test_a_day_without_its_year_is_a_day_and_no_date() -> None:
    assert states_day("PARIS, 29 mars (AFP)")
    assert states_day("PARIS, March 29 (Reuters)")
    assert not states_day("PARIS, en mars (AFP)")


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_date_is_read_back(day: date) -> None:
    assert find_date(day.isoformat()) == day
    assert find_date(f"{day.day}/{day.month}/{day.year}") == day


@given(st.text())
def test_any_text_is_searched(text: str) -> None:
    find_date(text)
