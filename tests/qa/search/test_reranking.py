"""A cross-encoder reads the best passages again: a tiny one, made here, with random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import EmbedderError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.settings import AnswerSettings
from tests.tiny_model import tiny_model

QUESTION = "Combien de jours a duré la grève ?"


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("cross-encoder"), "SequenceClassification")


def test_the_order_is_the_cross_encoders(
    seed_library: Path, answerer: QuestionAnswerer, cross_encoder: Path
) -> None:
    from sentence_transformers import CrossEncoder

    library = Library(seed_library, IndexSettings())
    with QuestionAnswerer.open(library, AnswerSettings(reranker=str(cross_encoder))) as reranking:
        hits = reranking.answer(QUESTION, 20).hits
    plain = answerer.search(QUESTION, 20)
    assert {hit.passage.id for hit in hits} == {hit.passage.id for hit in plain}
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    pairs = [(QUESTION, f"{hit.article.title}\n{hit.passage.text}") for hit in hits]
    scores = CrossEncoder(str(cross_encoder)).predict(pairs)
    assert [hit.score for hit in hits] == pytest.approx(scores.tolist(), abs=1e-5)
    assert list(scores) == sorted(scores, reverse=True)


def test_a_reranker_that_is_not_there_is_named(seed_library: Path, tmp_path: Path) -> None:
    settings = AnswerSettings(reranker=str(tmp_path / "nothing"))
    with pytest.raises(EmbedderError, match="nothing") as refused:
        QuestionAnswerer.open(Library(seed_library, IndexSettings()), settings)
    assert "reranker" in refused.value.hint
