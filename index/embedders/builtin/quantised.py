"""Rounds weights to few bits, as ONNX Runtime's operators expect them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quoth.index.arrays import FloatArray
from quoth.index.embedders.builtin.weights import Blocks

_LIMIT = 64
"""7 bits of range: on processors without VNNI the sum of two full products would saturate."""
_STEPS = 255


def quantise_columns(matrix: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
    """Round a matrix (inputs, outputs) to int8 with a scale for each output; returns both."""
    scales = np.abs(matrix).max(axis=0) / np.float32(_LIMIT)
    whole = np.rint(matrix / np.where(scales > 0, scales, np.float32(1)))
    return whole.astype(np.int8), scales


def rounded_to_bytes(table: FloatArray) -> FloatArray:
    """Round values to the nearest of 256 in equal steps, zero among them."""
    least, most = min(0.0, float(table.min())), max(0.0, float(table.max()))
    step = np.float32((most - least) / _STEPS) or np.float32(1)
    zero = np.rint(-np.float32(least) / step)
    steps = np.clip(np.rint(table / step) + zero, 0, _STEPS)
    return np.asarray((steps - zero) * step, np.float32)


def packed(blocks: Blocks) -> NDArray[np.uint8]:
    """Pack 4-bit values in the order of ONNX, two neighbours to a byte, the first one low."""
    sign = np.uint8(0x88)  # -8..7 in two's complement, where the weights count from 0
    first, second = blocks.nibbles & 15, blocks.nibbles >> 4  # a block's halves
    halves = [paired(np.asarray(half, np.uint8)) for half in (first, second)]
    return np.asarray(np.concatenate(halves, axis=1) ^ sign, np.uint8)


def paired(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pack 4-bit values (rows, columns), two neighbours of a row to a byte, the first one low."""
    return np.asarray(nibbles[:, 0::2] | nibbles[:, 1::2] << 4, np.uint8)
