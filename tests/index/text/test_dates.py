from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dates import find_date, states_day


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


MONTHS = {
    "{} {} {}": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "le {}er {} {}": "Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre",
    "{1} {0}, {2}": "January February March April May June July August September October November December",
    "{} {} {}.": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "{} de {} de {}": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "{}. {} {}": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "am {}. {} {}": "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember",
    "{} {} {} م": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "في {} {} {}": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "الجزائر، {} {} {}": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
}  # fmt: skip


@pytest.mark.parametrize("form", MONTHS)
def test_every_month_is_known(form: str) -> None:
    names = MONTHS[form].split()
    assert len(names) == 12
    for month, name in enumerate(names, start=1):
        written = form.format(1, name.replace("_", " "), 1987)
        assert find_date(written) == date(1987, month, 1), written


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
