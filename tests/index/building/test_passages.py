"""Passages are whole sentences within a budget, in order, and lose nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.articles import Span
from quoth.index.building.passages import split_passages
from quoth.index.text.sentences import sentence_spans


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_sentences_are_packed_whole_and_evenly() -> None:
    text = " ".join(f"Sentence number {n} has seven words here." for n in range(10))
    pieces = split_passages(text, sentence_spans(text, "en"), (), 30, words)
    assert [len(piece.sentences) for piece in pieces] == [3, 4, 3]
    for piece in pieces:
        assert piece.span.of(text).startswith("Sentence")
        assert piece.span.of(text).endswith("here.")


def sections(*parts: tuple[str, int]) -> tuple[str, list[Span]]:
    """A text of sections with these headings and so many sentences, and the headings' spans."""
    text, headings = "", []
    for heading, count in parts:
        if heading:
            headings.append(Span(len(text), len(text) + len(heading)))
            text += heading + "\n\n"
        text += " ".join(f"Sentence {n} under {heading or 'none'}." for n in range(count)) + "\n\n"
    return text, headings


def test_no_passage_crosses_a_heading_between_long_sections() -> None:
    text, headings = sections(("", 5), ("First", 6), ("Second", 12))
    pieces = split_passages(text, sentence_spans(text, "en"), headings, 30, words)
    assert [piece.heading for piece in pieces] == ["", "First", "Second", "Second"]
    assert all(f"under {piece.heading or 'none'}." in piece.span.of(text) for piece in pieces)
    assert "First\n" not in "".join(piece.span.of(text) for piece in pieces)


def test_short_sections_share_a_passage_with_their_headings_as_text() -> None:
    text, headings = sections(("First", 1), ("Second", 1), ("Third", 1))
    (piece,) = split_passages(text, sentence_spans(text, "en"), headings, 30, words)
    assert piece.heading == "First"
    assert piece.span.of(text) == (
        "Sentence 0 under First.\n\nSecond\n\nSentence 0 under Second.\n\n"
        "Third\n\nSentence 0 under Third."
    )
    assert [span.of(text) for span in piece.sentences][1] == "Second"


@pytest.mark.parametrize("place", range(4))
def test_a_section_of_one_sentence_is_no_passage_of_its_own(place: int) -> None:
    parts = [("First", 9), ("Second", 8), ("Third", 7)]
    text, headings = sections(*parts[:place], ("Short", 1), *parts[place:])
    pieces = split_passages(text, sentence_spans(text, "en"), headings, 30, words)
    assert all(len(piece.span.of(text)) > 50 for piece in pieces)
    assert sum("under Short." in piece.span.of(text) for piece in pieces) == 1


def test_a_heading_stands_with_what_follows_it() -> None:
    for count in range(1, 14):
        text, headings = sections(("First", count), ("Second", 1), ("Third", 9))
        for piece in split_passages(text, sentence_spans(text, "en"), headings, 20, words):
            assert piece.span.of(text).endswith(".")
            named = re.findall(r"under (\w+)\.", piece.span.of(text))[0]
            assert named == piece.heading


def test_a_heading_that_nothing_follows_is_text() -> None:
    text, headings = sections(("First", 5))
    text += "The end"
    headings.append(Span(len(text) - len("The end"), len(text)))
    pieces = split_passages(text, sentence_spans(text, "en"), headings, 60, words)
    assert pieces[-1].span.of(text).endswith("The end")


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
