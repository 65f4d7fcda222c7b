"""Trains the probes that tell questions apart: `python -m tests.training.probes.turns`.

Logistic regression over the built-in model's vectors of questions, its weights held small. Learns
from `turns.jsonl.gz` (questions in conversations: whether they lean on what was said before),
`kinds.jsonl.gz` (what is asked of an archive) and the questions of the stories, and writes `qa/understanding/probes.npz`. Every fifth question, by the
SHA-1 of its text, is left out and judged by; what is printed is their share told rightly.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import FloatArray
from quoth.qa.understanding.probes import FILE
from tests.training.rows import read_lines

HERE = Path(__file__).parents[1]
Embed = Callable[[str], FloatArray]
_STEPS = 60
_DECAY = 1e-2  # of the weights’ squares, for vectors whose values have a deviation of one


def leaning_rows() -> list[tuple[str, bool]]:
    """Questions, and whether each leans on what was said before."""
    told = [(row["question"], row["leans"]) for row in read_lines(HERE / "turns.jsonl.gz")]
    return told + [(said["question"], bool(said.get("previous"))) for said in _of_stories()]


def newest_rows() -> list[tuple[str, bool]]:
    """Questions, and whether each asks for the newest state of things."""
    rows = read_lines(HERE / "kinds.jsonl.gz")
    told = [(row["question"], row["kind"] in ("latest", "news")) for row in rows]
    return told + [(said["question"], False) for said in _of_stories()]


def _of_stories() -> Iterator[dict[str, Any]]:
    for row in read_lines(HERE / "stories.jsonl.gz"):
        yield from row["questions"]


def fit(vectors: FloatArray, labels: FloatArray) -> tuple[FloatArray, float]:
    """The weights (dimension,) and the bias of a logistic regression on vectors (questions,
    dimension) and labels 0 or 1; both labels count the same in all.
    """
    mean, deviation = vectors.mean(axis=0), vectors.std(axis=0)
    inputs = torch.tensor((vectors - mean) / deviation)
    given = torch.tensor(labels)
    share = float(given.mean())
    balance = torch.where(given > 0, 0.5 / share, 0.5 / (1 - share))
    weight = torch.zeros(inputs.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=_STEPS)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = binary_cross_entropy_with_logits(inputs @ weight + bias, given, balance)
        value = value + _DECAY * weight.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    learnt = weight.detach().numpy() / deviation
    return learnt.astype(np.float32), float(bias.detach()) - float(learnt @ mean)


def held_back(question: str) -> bool:
    """Whether a question is left out of the training."""
    return int(hashlib.sha1(question.encode()).hexdigest(), 16) % 5 == 0


def train(name: str, rows: list[tuple[str, bool]], embed: Embed) -> dict[str, Any]:
    """A probe's arrays, after saying how well it does on what it did not see."""
    vectors = np.array([embed(question) for question, _ in rows])
    labels = np.array([label for _, label in rows], dtype=np.float32)
    away = np.array([held_back(question) for question, _ in rows])
    weight, bias = fit(vectors[~away], labels[~away])
    said = vectors[away] @ weight + bias > 0
    for label in (False, True):
        share = (said == label)[labels[away] == label].mean()
        sys.stdout.write(f"{name} {label}: {share:.3f} told rightly\n")
    return {f"{name}.weight": weight, f"{name}.bias": np.float32(bias)}


def main() -> None:
    """Train every probe and write them."""
    embed = cache(open_embedder("builtin").embed_question)
    arrays = train("leaning", leaning_rows(), embed) | train("newest", newest_rows(), embed)
    np.savez(FILE, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
