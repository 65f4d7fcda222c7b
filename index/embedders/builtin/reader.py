"""The reader's model: the built-in model with other weights in its layers, and four heads.

`reader.npz`, beside this file, holds what differs, made by `tests/training`. Added to the built-in
model's weights it becomes an entry of the model cache; what both have in common, the words above
all, is one file on the disk with two names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from quoth.index.embedders.builtin import cache as model_cache
from quoth.index.embedders.builtin import model
from quoth.index.embedders.builtin.differences import changed
from quoth.index.embedders.builtin.weights import read_weights
from quoth.index.errors import EmbedderError
from quoth.index.progress import Progress, Report

FILE = Path(__file__).with_name("reader.npz")
HEADS = "heads.npz"
SHARED = ("tokenizer.json", "vocabulary.bin", "model.onnx.data")
_HEADS = ("span.", "window.", "joint.", "sentence.")
_LAYOUT = 2
"""To be raised whenever the same weights would make other files."""


def prepare(cache: Path | None, report: Report, *, thorough: bool = False) -> Path:
    """The folder of the reader, made if it is not in the cache or is damaged there.

    `cache` is the user's own cache directory when None. Raises EmbedderError when it, or the
    built-in model that it is made from, cannot be made.
    """
    folder = place(cache)
    if not model_cache.problems(folder, thorough=thorough):
        return folder
    base = model.prepare(cache, report, thorough=thorough)
    try:
        model_cache.make_entry(
            folder, lambda entry: _make(base, entry, report), report, thorough=thorough
        )
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise EmbedderError(
            f"The reader cannot be made in {folder.parent}: {error}", "Run: quoth doctor --repair"
        ) from error
    return folder


def remove_older(cache: Path | None) -> None:
    """Remove what other versions of Quoth made. A process that still runs one of them cannot open its
    reader any more, so that this is for when the user asks. Raises EmbedderError.
    """
    folder = place(cache)
    for entry in folder.parent.glob("reader-*"):
        if entry.is_dir() and entry != folder:
            model_cache.remove_entry(entry)


def problems(folder: Path) -> list[str]:
    """What is wrong with a reader that was made, by size and checksum; empty when it is sound."""
    return model_cache.problems(folder, thorough=True)


def place(cache: Path | None) -> Path:
    """Where the reader is, or will be. Raises EmbedderError when nothing is there to make it."""
    base = model.place(cache)
    try:
        return base.parent / f"reader-{_fingerprint()}-{_LAYOUT}-{base.name}"
    except OSError as error:
        raise EmbedderError(
            f"The reader's weights are missing: {error}", 'Reinstall Quoth, or set reader = "".'
        ) from error


@cache
def _fingerprint() -> str:
    with FILE.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]


def _make(base: Path, entry: Path, report: Report) -> dict[str, Any]:
    """Write the reader's files into `entry`; returns what its manifest says of it."""
    from quoth.index.embedders.builtin import graph  # and onnx: half a second, once

    report(Progress("Making the reader", 0.0))
    with FILE.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        heads = {name: arrays[name] for name in arrays.files if name.startswith(_HEADS)}
        layers = {name: arrays[name] for name in arrays.files if name not in heads}
    weights, _ = model.installed()
    for name in SHARED:
        _share(base / name, entry / name)
    graph.write_layers(
        base / "model.onnx", changed(read_weights(weights), layers), entry / "model.onnx"
    )
    np.savez(entry / HEADS, **heads)
    report(Progress("The reader is ready", 1.0))
    return {"max_tokens": model_cache.read_manifest(base)["max_tokens"]}


def _share(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # a file system without links
        shutil.copy2(file, to)
