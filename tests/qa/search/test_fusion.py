"""Scores are added, not ranks."""

from __future__ import annotations

from quoth.qa.search.fusion import WORD_WEIGHT, fuse, ranked


def test_words_count_for_what_they_are() -> None:
    assert fuse(0.8, 0.0) == 0.8
    assert fuse(0.8, 1.0) == 0.8 + WORD_WEIGHT


def test_words_of_another_language_do_no_harm() -> None:
    assert [number for number, _ in ranked({1: 0.9, 2: 0.8, 3: 0.85}, {})] == [1, 3, 2]


def test_a_word_match_lifts_a_passage_that_is_a_little_less_near() -> None:
    assert ranked({1: 0.85, 2: 0.84}, {2: 0.5})[0][0] == 2


def test_ties_are_broken_the_same_way_every_time() -> None:
    assert ranked({5: 0.5, 2: 0.5, 9: 0.5}, {}) == [(2, 0.5), (5, 0.5), (9, 0.5)]
