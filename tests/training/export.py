"""Writes a trained reader's file: `python -m tests.training.export FILE CHECKPOINT [CHECKPOINT ...]`.

Of several checkpoints, runs of the same course with other seeds, the weights' mean is taken: it reads
better than any of them (Wortsman et al. 2022, "Model soups"), as runs that begin with the same weights
end near one another. The layers go in as what they differ by from the built-in model's, in 4 bits a
weight, the heads as float32.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from quoth.index.embedders.builtin.differences import SCALE, restored, rounded
from quoth.index.embedders.builtin.network import source_names
from quoth.index.embedders.builtin.weights import find_weights, read_weights
from tests.training.network import UNSHIPPED, make_reader

_BERT = "bert."
_MOST_LAYERS = 12
Base = Mapping[str, Tensor]
"""The parameters that training began with, by their names in the torch module."""


def export(checkpoints: Sequence[Path], file: Path, base: Base) -> None:
    """Write the mean of the checkpoints' running means to `file`, an .npz."""
    held = [torch.load(one, weights_only=True, map_location="cpu")["mean"] for one in checkpoints]
    state = {name: torch.stack([one[name].float() for one in held]).mean(0) for name in held[0]}
    names = source_names(_MOST_LAYERS)
    arrays: dict[str, NDArray[Any]] = {}
    for name, learnt in state.items():
        if name.startswith(UNSHIPPED):
            continue
        if not name.startswith(_BERT):
            arrays[name] = learnt.numpy()
        elif learnt.ndim == 2:
            difference = (learnt - base[name].float().cpu()).numpy()
            arrays |= rounded(names[name.removeprefix(_BERT)], difference)
        else:
            arrays[names[name.removeprefix(_BERT)]] = learnt.numpy()
    np.savez_compressed(file, allow_pickle=False, **arrays)


def learnt_of(file: Path, base: Base) -> dict[str, Tensor]:
    """A reader's file as the parameters of the torch module, in float32."""
    with np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    names = {source: f"{_BERT}{name}" for name, source in source_names(_MOST_LAYERS).items()}
    learnt: dict[str, Tensor] = {}
    for source, values in arrays.items():
        if source.endswith(SCALE):
            continue
        name = names.get(source, source)
        if source + SCALE in arrays:
            learnt[name] = base[name].float().cpu() + torch.tensor(restored(arrays, source))
        else:
            learnt[name] = torch.tensor(values)
    return learnt


def main() -> None:
    """Write the file of the checkpoints that are named."""
    weights = find_weights()
    assert weights, "the built-in model is not installed"
    file, *checkpoints = map(Path, sys.argv[1:])
    export(checkpoints, file, make_reader(read_weights(weights)).state_dict())


if __name__ == "__main__":
    main()
