"""How many passages a second the model's int8 matrix products alone would allow on this machine.

Attention, normalisation, activations, quantisation, tokens, files and the index come on top; no
program that runs this model with these products can be faster.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

LAYERS, HIDDEN, INNER = 12, 384, 1536  # of multilingual-e5-small
# (rows, columns, how many of them a layer has): query, key, value, output; then the two between.
_PRODUCTS = ((HIDDEN, HIDDEN, 4), (HIDDEN, INNER, 1), (INNER, HIDDEN, 1))
MULTIPLICATIONS = LAYERS * sum(rows * columns * n for rows, columns, n in _PRODUCTS)
"""A token's, so that a passage of t tokens takes 2 * t * MULTIPLICATIONS operations."""
_ROUNDS = 5


def passages_per_second(lengths: Sequence[int]) -> float:
    """For passages of these lengths in tokens, one on each core: the best of a few rounds."""
    products = [(_product(rows, columns), n * LAYERS) for rows, columns, n in _PRODUCTS]
    cores = len(os.sched_getaffinity(0))

    def passage(tokens: int) -> None:
        for run, times in products:
            for _ in range(times):
                run(tokens)

    seconds = []
    with ThreadPoolExecutor(cores) as pool:
        for _ in range(_ROUNDS):
            started = time.perf_counter()
            list(pool.map(passage, lengths))
            seconds.append(time.perf_counter() - started)
    return len(lengths) / min(seconds)


def _product(rows: int, columns: int) -> Callable[[int], Any]:
    """Multiplies (tokens, rows) by the same (rows, columns), whose range is that of the model's."""
    draw = np.random.default_rng(0)
    weights = draw.integers(-63, 64, (rows, columns), np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, ["tokens", rows])],
        [helper.make_tensor_value_info("c", TensorProto.INT32, ["tokens", columns])],
        [numpy_helper.from_array(weights, "b")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    given = draw.integers(0, 128, (512, rows), np.uint8)
    return lambda tokens: session.run(None, {"a": given[:tokens]})


if __name__ == "__main__":
    for tokens in (32, 64, 128, 192, 256):
        rate = passages_per_second([tokens] * 40)
        operations = 2 * rate * tokens * MULTIPLICATIONS / 1e9
        print(f"{tokens:4} tokens: {rate:7.1f} passages/s, {operations:6.0f} billion operations/s")
