"""Writes the built-in model's ONNX graph: its layers in int8, its words in 4 bits as they come.

The word embeddings are 80 % of the weights. They stay in blocks of 32, so that nothing is rounded
twice, and the file is 80 MB where int8 would take 120.

A layer's tensors are `layer.N.PART.weight`, `.scale` and `.bias`, with the parts attention.self
(queries, keys and values side by side), attention.output.dense, attention.output.LayerNorm,
intermediate.dense, output.dense and output.LayerNorm. Matrices are (inputs, outputs).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from quoth.index.arrays import FloatArray
from quoth.index.embedders.builtin.quantised import packed, quantise_columns, rounded_to_bytes
from quoth.index.embedders.builtin.weights import BLOCK, Sizes, Weights

LAYERS = "layers.data"
_OPSET = 17
_IR_VERSION = 10  # the first that knows 4-bit integers
_RUNTIME = "com.microsoft"  # the domain of the runtime's own operators
_INSIDE = 1024  # a tensor of fewer bytes goes into the graph
_ALIGNMENT = 64  # bytes


def write(weights: Weights, file: Path) -> None:
    """Write the model to `file`, and its large tensors beside it: the runtime maps them into memory,
    so that the model opens in a third of the time, and takes 80 MB of memory where it would take 180.
    Raises OSError.
    """
    with file.with_name(f"{file.name}.data").open("wb") as beside:
        graph = _Graph(beside)
        states = _embedded(graph, weights)
        for layer in range(weights.sizes.layers):
            states = _layer(graph, weights, layer, states)
        graph.add("Identity", [states], ["token_states"])
    onnx.save(graph.model(weights.sizes), file)


def write_layers(base: Path, weights: Weights, file: Path) -> None:
    """Write to `file` the model of the file `base` with the layers of other weights in place of its
    own; they go into LAYERS beside `file`, where a copy of the base's large tensors must be too.
    Raises OSError.
    """
    model = onnx.load(base, load_external_data=False)
    with file.with_name(LAYERS).open("wb") as beside:
        graph = _Graph(beside)
        for layer in range(weights.sizes.layers):
            _layer(graph, weights, layer, "")
    own = {tensor.name: tensor for tensor in graph.tensors}
    kept = [own.get(tensor.name, tensor) for tensor in model.graph.initializer]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, file)


class _Graph:
    """Nodes and tensors of a graph that grows; large tensors go into a file of their own."""

    def __init__(self, beside: BinaryIO) -> None:
        self._beside = beside
        self._nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def add(self, operator: str, inputs: list[str], outputs: list[str], **attributes: Any) -> str:
        """Add a node; returns the name of its first output."""
        own = operator in ("GatherBlockQuantized", "QAttention", "BiasGelu")
        domain = _RUNTIME if own else ""
        self._nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def keep(self, name: str, values: NDArray[Any]) -> str:
        """Keep a tensor; returns its name."""
        if values.nbytes < _INSIDE:
            self.tensors.append(numpy_helper.from_array(values, name))
            return name
        return self._keep(name, values, helper.np_dtype_to_tensor_dtype(values.dtype), values.shape)

    def keep_packed(self, name: str, values: NDArray[np.uint8], shape: tuple[int, ...]) -> str:
        """Keep a large tensor of 4-bit integers, two to a byte; returns its name."""
        return self._keep(name, values, TensorProto.INT4, shape)

    def _keep(self, name: str, values: NDArray[Any], kind: int, shape: tuple[int, ...]) -> str:
        self._beside.write(bytes(-self._beside.tell() % _ALIGNMENT))
        at = self._beside.tell()
        self._beside.write(np.ascontiguousarray(values).data)
        tensor = TensorProto(name=name, data_type=kind, dims=shape, raw_data=b"")
        set_external_data(tensor, Path(self._beside.name).name, at, values.nbytes)
        tensor.ClearField("raw_data")
        self.tensors.append(tensor)
        return name

    def model(self, sizes: Sizes) -> onnx.ModelProto:
        """The finished model: ids and mask (batch, tokens) -> token states (batch, tokens, hidden)."""
        place = ["batch", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, place)
            for name in ("input_ids", "attention_mask")
        ]
        states = helper.make_tensor_value_info(
            "token_states", TensorProto.FLOAT, [*place, sizes.hidden]
        )
        return helper.make_model(
            helper.make_graph(self._nodes, "encoder", inputs, [states], self.tensors),
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)],
            ir_version=_IR_VERSION,
            producer_name="quoth",
        )


def _embedded(graph: _Graph, weights: Weights) -> str:
    """What goes into the first layer, and `lengths`, the number of tokens that count."""
    sizes, words = weights.sizes, weights.blocks["emb.word"]
    types = rounded_to_bytes(weights.matrix("emb.type").reshape(sizes.types, -1))
    positions = rounded_to_bytes(weights.matrix("emb.pos").reshape(sizes.positions, -1))
    table = graph.keep_packed("words", packed(words), (sizes.vocabulary, sizes.hidden))
    scales = words.scales.astype(np.float32).reshape(sizes.vocabulary, -1)
    graph.add(
        "GatherBlockQuantized",
        [table, "input_ids", graph.keep("word_scales", scales)],
        ["word_vectors"],
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    zero, one = (graph.keep(f"number.{n}", np.array([n], np.int64)) for n in (0, 1))
    graph.add("Shape", ["input_ids"], ["tokens"], start=1, end=2)
    graph.add("Slice", [graph.keep("positions", positions), zero, "tokens", zero], ["placed"])
    graph.add("Add", ["word_vectors", graph.keep("type", types[0])], ["typed"])
    graph.add("Add", ["typed", "placed"], ["embedded"])
    graph.add("Cast", ["attention_mask"], ["mask"], to=TensorProto.INT32)
    graph.add("ReduceSum", ["mask", one], ["lengths"], keepdims=0)
    return _normalised(graph, weights, "embedded", "embeddings.LayerNorm", "emb.ln")


def _layer(graph: _Graph, weights: Weights, layer: int, states: str) -> str:
    name, source = f"layer.{layer}.", f"l{layer}."
    attended = _attention(graph, weights, name, source, states)
    dense = _product(graph, weights, f"{name}attention.output.dense", f"{source}ao", attended)
    total = _sum(graph, weights, f"{name}attention.output.dense", f"{source}ao", dense, states)
    states = _normalised(graph, weights, total, f"{name}attention.output.LayerNorm", f"{source}aln")
    wide = _product(graph, weights, f"{name}intermediate.dense", f"{source}fi", states)
    bias = graph.keep(f"{name}intermediate.dense.bias", weights.matrix(f"{source}fi.b"))
    bent = graph.add("BiasGelu", [wide, bias], [f"{name}gelu"])
    dense = _product(graph, weights, f"{name}output.dense", f"{source}fo", bent)
    total = _sum(graph, weights, f"{name}output.dense", f"{source}fo", dense, states)
    return _normalised(graph, weights, total, f"{name}output.LayerNorm", f"{source}oln")


def _attention(graph: _Graph, weights: Weights, name: str, source: str, states: str) -> str:
    part, sizes = f"{name}attention.self", weights.sizes
    matrix = np.hstack([_matrix(weights, f"{source}{kind}") for kind in "qkv"])
    bias = np.concatenate([weights.matrix(f"{source}{kind}.b") for kind in "qkv"])
    weight, scale, zero = _quantised(graph, part, matrix)
    given, step, middle = _dynamic(graph, states)
    bias_name = graph.keep(f"{part}.bias", bias)
    inputs = [given, weight, bias_name, step, scale, "lengths", middle, zero]
    return graph.add("QAttention", inputs, [part], num_heads=sizes.heads)


def _product(graph: _Graph, weights: Weights, part: str, source: str, states: str) -> str:
    """The product of states, rounded to 8 bits as they come, and a matrix."""
    weight, scale, zero = _quantised(graph, part, _matrix(weights, source))
    given, step, middle = _dynamic(graph, states)
    graph.add("Mul", [step, scale], [f"{part}.steps"])
    graph.add("MatMulInteger", [given, weight, middle, zero], [f"{part}.whole"])
    graph.add("Cast", [f"{part}.whole"], [f"{part}.cast"], to=TensorProto.FLOAT)
    return graph.add("Mul", [f"{part}.cast", f"{part}.steps"], [part])


def _sum(graph: _Graph, weights: Weights, part: str, source: str, states: str, skip: str) -> str:
    """Add bias and skip one by one: SkipLayerNormalization, which adds and then normalises, takes
    five times as long as the operators that it stands for, and the model a sixth more.
    """
    bias = graph.keep(f"{part}.bias", weights.matrix(f"{source}.b"))
    graph.add("Add", [states, bias], [f"{part}.shifted"])
    return graph.add("Add", [f"{part}.shifted", skip], [f"{part}.sum"])


def _normalised(graph: _Graph, weights: Weights, states: str, part: str, source: str) -> str:
    scale = graph.keep(f"{part}.weight", weights.matrix(f"{source}.w"))
    shift = graph.keep(f"{part}.bias", weights.matrix(f"{source}.b"))
    return graph.add(
        "LayerNormalization", [states, scale, shift], [part], axis=-1, epsilon=weights.epsilon
    )


def _dynamic(graph: _Graph, states: str) -> list[str]:
    """States rounded to 8 bits by their own range: the values, their scale and zero point."""
    outputs = [f"{states}.{kind}" for kind in ("given", "step", "middle")]
    graph.add("DynamicQuantizeLinear", [states], outputs)
    return outputs


def _quantised(graph: _Graph, part: str, matrix: FloatArray) -> list[str]:
    whole, scales = quantise_columns(matrix)
    zero = np.zeros(len(scales), np.int8)
    kinds = (("weight", whole), ("scale", scales), ("zero", zero))
    return [graph.keep(f"{part}.{kind}", values) for kind, values in kinds]


def _matrix(weights: Weights, source: str) -> FloatArray:
    """A dense layer's weights as (inputs, outputs)."""
    outputs = len(weights.matrix(f"{source}.b"))
    return weights.matrix(f"{source}.w").reshape(outputs, -1).T
