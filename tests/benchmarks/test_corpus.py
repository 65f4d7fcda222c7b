"""The articles that benchmarks make, and the vectors that are made up for them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from quoth.index.embedders.base import Embedder, PassageText
from tests.benchmarks.articles import MARK, Source, articles, sources_of, write_articles
from tests.benchmarks.learned import learn, passages_of
from tests.benchmarks.made_up import MadeUp, Words
from tests.benchmarks.texts import seed_texts


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return sources_of(seed_texts())


@pytest.fixture(scope="module")
def words(embedder: Embedder) -> Words:
    return learn(seed_texts()[:8], embedder)


def test_articles_are_the_same_every_time_and_for_every_count(sources: list[Source]) -> None:
    few = list(articles(sources, 30, sentences=9))
    assert few == list(islice(articles(sources, 1_000_000, sentences=9), 30))
    assert len(set(few)) == 30


def test_passages_differ(sources: list[Source], embedder: Embedder, tmp_path: Path) -> None:
    write_articles(tmp_path, sources, 120, sentences=24)
    texts = [passage.text for passage in passages_of(tmp_path, embedder)]
    assert len(texts) > 300
    assert len(set(texts)) == len(texts)


def test_articles_are_of_several_languages(sources: list[Source]) -> None:
    written = "".join(articles(sources, 60, sentences=12))
    assert {" les ", " the ", " der ", "ال"} <= {
        w for w in (" les ", " the ", " der ", "ال") if w in written
    }


def test_names_and_numbers_are_others() -> None:
    source = Source("Ferry", "en", ("The ferry of Lisle sank near Corran in 1887 with 40 goats.",))
    written = next(articles([source], 1, sentences=3))
    assert "The ferry of " in written
    assert not {"Lisle", "Corran", "1887"} & set(written.replace(".", " ").split())
    sentences = written.split("\n\n")[1].split(". ")
    assert len({sentence.split()[3] for sentence in sentences}) == 1, "a name has one other name"


def test_made_up_vectors_lie_near_the_model_s_own(embedder: Embedder, words: Words) -> None:
    texts = [f"{text.title} {text.body[:400]}" for text in seed_texts()[:8]]
    made = embedder.embed_passages([PassageText("", text) for text in texts])
    real = np.array([vectors.passage for vectors in made])
    ours = words.vectors(texts)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    cosines = ours @ real.T
    assert cosines.diagonal().min() > 0.8
    assert (cosines.argmax(axis=1) == np.arange(8)).sum() >= 6, "each is nearest to its own text"


def test_made_up_vectors_are_kept(words: Words, tmp_path: Path) -> None:
    words.save(tmp_path / "words.npz")
    texts = ["Où est le pont ?", "", "le pont le pont"]
    assert np.array_equal(Words.load(tmp_path / "words.npz").vectors(texts), words.vectors(texts))


def test_only_marked_articles_have_made_up_vectors(embedder: Embedder, words: Words) -> None:
    text = "The mill was sold. Nobody knows why."
    mine = PassageText("The mill", text, ((0, 18), (19, 36)))
    marked = PassageText(f"The mill{MARK}7", text, mine.sentences)
    real, made = MadeUp(embedder, words).embed_passages([mine, marked])
    own = embedder.embed_passages([mine])[0]
    assert np.array_equal(real.passage, own.passage)
    expected = words.vectors([f"{marked.context} {text}", text[:18], text[19:]])
    assert np.array_equal(made.passage, expected[0])
    assert made.sentences is not None
    assert np.array_equal(made.sentences, expected[1:])
