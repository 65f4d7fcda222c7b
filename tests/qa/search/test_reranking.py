"""A cross-encoder reads the best passages again: a tiny one, made here, with random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import EmbedderError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.settings import AnswerSettings

QUESTION = "Combien de jours a duré la grève ?"


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("cross-encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]
    words += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=512,
    )  # fmt: skip
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    CrossEncoder(str(folder)).save(str(folder))
    return folder


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
