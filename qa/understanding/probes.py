"""What kind of question one is, read off the built-in model's vector of it.

Linear probes, one for each thing to be told, trained on questions in fourteen languages
(`tests/training/probes/turns.py`). Another model's vectors mean nothing to them: where the index was made
by another model, the built-in one is opened beside it, once a question must be told apart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, FloatArray, ModelIdentity
from quoth.index.embedders.builtin import model as builtin_model
from quoth.index.errors import EmbedderError

FILE = Path(__file__).with_name("probes.npz")


@dataclass(frozen=True, slots=True)
class Told:
    """What the probes say of a question, as logits; 0 where the built-in model cannot be had:
    `leaning`, that it is not understood without what was said before it in a conversation, and
    `newest`, that it asks for the newest state of things.
    """

    leaning: float = 0.0
    newest: float = 0.0


class Probes:
    """Tells questions apart; several threads may ask at once."""

    def __init__(self, identity: ModelIdentity, embed: Callable[[str], FloatArray]) -> None:
        """`embed` makes vectors (dimension,) of questions by the index's model, which is called
        `identity`; it serves where that is the built-in model.
        """
        self._is_builtin = identity.name == builtin_model.NAME
        self._embed = embed
        self._opening = threading.Lock()
        with np.load(FILE, allow_pickle=False) as stored:
            self._arrays = {name: stored[name] for name in stored.files}

    def read(self, question: str) -> Told:
        """What kind of question it is."""
        with self._opening:
            embed = self._embed if self._is_builtin else self._beside
        if embed is None:
            return Told()
        vector = embed(question)
        return Told(*(self._logit(one.name, vector) for one in fields(Told)))

    def _logit(self, name: str, vector: FloatArray) -> float:
        weight, bias = self._arrays[f"{name}.weight"], self._arrays[f"{name}.bias"]
        return float(vector @ weight + bias)

    @cached_property
    def _beside(self) -> Callable[[str], FloatArray] | None:
        opened = beside()
        return opened.embed_question if opened else None


@cache
def beside() -> Embedder | None:
    """The built-in model, opened for questions alone beside another one that made the index; None
    where it cannot be had.
    """
    if not builtin_model.is_available():
        return None  # it would be downloaded, which nobody asked for
    try:
        return open_embedder("builtin")
    except EmbedderError:
        return None
