"""The words that the index knows: folded, stemmed, and split as their language splits them."""

from __future__ import annotations

import pytest

from quoth.index.text.tokens import passage_tokens, question_terms, words_of


@pytest.mark.parametrize(
    ("text", "language", "tokens"),
    [
        ("L'armée syrienne s’est emparée d'Al-Qaryatayn.", "fr",
         ["arme", "syrien", "est", "empar", "al", "qaryatayn"]),
        ("Aujourd'hui, 2 œufs", "fr", ["aujourd'hui", "2", "oeuf"]),
        ("Sokhné SOKHNE", "und", ["sokhne", "sokhne"]),
        ("Straßen und Flüsse", "de", ["strass", "und", "fluss"]),
        ("東京都", "zh", ["東京", "京都"]),
        ("水", "zh", ["水"]),
        ("Windows 11版", "zh", ["windows", "11", "版"]),
        ("हिन्दी", "und", ["हिनदी"]),
        ("", "fr", []),
    ],
)  # fmt: skip
def test_tokens(text: str, language: str, tokens: list[str]) -> None:
    assert passage_tokens(text, language) == tokens


def test_a_word_of_a_question_is_stemmed_for_every_language_and_counts_once() -> None:
    terms = question_terms("army army", ["en", "fr"])
    assert terms == [("armi", "army")]


def test_an_apostrophe_inside_a_word_is_one_word() -> None:
    assert words_of("l’Hôtel O’Brien") == ["hôtel", "o'brien"]
