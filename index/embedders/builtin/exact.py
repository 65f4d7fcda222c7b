"""The built-in model in float32 and NumPy alone: slow, and what the fast one is checked against."""

from __future__ import annotations

import math
from itertools import accumulate
from pathlib import Path

import numpy as np
import onnxruntime

from quoth.index.arrays import FloatArray, unit_rows
from quoth.index.embedders.builtin.weights import Weights
from quoth.index.errors import EmbedderError

_MIN_COSINE = 0.98  # between the quantised model and the same in float32; 0.996 is usual
_ERF = np.frompyfunc(math.erf, 1, 1)


def check(made: Path, weights: Weights, texts: list[list[int]]) -> None:
    """Raises EmbedderError unless the model that was made sees texts (token ids) on this machine as
    its weights mean them.
    """
    session = onnxruntime.InferenceSession(str(made), providers=["CPUExecutionProvider"])
    for ids, exact in zip(texts, token_states(weights, texts), strict=True):
        feed = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
        (states,) = session.run(None, feed)[0]
        cosine = float(unit_rows(states.mean(axis=0)) @ unit_rows(exact.mean(axis=0)))
        if not cosine >= _MIN_COSINE:
            raise EmbedderError(
                f"The built-in model came out wrong on this machine (cosine {cosine:.3f})",
                'Name another: embedder = "intfloat/multilingual-e5-small"',
            )


def token_states(weights: Weights, texts: list[list[int]]) -> list[FloatArray]:
    """Turn each text's token ids into its token states (tokens, hidden)."""
    width = weights.sizes.hidden
    positions = weights.matrix("emb.pos").reshape(-1, width)
    placed = np.concatenate([positions[: len(ids)] for ids in texts])
    words = weights.words([number for ids in texts for number in ids])
    states = _normalised(weights, "emb.ln", words + weights.matrix("emb.type")[:width] + placed)
    bounds = list(accumulate(len(ids) for ids in texts))[:-1]
    for layer in range(weights.sizes.layers):
        states = _layer(weights, f"l{layer}.", states, bounds)
    return np.split(states, bounds)


def _layer(weights: Weights, name: str, states: FloatArray, bounds: list[int]) -> FloatArray:
    attended = _dense(weights, f"{name}ao", _attention(weights, name, states, bounds))
    states = _normalised(weights, f"{name}aln", attended + states)
    wide = _dense(weights, f"{name}fi", states)
    bent = wide * (0.5 + 0.5 * _ERF(wide / math.sqrt(2))).astype(np.float32)
    return _normalised(weights, f"{name}oln", _dense(weights, f"{name}fo", bent) + states)


def _attention(weights: Weights, name: str, states: FloatArray, bounds: list[int]) -> FloatArray:
    """The tokens of all texts in a row, of which each looks at those of its own text."""
    heads = weights.sizes.heads
    parts = (np.split(_dense(weights, f"{name}{kind}", states), bounds) for kind in "qkv")
    attended: list[FloatArray] = []
    for text in zip(*parts, strict=True):
        query, key, value = (part.reshape(len(part), heads, -1).swapaxes(0, 1) for part in text)
        likeness = query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1])
        share = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        share /= share.sum(axis=-1, keepdims=True)
        seen = (share @ value).swapaxes(0, 1).reshape(len(text[0]), -1)
        attended.append(np.asarray(seen, np.float32))
    return np.concatenate(attended)


def _dense(weights: Weights, name: str, states: FloatArray) -> FloatArray:
    bias = weights.matrix(f"{name}.b")
    product = states @ weights.matrix(f"{name}.w").reshape(len(bias), -1).T
    return np.asarray(product + bias, np.float32)


def _normalised(weights: Weights, name: str, states: FloatArray) -> FloatArray:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + weights.epsilon)
    scaled = centred / spread * weights.matrix(f"{name}.w")
    return np.asarray(scaled + weights.matrix(f"{name}.b"), np.float32)
