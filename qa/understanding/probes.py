"""What kind of question one is, read off the built-in model's vector of it.

Linear probes, one for each thing to be told, trained on questions in fourteen languages
(`tests/training/probes.py`). Another model's vectors mean nothing to them: where the index was made
by another model, the built-in one is opened beside it, once a question must be told apart.
"""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path

import numpy as np

from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, FloatArray
from quoth.index.embedders.builtin import model as builtin_model
from quoth.index.errors import EmbedderError

FILE = Path(__file__).with_name("probes.npz")


class Probes:
    """Tells questions apart; several threads may ask at once."""

    def __init__(self, embedder: Embedder) -> None:
        """`embedder` is the index's; it serves where it is the built-in model."""
        self._embedder = embedder
        self._opening = threading.Lock()
        with np.load(FILE, allow_pickle=False) as stored:
            self._arrays = {name: stored[name] for name in stored.files}

    def leaning(self, question: str) -> float:
        """The logit that a question asked in a conversation is not understood without what was said
        before; 0 where the built-in model cannot be had.
        """
        vector = self._vector(question)
        if vector is None:
            return 0.0
        return float(vector @ self._arrays["leaning.weight"] + self._arrays["leaning.bias"])

    def _vector(self, question: str) -> FloatArray | None:
        with self._opening:
            builtin = self._builtin
        return None if builtin is None else builtin.embed_question(question)

    @cached_property
    def _builtin(self) -> Embedder | None:
        if self._embedder.identity.name == builtin_model.NAME:
            return self._embedder
        if not builtin_model.is_available():
            return None  # it would be downloaded, which nobody asked for
        try:
            return open_embedder("builtin")
        except EmbedderError:
            return None
