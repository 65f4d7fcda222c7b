"""Cosines made comparable from language to language, with the real model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from quoth.index.store.neutral_sentences import SENTENCES, rows_of
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.search.fusion import ranked
from quoth.qa.search.language_bias import LanguageBias

SEEDS = Path(__file__).parents[2] / "questions" / "seeds.json"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Quand le pont a-t-il été fermé aux voitures ?"),
        ("es", "¿Cuándo se cerró el puente a los coches?"),
        ("de", "Wann wurde die Brücke für Autos gesperrt?"),
        ("ar", "متى أغلق الجسر أمام السيارات؟"),
    ],
)
def test_a_question_is_nearest_to_its_own_language(
    answerer: QuestionAnswerer, language: str, question: str
) -> None:
    levels = answerer.query(question).levels
    assert levels.own == language
    assert levels.lift(language) == 0
    assert all(levels.lift(other) > 0 for other in SENTENCES if other != language)
    assert levels.towards(language) is None


def test_a_moved_question_lies_where_the_other_language_does(answerer: QuestionAnswerer) -> None:
    cohort = answerer.generation.cohort
    query = answerer.query("Quand le pont a-t-il été fermé aux voitures ?")
    moved = query.levels.towards("de")
    assert moved is not None
    german, french = (cohort[rows_of(language)].mean(axis=0) for language in ("de", "fr"))
    assert query.vector @ french > query.vector @ german
    assert moved @ german > moved @ french


def test_a_language_without_neutral_sentences_has_the_level_of_all() -> None:
    cohort = np.eye(sum(map(len, SENTENCES.values())), dtype=np.float32)
    levels = LanguageBias(cohort).of(cohort[0])
    assert levels.own == next(iter(SENTENCES))
    assert levels.level("xx") == pytest.approx(1 / len(cohort))
    assert levels.towards("xx") is None


def test_levelling_finds_more_of_what_stands_in_another_language(
    answerer: QuestionAnswerer,
) -> None:
    cards = {Path(card.path).name: card for card in answerer.generation.catalog.articles()}
    levelled = plain = asked = 0
    for article in json.loads(SEEDS.read_text(encoding="utf-8"))["data"]:
        for qa in (qa for paragraph in article["paragraphs"] for qa in paragraph["qas"]):
            if not qa["answers"] or qa["language"] == cards[article["title"]].language:
                continue
            found = answerer.candidates(qa["question"])
            right = {
                p.number
                for p in answerer.generation.catalog.passages_of(cards[article["title"]].id)
            }
            asked += 1
            levelled += found.ranked()[0][0] in right
            plain += ranked(found.cosines, found.words)[0][0] in right
    assert asked > 20
    assert levelled > plain
