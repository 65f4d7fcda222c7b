from __future__ import annotations

import time

import pytest

from quoth.index.text.raised import lowered, raised, set_apart
from quoth.index.text.tokens import words_of


@pytest.mark.parametrize(
    ("before", "text", "written"),
    [
        ("given up in 1788", "2", "²"),
        ("had been 35", "3", "³"),
        ("holds 10", "9", "⁹"),
        ("holds 10", "-3", "⁻³"),
        ("covers 12 km", "2", "²"),
        ("10", "n", "ⁿ"),
        ("10", "2.5", "^2.5"),
        ("the 19", "th", "th"),
        ("le 1", "er", "er"),
        ("M", "me", "me"),
        ("n", "o", "o"),
        ("the abbey of Meren", "2", ""),
        ("the flood.", "12", ""),
        ("the flood.", "12, 13", ""),
        ("he said”", "4", ""),
        ("1642", "[3]", ""),
        ("1642", "[note 3]", ""),
        ("1642", "*", ""),
        ("1642", "†", ""),
        ("1642", "  ", ""),
        ("", "2", "2"),
        ("sold ", "new", "new"),
    ],
)
def test_a_raised_figure_is_no_digit_of_the_number_before_it(
    before: str, text: str, written: str
) -> None:
    assert raised(text, before) == written


def test_a_raised_link_is_the_mark_of_a_note() -> None:
    assert raised("4", "1642", linked=True) == ""
    assert raised("4", "the sea", linked=True) == ""
    words = " a long remark that the page raises and links"
    assert raised(words, "1642", linked=True) == words


@pytest.mark.parametrize(
    ("before", "text", "written"),
    [("CO", "2", "2"), ("101", "2", "₂"), ("x", "i", "i"), ("", "2", "2")],
)
def test_a_lowered_figure_stays_plain_after_a_letter(before: str, text: str, written: str) -> None:
    assert lowered(text, before) == written


def test_words_are_found_without_the_figure_raised_after_them() -> None:
    assert words_of("in 1788² pence³ and 12 km²") == [
        "in",
        "1788",
        "2",
        "pence",
        "3",
        "and",
        "12",
        "km2",
    ]
    assert set_apart("²³ CO₂") == "²³ CO₂"


def test_hostile_figures_are_told_at_once() -> None:
    started = time.process_time()
    for part in ("1", "²", "*,", "1,", "(-", "[1"):
        text = part * 50_000
        raised(text, text)
        set_apart(text)
    assert time.process_time() - started < 1
