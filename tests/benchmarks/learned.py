"""Learns the made-up vectors from the real model, and says how near they come to it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from quoth.index.building.reading import read_articles
from quoth.index.embedders.base import Embedder, FloatArray, PassageText
from quoth.index.settings import IndexSettings
from tests.benchmarks.articles import Source, articles, write_articles
from tests.benchmarks.made_up import Words
from tests.benchmarks.texts import Text, write_texts

_A_PASSAGE = 6  # sentences
_TRIED = 60  # articles to compare on


def learn(texts: list[Text], embedder: Embedder) -> Words:
    """From every passage of the texts and every sentence of it."""
    with tempfile.TemporaryDirectory() as scratch:
        write_texts(Path(scratch, "texts"), texts)
        passages = passages_of(Path(scratch, "texts"), embedder)
    seen, vectors = [], []
    for passage, made in zip(passages, embedder.embed_passages(passages), strict=True):
        seen.append(_whole(passage))
        vectors.append(made.passage[None])
        if made.sentences is not None:
            seen += [passage.text[start:end] for start, end in passage.sentences]
            vectors.append(made.sentences)
    return Words.fitted(seen, np.concatenate(vectors))


def likeness(words: Words, sources: list[Source], embedder: Embedder) -> str:
    """The cosines among passages of made-up articles, with the model's vectors and with ours."""
    with tempfile.TemporaryDirectory() as scratch:
        write_articles(Path(scratch), sources, _TRIED, sentences=24)
        passages = passages_of(Path(scratch), embedder)
    real = np.array([made.passage for made in embedder.embed_passages(passages)])
    ours = words.vectors([_whole(passage) for passage in passages])
    return (
        f"Of {len(passages)} such passages, embedded in earnest / made up: mean cosine of two "
        f"{_mean(real):.3f} / {_mean(ours):.3f}; of one and its tenth nearest "
        f"{_tenth(real):.3f} / {_tenth(ours):.3f}; of a passage's two vectors "
        f"{float((real * ours).sum(axis=1).mean()):.3f}; dimension of the neighbourhood "
        f"{_dimension(real):.0f} / {_dimension(ours):.0f}."
    )


def many_vectors(words: Words, sources: list[Source], count: int) -> FloatArray:
    """(count, dimension): of passages of made-up articles, each an article of its own."""
    texts = articles(sources, count, _A_PASSAGE)
    return np.concatenate([words.vectors([" ".join(text.split())]) for text in texts])


def passages_of(folder: Path, embedder: Embedder) -> list[PassageText]:
    """Those of all text files under a folder, cut as an index cuts them."""
    budget = IndexSettings().passage_tokens
    return [
        text
        for file in sorted(folder.rglob("*.txt"))
        for article in read_articles(str(file), "", embedder, budget, set())
        for text in article.texts
    ]


def _whole(passage: PassageText) -> str:
    return f"{passage.context} {passage.text}"


def _mean(vectors: FloatArray) -> float:
    return float((vectors @ vectors.T)[np.triu_indices(len(vectors), 1)].mean())


def _tenth(vectors: FloatArray) -> float:
    """The first of each row's sorted cosines is its own, 1."""
    return float(np.sort(vectors @ vectors.T, axis=1)[:, -11].mean())


def _dimension(vectors: FloatArray) -> float:
    """The median estimate by the 20 nearest of each row: the inverse of the mean log of the last
    one's distance over another's (Levina and Bickel 2004). It is what makes HNSW's work hard.
    """
    nearest = -np.sort(-(vectors @ vectors.T), axis=1)[:, 1:21]
    distances = np.sqrt(np.maximum(2 - 2 * nearest, 1e-9))
    logs = np.log(distances[:, -1:] / distances[:, :-1])
    return float(np.median(1 / logs.mean(axis=1)))
