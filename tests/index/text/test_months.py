"""The months' names that are kept are those of Unicode's tables."""

from __future__ import annotations

import json

from quoth.index.text import days, months


def test_the_file_is_what_unicode_says() -> None:
    assert json.loads(months._FILE.read_text("utf-8")) == months.tables_of_unicode()


def test_a_name_that_two_languages_read_differently_needs_its_language() -> None:
    assert months.months_of("hr")["listopada"] == 10
    assert months.months_of("pl")["listopada"] == 11
    assert "listopada" not in months.months_of("")
    assert months.is_year_first("hu")
    assert not months.is_year_first("fr")
    assert not months.is_year_first("no such language")


def test_the_days_are_those_of_the_tables() -> None:
    assert json.loads(days._FILE.read_text("utf-8")) == json.loads(
        json.dumps(days.tables_of_unicode())
    )
