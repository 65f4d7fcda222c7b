"""Passages in windows: every sentence once, in order, none larger than a reader can take."""

from __future__ import annotations

import pytest

from quoth.index.articles import Passage, Span
from quoth.index.text.sentences import sentence_spans
from quoth.qa.reading.windows import WINDOW_BYTES, windows_of

FRENCH = "Le canal est fermé depuis mercredi. " * 30
CHINESE = "运河自星期三起关闭。船只停在港口。" * 40
ARABIC = "أُغلقت القناة منذ يوم الأربعاء. " * 30


def passage_of(text: str, language: str = "fr", start: int = 0) -> Passage:
    """A passage that begins at an offset of its article."""
    sentences = tuple(
        Span(span.start + start, span.end + start) for span in sentence_spans(text, language)
    )
    span = Span(start, start + len(text))
    return Passage("p", 0, "a", span, text, "", language, sentences)


@pytest.mark.parametrize(
    ("text", "language"), [(FRENCH, "fr"), (CHINESE, "zh"), (ARABIC, "ar"), ("Un.", "fr")]
)
def test_each_sentence_is_in_one_window_in_order(text: str, language: str) -> None:
    passage = passage_of(text, language, start=17)
    windows = windows_of(passage)
    assert tuple(span for window in windows for span in window.sentences) == passage.sentences
    assert all(len(window.text.encode()) <= WINDOW_BYTES for window in windows)
    assert all(window.text == passage.quote(window.span) for window in windows)


def test_windows_are_filled_evenly() -> None:
    sizes = [len(window.text.encode()) for window in windows_of(passage_of(FRENCH))]
    assert len(sizes) == 3
    assert max(sizes) - min(sizes) < WINDOW_BYTES / 3


def test_a_long_sentence_makes_a_window_by_itself() -> None:
    text = "Court. " + "mot " * 400 + "fin. Encore court."
    windows = windows_of(passage_of(text))
    assert [len(window.sentences) for window in windows] == [1, 1, 1]


def test_a_passage_without_sentences_has_no_window() -> None:
    assert windows_of(Passage("p", 0, "a", Span(0, 0), "", "", "fr", ())) == []
