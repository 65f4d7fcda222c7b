"""Trains the probe that tells whether a claim says what a sentence says:
`python -m tests.training.probes.differences`.

Logistic regression over the difference of the built-in model's vectors of a claim and of the nearest
sentence of its passage, and over how near it is; what claims in another language than the passage add
to it is held as small as the rest. Learns from `claims.jsonl.gz`, true and false weighing the same in
each of the two, without every fifth passage by the SHA-1 of its id, by which it is judged.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.index.embedders.base import Embedder, FloatArray
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.index.store.generation import Generation
from quoth.qa.answers import Hit
from quoth.qa.checking.checker import Checker
from quoth.qa.checking.differences import FILE, Compared
from tests.training.rows import held_back, read_lines

CLAIMS = Path(__file__).parents[1] / "claims.jsonl.gz"
_DECAY = 0.3  # of the weights' squares, for inputs whose values have a deviation of one
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Example:
    compared: Compared
    is_true: bool
    is_held_back: bool


def indexed(rows: Iterable[dict[str, Any]], folder: Path) -> Library:
    """A library of the rows' passages, each an article by its id."""
    articles = folder / "articles"
    articles.mkdir()
    for row in rows:
        title = json.dumps(row["title"], ensure_ascii=False)
        head = f"---\ntitle: {title}\nlanguage: {row['language']}\n---\n\n"
        (articles / f"{row['id']}.md").write_text(head + row["passage"], encoding="utf-8")
    library = Library(folder / "library", IndexSettings())
    library.rebuild([articles])
    return library


def examples(
    rows: Iterable[dict[str, Any]], generation: Generation, embedder: Embedder
) -> Iterator[Example]:
    """Every claim of the rows, compared with its passage. Claims with passages that are about something
    else were tried too: those in another language are then told worse.
    """
    cards = {Path(card.path).stem: card for card in generation.catalog.articles()}
    for row in rows:
        card = cards[row["id"]]
        (first, *_) = generation.catalog.passages_of(card.id)
        checker = Checker(generation, embedder, [Hit(first, card, 0.0, 1, 0.0, 0.0)])
        for claim in row["claims"]:
            compared = checker.compare(claim["text"], 1)
            crosses = claim["language"] != row["language"]
            is_true = claim["label"] == "supported"
            yield Example(replace(compared, crosses=crosses), is_true, held_back(row["id"]))


def fit(learnt: list[Example]) -> dict[str, FloatArray]:
    """The arrays of the probe, by Newton's method."""
    inputs = np.array([_shown(one.compared) for one in learnt], dtype=np.float64)
    labels = np.array([one.is_true for one in learnt], dtype=np.float64)
    crosses = np.array([one.compared.crosses for one in learnt])
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    rows = np.hstack([(inputs - mean) / deviation, np.ones((len(inputs), 1))])
    share = _balance(labels, crosses)
    decay = np.append(np.full(inputs.shape[1], _DECAY), 0.0)
    weight = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-rows @ weight))
        slope = rows.T @ (share * (chance - labels)) + decay * weight
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows
        weight -= np.linalg.solve(bend + np.diag(decay + 1e-9), slope)
    own = weight[:-1] / deviation
    half = len(own) // 2
    same, more = own[:half].astype(np.float32), own[half:].astype(np.float32)
    bias = np.array(weight[-1] - own @ mean, dtype=np.float32)
    return {"same": same, "cross": same + more, "bias": bias}


def _shown(compared: Compared) -> FloatArray:
    """Its inputs, and once more where it crosses languages."""
    own = compared.inputs
    return np.concatenate([own, own * np.float32(compared.crosses)])


def _balance(labels: NDArray[np.float64], crosses: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What each example counts, one in all: true and false the same in each language relation."""
    share: NDArray[np.float64] = np.zeros(len(labels))
    for kind in (False, True):
        among = crosses == kind
        for label in (0, 1):
            some = among & (labels == label)
            share[some] = among.sum() / 2 / max(1, some.sum())
    even: NDArray[np.float64] = share / share.sum()
    return even


def main() -> None:
    """Train the probe, write it, and say how well it does on what it did not see."""
    rows = list(read_lines(CLAIMS))
    with tempfile.TemporaryDirectory() as folder:
        library = indexed(rows, Path(folder))
        generation = library.open()
        found = list(examples(rows, generation, library.embedder_of(generation)))
    write(found)


def write(found: list[Example]) -> None:
    """Fit the probe on what is not held back, write it, and print its AUROC on what is."""
    arrays = fit([one for one in found if not one.is_held_back])
    np.savez(FILE, allow_pickle=False, **arrays)
    for kind in ("same", "cross"):
        judged = [o for o in found if o.is_held_back and o.compared.crosses == (kind == "cross")]
        scores = np.array([one.compared.inputs @ arrays[kind] for one in judged])
        true = np.array([one.is_true for one in judged])
        above = (scores[true][:, None] > scores[~true][None, :]).mean()
        sys.stdout.write(f"{kind}: AUROC {above:.3f} of {len(judged)} claims held back\n")


if __name__ == "__main__":
    main()
