"""Writes a trained reader's file: `python -m tests.training.export CHECKPOINT FILE`.

The layers that were trained go in as int8 with a scale for each output, in 7 bits of range as the
built-in model's; the heads as float32.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from tests.training.network import FROZEN

WAYS = ("query", "key", "value")
_RANGE = 64
_PARTS = ("attention.output.dense", "intermediate.dense", "output.dense")
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
Arrays = dict[str, NDArray[Any]]


def export(checkpoint: Path, file: Path, layers: int = 12) -> None:
    """Write the running mean of a checkpoint's weights to `file`, an .npz."""
    state = torch.load(checkpoint, weights_only=True)["mean"]
    learnt = {name: values.float().numpy() for name, values in state.items()}
    arrays: Arrays = {}
    for layer in range(FROZEN, layers):
        arrays |= _layer(layer, learnt)
    arrays |= {name: learnt[name] for name in learnt if not name.startswith("bert.")}
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _layer(layer: int, learnt: Arrays) -> Arrays:
    source, target = f"bert.encoder.layer.{layer}.", f"layer.{layer}."
    joined = np.concatenate([learnt[f"{source}attention.self.{way}.weight"] for way in WAYS])
    bias = np.concatenate([learnt[f"{source}attention.self.{way}.bias"] for way in WAYS])
    arrays = _quantised(f"{target}attention.self", joined) | {f"{target}attention.self.bias": bias}
    for part in _PARTS:
        arrays |= _quantised(f"{target}{part}", learnt[f"{source}{part}.weight"])
        arrays[f"{target}{part}.bias"] = learnt[f"{source}{part}.bias"]
    for norm in _NORMS:
        for kind in ("weight", "bias"):
            arrays[f"{target}{norm}.{kind}"] = learnt[f"{source}{norm}.{kind}"]
    return arrays


def _quantised(name: str, weight: NDArray[Any]) -> Arrays:
    """`weight` (outputs, inputs) as torch has it."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / _RANGE
    values = np.clip(np.rint(weight / scale[:, None]), -_RANGE, _RANGE).astype(np.int8)
    return {
        f"{name}.weight": np.ascontiguousarray(values.T),
        f"{name}.scale": scale.astype(np.float32),
    }


def learnt_of(file: Path) -> dict[str, torch.Tensor]:
    """A reader's file as the parameters of the torch module, in float32."""
    with np.load(file, allow_pickle=False) as stored:
        arrays = dict(stored)
    learnt: Arrays = {k: v for k, v in arrays.items() if not k.startswith("layer.")}
    for key, values in arrays.items():
        if not key.startswith("layer."):
            continue
        name = f"bert.encoder.{key}"
        scale = arrays.get(key.replace(".weight", ".scale")) if key.endswith(".weight") else None
        whole = values if scale is None else (values * scale).T.astype(np.float32)
        if ".attention.self." not in key:
            learnt[name] = whole
        elif not key.endswith(".scale"):
            for way, part in zip(WAYS, np.split(whole, 3), strict=True):
                learnt[name.replace("self.", f"self.{way}.")] = part
    return {k: torch.tensor(v) for k, v in learnt.items() if not k.endswith(".scale")}


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
