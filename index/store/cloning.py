"""Copies a published generation, for a builder that changes the copy a little."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

_PARTS = ("catalog.sqlite3", "vectors.npy", "sentences.npy", "cohort.npy")
_CHROMA = "chroma/chroma.sqlite3"


def clone(generation: Path, folder: Path) -> None:
    """Copy what a generation holds, but not its manifest, into `folder`. Raises OSError.

    Files are copied and not linked, as Chroma and SQLite write in place.
    """
    for name in _PARTS:
        shutil.copyfile(generation / name, folder / name)
    shutil.copytree(generation / "words", folder / "words")
    database = generation / _CHROMA
    shutil.copytree(
        generation / "chroma",
        folder / "chroma",
        ignore=lambda _, names: [name for name in names if name.startswith(database.name)],
    )
    # Chroma's readers write to this one; SQLite copies it as it is between two of their writes.
    try:
        with (
            closing(sqlite3.connect(database, timeout=30)) as published,
            closing(sqlite3.connect(folder / _CHROMA)) as copy,
        ):
            published.backup(copy)
    except sqlite3.Error as error:
        raise OSError(f"{database} cannot be copied: {error}") from error
