"""Trains the probes that tell requests from questions: `python -m tests.training.probes.requests`.

Learns from `kinds.jsonl.gz` (requests with their topics, and questions much like them) and from half of
the questions of `turns.jsonl.gz` and of the stories, and writes `qa/understanding/requests.npz`.
Every fifth question, by the SHA-1 of its text, is left out and judged by; what is printed is how
many of those of a kind are told, and how many others are taken for it.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, FloatArray
from quoth.qa.understanding.requests import (
    FILE,
    Kind,
    features,
    of_topic,
    word_vectors,
    words_of,
)
from tests.training.probes.turns import HERE, fit, held_back, newest_rows
from tests.training.rows import read_lines

_SAMPLE = 2


@dataclass(frozen=True)
class Asked:
    """A question as the model sees it: `vector` of it all, `rows` of its words (words, dimension);
    `topical` says of each word whether it is of the topic, and is empty where that is not known.
    """

    question: str
    kind: str
    vector: FloatArray
    rows: FloatArray
    topical: tuple[bool, ...] = ()

    @property
    def is_held_back(self) -> bool:
        """Whether it is left out of the training."""
        return held_back(self.question)


def asked(embedder: Embedder) -> list[Asked]:
    """All that is learnt from."""
    found = []
    for row in read_lines(HERE / "kinds.jsonl.gz"):
        question, topic = row["question"], row["topic"]
        start = question.find(topic) if topic else -1
        is_request = row["kind"] in list(Kind)
        topical = tuple(
            start >= 0 and start <= first and last <= start + len(topic)
            for first, last in words_of(question)
        )
        found.append(_seen(embedder, question, row["kind"], topical if is_request else ()))
    others = [row["question"] for row in read_lines(HERE / "turns.jsonl.gz")]
    others += [question for question, _ in newest_rows()[len(found) :]]
    found += [_seen(embedder, question, "fact", ()) for question in others if _is_sampled(question)]
    return found


def _seen(embedder: Embedder, question: str, kind: str, topical: tuple[bool, ...]) -> Asked:
    rows = word_vectors(embedder, question, words_of(question))
    assert rows is not None
    return Asked(question, kind, embedder.embed_question(question), rows, topical)


def _is_sampled(question: str) -> bool:
    """By other digits than those that hold questions back."""
    return int(hashlib.sha1(question.encode()).hexdigest()[:8], 16) % _SAMPLE == 0


def train(rows: list[Asked]) -> dict[str, Any]:
    """The arrays of all probes."""
    seen = [row for row in rows if not row.is_held_back]
    words = [row for row in seen if row.topical]
    topic, topic_bias = fit(
        np.vstack([row.rows for row in words]),
        np.array([told for row in words for told in row.topical], dtype=np.float32),
    )
    every, every_bias = fit(np.array([row.vector for row in seen]), _labels(seen, list(Kind)))
    read = np.array([_features(row, topic, topic_bias) for row in seen])
    fitted = [fit(read, _labels(seen, [kind])) for kind in Kind]
    return {
        "topic.weight": topic,
        "topic.bias": np.float32(topic_bias),
        "any.weight": every,
        "any.bias": np.float32(every_bias),
        "kind.weight": np.stack([weight for weight, _ in fitted], axis=1),
        "kind.bias": np.array([bias for _, bias in fitted], dtype=np.float32),
    }


def _features(row: Asked, topic: FloatArray, bias: float) -> FloatArray:
    return features(row.vector, row.rows, of_topic(row.rows, topic, bias))


def _labels(rows: list[Asked], kinds: list[Kind]) -> FloatArray:
    return np.array([row.kind in kinds for row in rows], dtype=np.float32)


def judge(rows: list[Asked], arrays: dict[str, Any], least: float) -> None:
    """Print by kind how many of the questions held back are told from a logit on."""
    away = [row for row in rows if row.is_held_back]
    read = np.array([_features(r, arrays["topic.weight"], arrays["topic.bias"]) for r in away])
    logits = read @ arrays["kind.weight"] + arrays["kind.bias"]
    told = [k if top >= least else "" for k, top in zip(_best(logits), logits.max(1), strict=True)]
    for kind in Kind:
        right = sum(said == kind == row.kind for said, row in zip(told, away, strict=True))
        wrong = sum(said == kind != row.kind for said, row in zip(told, away, strict=True))
        held = sum(row.kind == kind for row in away)
        sys.stdout.write(f"{least} {kind}: {right} of {held} told, {wrong} others\n")


def _best(logits: FloatArray) -> list[str]:
    return [list(Kind)[at] for at in logits.argmax(axis=1)]


def main() -> None:
    """Train the probes and write them."""
    rows = asked(open_embedder("builtin"))
    arrays = train(rows)
    for least in (1.0, 1.5, 2.0, 3.0):
        judge(rows, arrays, least)
    np.savez(FILE, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
