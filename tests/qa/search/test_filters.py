"""What narrows a question."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from quoth.index.errors import UsageError
from quoth.qa.questions import Question
from quoth.qa.search.date_ranges import days_of
from quoth.qa.search.filters import NO_FILTERS, Filters, Reading, filters_of, read_filters

TODAY = date(2026, 11, 22)  # a Sunday


def test_every_filter_is_read_out_of_a_question() -> None:
    read = read_filters(
        'Who said "never again" source:AFP source:"Le Phare" since:2016-03 until:2016-04 '
        '-guerre lang:fr article:canal author:"Anna Brandt" tag:climate ?',
        TODAY,
    )
    found = read.filters
    assert read.words == "Who said never again ?"
    assert read.remarks == ()
    assert found == Filters(
        sources=("AFP", "Le Phare"),
        articles=("canal",),
        authors=("Anna Brandt",),
        tags=("climate",),
        languages=("fr",),
        since=date(2016, 3, 1),
        until=date(2016, 4, 30),
        phrases=("never again",),
        without=("guerre",),
    )
    assert read_filters(f"x {found}", TODAY) == Reading("x never again", found)


@pytest.mark.parametrize(
    "text",
    [
        "À 10:30, que s'est-il passé ?",
        "Que dit l'article : le pont est-il fermé ?",
        "See https://example.org/a:b for more",
        "the years 1914 - 1918 and 1939-1945, -5 degrees",
        "-5 degrees at noon: where was it?",
        'a 5" pipe',
        "Wie viele Mitarbeiter:innen streiken?",
        "Welche Autor:innen schrieben?",
        "Küstenbahn:Streik am Montag",
        "Q:Wie viele streiken?",
        "Was war auf der re:publica?",
        "What does arXiv:2101.1 show?",
        "Ukraine: ce que l'on sait",
        "Ukraine:ce que l'on sait",
        "Kysymys:kuka omistaa EU:n?",
        "who source:",
        "C::B and doi:10.1000/182",
    ],
)
def test_what_only_looks_like_a_filter_is_words(text: str) -> None:
    assert read_filters(text, TODAY) == Reading(text, NO_FILTERS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who sorce:AFP", "Did you mean source:?"),
        ("who tags:climate", "Did you mean tag:?"),
        ("who languag:fr", "Did you mean language:?"),
        ('who source:""', "'source'"),
        ('who source:"AFP', "not closed"),
        ("who since:someday", "'someday'"),
        ("who since:2016-13", "'2016-13'"),
        ("who until:2016-02-30", "'2016-02-30'"),
        ("who lang:français", "'français'"),
    ],
)
def test_a_mistyped_filter_is_words_and_pointed_out(text: str, said: str) -> None:
    read = read_filters(text, TODAY)
    assert (read.words, read.filters) == (text, NO_FILTERS)
    (remark,) = read.remarks
    assert said in remark
    assert Question.read(text, TODAY).remark == remark


def test_a_phrase_holds_what_it_quotes() -> None:
    read = read_filters('who said "no source:AFP -here" source:"Le Phare"', TODAY)
    assert read.words == "who said no source:AFP -here"
    assert read.filters == Filters(sources=("Le Phare",), phrases=("no source:AFP -here",))


def test_programs_name_filters_with_types() -> None:
    found = filters_of(
        TODAY,
        since=date(2016, 3, 1),
        until="last week",
        source="AFP",
        language=["fr", "en"],
        article=None,
        author="Anna Brandt",
        tag=["climate", "sea"],
    )
    assert found == Filters(
        sources=("AFP",),
        authors=("Anna Brandt",),
        tags=("climate", "sea"),
        languages=("fr", "en"),
        since=date(2016, 3, 1),
        until=date(2026, 11, 15),
    )
    assert filters_of(TODAY, since=datetime(2016, 3, 1, 9)).since == date(2016, 3, 1)
    with pytest.raises(UsageError, match="'someday'"):
        filters_of(TODAY, since="someday")


def test_filters_alone_ask_nothing() -> None:
    with pytest.raises(UsageError, match="empty"):
        Question.read("source:AFP -guerre", TODAY)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-3-9", "2016-03-09", "2016-03-09"),
        ("29 mars 2016", "2016-03-29", "2016-03-29"),
        ("mars 2016", "2016-03-01", "2016-03-31"),
        ("March 2016", "2016-03-01", "2016-03-31"),
        ("hier", "2026-11-21", "2026-11-21"),
        ("yesterday", "2026-11-21", "2026-11-21"),
        ("depuis lundi", "2026-11-16", "2026-11-16"),
        ("since Monday", "2026-11-16", "2026-11-16"),
        ("lundi dernier", "2026-11-16", "2026-11-16"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("la semaine dernière", "2026-11-09", "2026-11-15"),
        ("le mois dernier", "2026-10-01", "2026-10-31"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("l'année dernière", "2025-01-01", "2025-12-31"),
        ("il y a 3 jours", "2026-11-19", "2026-11-19"),
        ("3 days ago", "2026-11-19", "2026-11-19"),
    ],
)
def test_days_as_one_says_them(value: str, first: str, last: str) -> None:
    assert days_of(value, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_both_of_two_filters_is_the_narrower() -> None:
    one = Filters(sources=("AFP",), since=date(2016, 1, 1), until=date(2017, 1, 1))
    two = Filters(sources=("EFE",), since=date(2016, 6, 1))
    assert one & two == Filters(
        sources=("AFP", "EFE"), since=date(2016, 6, 1), until=date(2017, 1, 1)
    )
