"""What is installed for a system: its packages and theirs, and what these take on disk."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution

from packaging.requirements import Requirement

from tests.benchmarks.install_size import PROJECT, needed, size

RECIPE = ("langchain-chroma", "langchain-huggingface", "sentence-transformers")
ENSEMBLE = (*RECIPE, "langchain-classic", "langchain-community", "rank-bm25")
TXTAI = ("txtai",)
_SPLITTER = ("langchain-text-splitters",)  # cuts the texts of all three


def needs() -> dict[str, list[str]]:
    """System -> the requirements that a user of it installs."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    return {
        "Quoth": project["dependencies"],
        "recipe": [*RECIPE, *_SPLITTER],
        "ensemble": [*ENSEMBLE, *_SPLITTER],
        "txtai": [*TXTAI, *_SPLITTER],
    }


def megabytes(requirements: Iterable[str]) -> float:
    """Of the packages and all that these need, as installed here.

    Raises PackageNotFoundError when one of those named is not installed.
    """
    named = list(map(Requirement, requirements))
    for requirement in named:
        distribution(requirement.name)
    packages = {package for requirement in named for package in needed(requirement)}
    return sum(map(size, packages)) / 1e6
