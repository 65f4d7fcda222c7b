"""The word index, on real tantivy files."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.store.word_index import WordIndex, WordWriter
from quoth.index.text.tokens import passage_tokens

TEXTS = {
    0: ("L'armée a pris la ville de Palmyre.", "fr"),
    1: ("The army took the city.", "en"),
    2: ("Un fromage affiné dans la cendre.", "fr"),
    3: ("A cheese aged in ash, a cheese of the valley.", "en"),
}


@pytest.fixture
def words(tmp_path: Path) -> WordIndex:
    writer = WordWriter(tmp_path)
    for number, (text, language) in TEXTS.items():
        writer.add(number, passage_tokens(text, language))
    writer.finish()
    return WordIndex(tmp_path)


def test_a_question_finds_the_passages_of_its_language(words: WordIndex) -> None:
    found = words.search("Quels fromages ?", ["fr", "en"], 10)
    assert list(found) == [2]
    found = words.search("cheeses", ["fr", "en"], 10)
    assert list(found) == [3]


def test_shares_lie_between_zero_and_one_and_rank(words: WordIndex) -> None:
    found = words.search("cheese of the valley", ["en"], 10)
    assert found[3] > found[1] > 0
    assert max(found.values()) <= 1


def test_scoring_given_passages_agrees_with_searching(words: WordIndex) -> None:
    everything = words.search("the cheese of the army", ["en"], 10)
    assert words.score("the cheese of the army", ["en"], [0, 1, 3]) == pytest.approx(everything)
    assert words.score("the cheese of the army", ["en"], [2]) == {}


@pytest.mark.parametrize(
    "question", ["", "?!", '"', "NEAR(", "-army", "army*", "words:army", "a AND", "\\", "^~[]{}"]
)
def test_query_syntax_is_only_words(words: WordIndex, question: str) -> None:
    assert set(words.search(question, ["en", "fr"], 10)) <= {0, 1, 2, 3}


def test_rare_words_weigh_more(words: WordIndex) -> None:
    assert words.idf("nowhere") > words.idf("palmyr") > words.idf("the") > 0
