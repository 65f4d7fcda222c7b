"""How many passages the model's int8 matrix products alone would allow in a second of one core.

Attention, normalisation, activations, quantisation, tokens, files and the index come on top; no
program that runs this model with these products can be faster.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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


def passages_per_core_second(lengths: Sequence[int]) -> float:
    """For passages of these lengths in tokens: the best of a few rounds, in time of the processor,
    as others may use it too.
    """
    products = [(_product(rows, columns), n * LAYERS) for rows, columns, n in _PRODUCTS]
    seconds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for tokens in lengths:
            for run, times in products:
                for _ in range(times):
                    run(tokens)
        seconds.append(time.process_time() - started)
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
        rate = passages_per_core_second([tokens] * 10)
        operations = 2 * rate * tokens * MULTIPLICATIONS / 1e9
        print(f"{tokens:4} tokens: {rate:7.1f} passages, {operations:6.0f} billion operations")
