"""Refusing to answer, with a model that has no shipped figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from tests.minilm import minilm_folder


@pytest.fixture
def answerer(tmp_path: Path) -> QuestionAnswerer:
    article = tmp_path / "well.txt"
    article.write_text(
        "The well of Tarn\n\nThe well of Tarn is ninety feet deep. It was dug by Ysolde Perrin in "
        "1811, when the spring failed. Sheep drink there in summer.\n",
        encoding="utf-8",
    )
    library = Library(tmp_path / "library", IndexSettings(embedder=minilm_folder()))
    library.rebuild([article])
    return QuestionAnswerer.open(library)


def test_another_model_answers_what_is_there_and_refuses_what_is_not(
    answerer: QuestionAnswerer,
) -> None:
    there = answerer.answer("How deep is the well of Tarn?")
    assert there.answered
    assert "ninety feet" in there.text
    for question in ("What is the capital of Peru?", "How many goals were scored on Sunday?"):
        elsewhere = answerer.answer(question)
        assert not elsewhere.answered
        assert elsewhere.citations == ()
        assert elsewhere.confidence < there.confidence
