from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.text.dates import dates_in, find_date, states_day, without_dates


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
    [
        "3 март 2019", "3. března 2019", "3. marts 2019", "3. März 2019", "3 Μαρτίου 2019",
        "3 March 2019", "3 de marzo de 2019", "3. märts 2019", "3. maaliskuuta 2019", "3 mars 2019",
        "3 Márta 2019", "3. ožujka 2019.", "2019. március 3.", "3 marzo 2019", "2019 m. kovo 3 d.",
        "2019. gada 3. marts", "3 ta' Marzu 2019", "3 maart 2019", "3 marca 2019 r.",
        "3 de março de 2019", "3 martie 2019", "3. marca 2019", "den 3 mars 2019", "3 марта 2019 г.",
        "3 Mart 2019 Pazar", "3 березня 2019 року", "3 مارس 2019", "3 آذار 2019", "ב-3 במרץ 2019",
        "2019年3月3日", "2019년 3월 3일", "20190303", "03.03.19", "3/3/19", "3-3-19",
    ],
)  # fmt: skip
def test_dates_of_many_languages(text: str) -> None:
    assert find_date(text) == date(2019, 3, 3)
    assert "\0" in without_dates(text)


def test_a_month_that_languages_call_alike_needs_the_language() -> None:
    assert find_date("3 listopada 2019") is None
    assert find_date("3 listopada 2019", "pl") == date(2019, 11, 3)
    assert find_date("3. listopada 2019.", "hr") == date(2019, 10, 3)
    # Only Croatian writes the name with a full stop after the day.
    assert find_date("3. listopada 2019.") == find_date("3. listopada 2019.", "en")
    assert find_date("3. listopada 2019.", "en") == date(2019, 10, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年10月14日", date(2019, 10, 14)),
        ("平成三十一年四月二十三日", date(2019, 4, 23)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("民國108年10月14日", date(2019, 10, 14)),
        ("二〇一九年十月十四日", date(2019, 10, 14)),
        ("二○一九年十二月三十日", date(2019, 12, 30)),
        ("14 Deireadh Fómhair 2019", date(2019, 10, 14)),
        ("14 Meán Fómhair 2019", date(2019, 9, 14)),
    ],
)
def test_dates_in_signs_in_reigns_and_in_months_of_two_words(text: str, day: date) -> None:
    assert find_date(text) == day


def test_each_date_has_the_words_before_it() -> None:
    found = dates_in("Updated 27.11.2019, published on 3 February 2017")
    assert found == [
        ("updated ", date(2019, 11, 27)),
        (", published on ", date(2017, 2, 3)),
    ]


def test_short_dates_are_read_as_the_language_writes_them() -> None:
    assert find_date("05.03.19", "de") == find_date("05/03/19") == date(2019, 3, 5)
    assert find_date("19.03.05", "hu") == find_date("19/03/05", "ja") == date(2019, 3, 5)
    assert find_date("03/29/16", "en") == date(2016, 3, 29)
    assert find_date("05.03.72") == date(1972, 3, 5)
    assert find_date("05.03.19", "no such language") == date(2019, 3, 5)


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
     "12345 mars 2016", "10/03/20161", "en 2016, le 29", "version 3.2016.1",
     "1.2.3.16", "99.99.99", "120190303", "201903031", "12 boats 2019", "2003 mai 2004"],
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
