"""Passages are whole sentences within a budget, in order, and lose nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Span
from index.building.passages import split_passages
from index.text.sentences import sentence_spans


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_sentences_are_packed_whole_and_evenly() -> None:
    text = " ".join(f"Sentence number {n} has seven words here." for n in range(10))
    pieces = split_passages(text, sentence_spans(text, "en"), (), 30, words)
    assert [len(piece.sentences) for piece in pieces] == [3, 4, 3]
    for piece in pieces:
        assert piece.span.of(text).startswith("Sentence")
        assert piece.span.of(text).endswith("here.")


def test_no_passage_crosses_a_heading_and_each_knows_its_own() -> None:
    text = "Before all.\n\nFirst part\n\nOne is here.\n\nSecond part\n\nTwo is there."
    headings = [Span(text.index(h), text.index(h) + len(h)) for h in ("First part", "Second part")]
    pieces = split_passages(text, sentence_spans(text, "en"), headings, 100, words)
    assert [(piece.heading, piece.span.of(text)) for piece in pieces] == [
        ("", "Before all."),
        ("First part", "One is here."),
        ("Second part", "Two is there."),
    ]


def test_headings_alone_are_still_found() -> None:
    text = "Only a title"
    pieces = split_passages(text, sentence_spans(text, "en"), [Span(0, len(text))], 100, words)
    assert [piece.span.of(text) for piece in pieces] == ["Only a title"]


def test_a_sentence_over_the_budget_is_cut_at_spaces() -> None:
    text = "word " * 99 + "end."
    pieces = split_passages(text, sentence_spans(text, "en"), (), 20, words)
    assert all(len(piece.span.of(text).split()) <= 20 for piece in pieces)
    assert " ".join(piece.span.of(text) for piece in pieces) == text


def test_a_word_over_the_budget_is_cut_anywhere() -> None:
    text = "x" * 1000
    pieces = split_passages(text, [Span(0, 1000)], (), 16, lambda texts: [len(t) for t in texts])
    assert "".join(piece.span.of(text) for piece in pieces) == text


LIST = "- one of the lamps\n- one of the bells\n- one of the ropes\n- one of the boats"
TABLE = "Year | Ships | Crew\n1901 | 12 | 80\n1902 | 15 | 96"


@pytest.mark.parametrize("listing", [LIST, TABLE])
@pytest.mark.parametrize("before", range(1, 24))
def test_a_list_or_a_table_that_fits_stands_in_one_passage(listing: str, before: int) -> None:
    text = "Word. " * before + f"\n\n{listing}\n\n" + "Word. " * 9
    pieces = split_passages(text, sentence_spans(text, "en"), (), 20, words)
    holding = [piece for piece in pieces if listing[-9:] in piece.span.of(text)]
    assert len(holding) == 1
    assert listing in holding[0].span.of(text)


def test_a_list_over_the_budget_is_cut_between_its_items() -> None:
    pieces = split_passages(LIST, sentence_spans(LIST, "en"), (), 12, words)
    assert [piece.span.of(LIST).split("\n") for piece in pieces] == [
        ["- one of the lamps", "- one of the bells"],
        ["- one of the ropes", "- one of the boats"],
    ]


@given(st.text(alphabet="aé. \n«»!?1A", max_size=300), st.integers(1, 12))
def test_every_sentence_stands_in_one_passage_in_order(text: str, budget: int) -> None:
    sentences = sentence_spans(text, "fr")
    pieces = split_passages(text, sentences, (), budget, words)
    spans = [span for piece in pieces for span in piece.sentences]
    assert spans == sorted(spans, key=lambda span: span.start)
    shown = "".join(span.of(text) for span in spans)
    assert "".join(shown.split()) == "".join(text.split())
    for piece in pieces:
        assert piece.span == Span(piece.sentences[0].start, piece.sentences[-1].end)
        assert sum(words([span.of(text) for span in piece.sentences])) <= max(budget, 1)
