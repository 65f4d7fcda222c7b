"""What is installed for a system: its packages and theirs, and what these take on disk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"
RECIPE = ("langchain-chroma", "langchain-huggingface", "sentence-transformers")
ENSEMBLE = (*RECIPE, "langchain-classic", "langchain-community", "rank-bm25")
TXTAI = ("txtai",)
_SPLITTER = ("langchain-text-splitters",)  # cuts the texts of all three


def needs() -> dict[str, list[str]]:
    """System -> the requirements that a user of it installs."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return {
        "Quoth": project["dependencies"],
        "recipe": [*RECIPE, *_SPLITTER],
        "ensemble": [*ENSEMBLE, *_SPLITTER],
        "txtai": [*TXTAI, *_SPLITTER],
    }


def megabytes(requirements: Iterable[str]) -> float:
    """Of the packages and all that these need, as installed here: the sizes that their RECORDs
    state. Raises PackageNotFoundError when one of those named is not installed.
    """
    return sum(_size(found) for found in closure(requirements).values()) / 1e6


def closure(requirements: Iterable[str]) -> dict[str, Distribution]:
    """Name -> package, of those named and all that they need on this platform.

    One that another needs but that is not installed is left out: it has a marker of its own.
    """
    found: dict[str, Distribution] = {}
    done: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in requirements]
    named = len(waiting)
    for number, (wanted, extra) in enumerate(waiting):
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        for extra in ("", *sorted(wanted.extras)):
            if (name, extra) in done:
                continue
            done.add((name, extra))
            try:
                found[name] = distribution(name)
            except PackageNotFoundError:
                if number < named:
                    raise
                continue
            waiting += [(Requirement(text), extra) for text in found[name].requires or ()]
    return found


def _size(package: Distribution) -> int:
    return sum(file.size or 0 for file in package.files or ())
