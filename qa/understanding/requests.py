"""Requests that the whole library answers rather than a sentence: a chronology, a count, a summary.

Linear probes, trained on requests in thirteen languages (`tests/training/probes/requests.py`), read the
built-in model's vectors: of each word, whether it is of the topic or asks; and of the question and
the words that ask, what kind of request it is. Where they are in doubt it is a question.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import exp
from pathlib import Path

import numpy as np
import regex

from quoth.index.embedders.base import Embedder, FloatArray, PassageText
from quoth.index.embedders.builtin import model as builtin_model
from quoth.qa.understanding.probes import beside

FILE = Path(__file__).with_name("requests.npz")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'ʼ.&\-‐‑][\p{L}\p{M}\p{N}]+)*")
_WORTH_READING = -3.0  # logit of the question alone from which its words are looked at
_MAX_GAP_WORDS = 2  # words that stand between two of a topic, as in "fusion entre A et B"
_SURE = 3.0  # logit from which what cannot be answered so is not asked as a question instead


class Kind(StrEnum):
    """What is asked of a library."""

    CHRONOLOGY = "chronology"
    COUNT = "count"
    PAPERS = "papers"
    LIST = "list"
    COMPARE = "compare"
    SUMMARY = "summary"
    NEWS = "news"
    CHANGES = "changes"


_LEAST = dict.fromkeys(Kind, 1.5) | dict.fromkeys((Kind.NEWS, Kind.COMPARE, Kind.LIST), 1.0)
"""The logits from which a question is taken for a request."""


@dataclass(frozen=True, slots=True)
class Request:
    """A `kind` of answer about a `topic`, "" for none; `chance` 0..1 that it was asked for, and
    whether that `is_sure`.
    """

    kind: Kind
    topic: str
    chance: float = 1.0
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class _WordsTold:
    """A question's words: their vectors (words, dimension), the chance 0..1 of each that it is of the
    topic (words,), and the `topic`, "" for none.
    """

    rows: FloatArray
    topical: FloatArray
    topic: str


class Requests:
    """Tells requests from questions. Several threads may ask at once."""

    def __init__(self, embedder: Embedder, embed_question: Callable[[str], FloatArray]) -> None:
        """`embed_question` is the embedder's own, which may remember."""
        own = embedder.identity.name == builtin_model.NAME
        self.is_at_hand = own
        """Whether the model is open anyway."""
        self._own = (embedder, embed_question) if own else None
        self._opening = threading.Lock()

    def read(self, question: str) -> Request | None:
        """What is requested, or None for a question, and where the built-in model cannot be had."""
        if (model := self._opened()) is None:
            return None
        embedder, embed = model
        probes, vector = self._probes, embed(question)
        if float(vector @ probes["any.weight"] + probes["any.bias"]) < _WORTH_READING:
            return None
        if (told := self._words_told(embedder, question)) is None:
            return None
        logits = features(vector, told.rows, told.topical) @ probes["kind.weight"]
        logits += probes["kind.bias"]
        best = int(logits.argmax())
        kind, logit = list(Kind)[best], float(logits[best])
        if logit < _LEAST[kind]:
            return None
        return Request(kind, told.topic, 1 / (1 + exp(-logit)), logit >= _SURE)

    def topic(self, question: str) -> str:
        """The words of a question that name what it is about; all of it where that is not known."""
        model = self._opened()
        told = self._words_told(model[0], question) if model else None
        return (told and told.topic) or question

    def _opened(self) -> tuple[Embedder, Callable[[str], FloatArray]] | None:
        with self._opening:
            return self._own or self._beside

    def _words_told(self, embedder: Embedder, question: str) -> _WordsTold | None:
        """What its words are; None where it has none."""
        words = words_of(question)
        rows = word_vectors(embedder, question, words)
        if rows is None:
            return None
        probes = self._probes
        topical = of_topic(rows, probes["topic.weight"], float(probes["topic.bias"]))
        return _WordsTold(rows, topical, topic_of(question, words, topical))

    @cached_property
    def _probes(self) -> dict[str, FloatArray]:
        with np.load(FILE, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}

    @cached_property
    def _beside(self) -> tuple[Embedder, Callable[[str], FloatArray]] | None:
        opened = beside()
        return (opened, opened.embed_question) if opened else None


def words_of(question: str) -> list[tuple[int, int]]:
    """Where the words of a question stand in it."""
    return [match.span() for match in _WORD.finditer(question)]


def word_vectors(
    embedder: Embedder, question: str, words: Sequence[tuple[int, int]]
) -> FloatArray | None:
    """What a model makes of each word in its place: (words, dimension); None where there is none."""
    if not words:
        return None
    return embedder.embed_passages([PassageText("", question, tuple(words))])[0].sentences


def of_topic(rows: FloatArray, weight: FloatArray, bias: float) -> FloatArray:
    """The chance 0..1 of each word that it is of the topic: (words,)."""
    chances: FloatArray = 1 / (1 + np.exp(-(rows @ weight + bias)))
    return chances


def features(vector: FloatArray, rows: FloatArray, topical: FloatArray) -> FloatArray:
    """What tells the kind: the mean of the words that ask, and the question: (2 * dimension,)."""
    asking = 1 - topical
    mean = (rows * asking[:, None]).sum(axis=0) / max(float(asking.sum()), 1e-3)
    return np.concatenate([mean, vector]).astype(np.float32)


def topic_of(question: str, words: Sequence[tuple[int, int]], topical: FloatArray) -> str:
    """The words of the topic, with those that stand between them."""
    told = [at for at, chance in enumerate(topical) if chance > 0.5]
    runs: list[tuple[int, int]] = []
    for at in told:
        if runs and at - runs[-1][1] <= _MAX_GAP_WORDS:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return " ".join(question[words[first][0] : words[last][1]] for first, last in runs)
