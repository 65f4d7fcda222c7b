"""Whether a claim says what a sentence says, read off the difference of their vectors.

A linear probe over the built-in model's vectors: a negation, an antonym, a hedge that is gone and a word
of a whole each move a vector their own way, in whatever language. Trained by
`tests/training/probes/differences.py`; another model's vectors mean nothing to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from quoth.index.embedders.base import FloatArray, ModelIdentity
from quoth.index.embedders.builtin import model as builtin_model

FILE = Path(__file__).with_name("differences.npz")
SAYS_IT = -0.25
"""The logit from which a claim says what the sentence says."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside the sentence that lies nearest to it: `difference` (dimension,) of their vectors,
    `spreads` as `similarity` measures, and whether they are in two languages.
    """

    difference: FloatArray
    spreads: float
    crosses: bool

    @property
    def inputs(self) -> FloatArray:
        """What the probe of its kind is shown, (dimension + 1,)."""
        return np.append(self.difference, np.float32(self.spreads))


def logit_of(compared: Compared, model: ModelIdentity) -> float | None:
    """The logit that the claim says what the sentence says; None where another model made the vectors."""
    if model.name != builtin_model.NAME:
        return None
    weights, bias = _probe()
    kind = "cross" if compared.crosses else "same"
    return float(compared.inputs @ weights[kind] + bias)


@cache
def _probe() -> tuple[dict[str, FloatArray], float]:
    with np.load(FILE, allow_pickle=False) as stored:
        return {kind: stored[kind] for kind in ("same", "cross")}, float(stored["bias"])
