"""What other packages add to Quoth: loaders, embedders and answerers, found by entry points.

A package names them in its pyproject.toml, such as

    [project.entry-points."quoth.loaders"]
    ".rtf" = "my_package:load"
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from quoth.index.errors import UsageError


@cache
def names(group: str) -> tuple[str, ...]:
    """The names of what the installed packages add to "loaders", "embedders" or "answerers"."""
    from importlib.metadata import entry_points

    return tuple(sorted({entry.name for entry in entry_points(group=f"quoth.{group}")}))


def load(group: str, name: str) -> Any:
    """What a package adds under a name. Raises UsageError where it cannot be imported."""
    from importlib.metadata import entry_points

    entry = next(iter(entry_points(group=f"quoth.{group}", name=name)))
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        package = entry.dist.name if entry.dist else entry.value
        raise UsageError(
            f"{name!r} of the package {package} cannot be loaded: {error}.",
            f"Install it again, or run: {sys.executable} -m pip uninstall {package}",
        ) from error
