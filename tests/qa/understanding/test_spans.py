"""The span of time of a request, also where a day or a month is said in short."""

from __future__ import annotations

from datetime import date

import pytest

from quoth.qa.understanding.spans import span_asked

TODAY = date(2026, 11, 26)
APRIL = (date(2019, 4, 3), date(2019, 4, 12), False)
SPRING = (date(2000, 3, 1), date(2000, 5, 31), True)


@pytest.mark.parametrize(
    ("request_", "span"),
    [
        ("What changed between 3rd and 12th April 2019?", APRIL),
        ("Qu'est-ce qui a changé entre le 3 et le 12 avril 2019 ?", APRIL),
        ("¿Qué cambió entre el 3 y el 12 de abril de 2019?", APRIL),
        ("Was hat sich zwischen dem 3. und dem 12. April 2019 geändert?", APRIL),
        ("ما الذي تغير بين 3 و12 أبريل 2019؟", APRIL),
        ("What changed between March and May in Palmyra?", SPRING),
        ("Qu'est-ce qui a changé entre mars et mai à Palmyre ?", SPRING),
        ("¿Qué cambió entre marzo y mayo?", SPRING),
        ("Was hat sich zwischen März und Mai geändert?", SPRING),
        ("ما الذي تغير بين آذار وأيار؟", SPRING),
        ("Che cosa è cambiato tra marzo e maggio?", SPRING),
        (
            "What changed between November and February?",
            (date(2000, 11, 1), date(2001, 2, 28), True),
        ),
        ("What has changed since March?", (date(2000, 3, 1), date(2000, 3, 31), True)),
        (
            "Qu'est-ce qui a changé depuis le 3 avril 2019 ?",
            (date(2019, 4, 3), date(2019, 4, 3), False),
        ),
        (
            "What changed about the 40 houses on 12 May 2020?",
            (date(2020, 5, 12), date(2020, 5, 12), False),
        ),
    ],
)
def test_days_and_months_in_short_are_a_span(request_: str, span: tuple[date, date, bool]) -> None:
    (told,) = span_asked(request_, "", TODAY)
    assert (told.first, told.last, told.any_year) == span


@pytest.mark.parametrize(
    ("request_", "topic"),
    [
        ("What may have changed?", ""),
        ("What changed in the Mars mission?", "Mars mission"),
        ("Was hat sich geändert?", ""),
    ],
)
def test_what_only_looks_like_a_month_is_no_time(request_: str, topic: str) -> None:
    assert span_asked(request_, topic, TODAY) == ()
