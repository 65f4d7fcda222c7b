"""Roots -> the files under them, without following a link twice or reading what is no file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from quoth.index.articles import Skipped
from quoth.index.disk import checksum
from quoth.index.errors import UsageError
from quoth.index.store.publishing import LOCK

ADDED = "added"
"""The folder of a library that keeps the pages which were fetched."""


def absolute_roots(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """The paths as the library remembers them. Raises UsageError for one that does not exist."""
    roots = []
    for path in paths:
        root = os.path.abspath(os.path.expanduser(path))
        if not os.path.lexists(root):
            raise UsageError(f"There is no file or folder {root}.", "Check the path.")
        roots.append(root)
    return tuple(dict.fromkeys(roots))


def find_files(roots: Sequence[str], *, follow_links: bool = False) -> list[str]:
    """Every visible file under the roots, once, in order of path, whatever its format.

    Of a library only the pages added to it are looked at, not what it is made of. A link to a
    folder outside the roots is not entered without `follow_links`; it is among what is returned.
    """
    inside = None if follow_links else real_places(roots)
    found = {path for root in roots for path in _walk(root, inside)}
    return sorted(found, key=os.fsencode)


def real_places(roots: Sequence[str]) -> tuple[str, ...]:
    """Where the roots are when every symbolic link is followed."""
    return tuple(os.path.realpath(root) for root in roots)


def leads_out(path: str, inside: Sequence[str] | None) -> bool:
    """Whether a path is a symbolic link to what is in none of these real places; None is all."""
    if inside is None or not os.path.islink(path):
        return False
    real = os.path.realpath(path)
    return not any(
        real == place or real.startswith(place.rstrip(os.sep) + os.sep) for place in inside
    )


def fingerprint(path: str, inside: Sequence[str] | None = None) -> str | Skipped:
    """SHA-256 of a file's bytes, or why the file is not to be read: among others a link that leads
    out of the real places `inside`.
    """
    from quoth.index.loaders import supported

    if leads_out(path, inside):
        return Skipped(path, "", "is a link out of the indexed folders (see follow_links)")
    if not supported(path) and not os.path.isdir(path):
        suffix = Path(path).suffix or "none"
        return Skipped(path, "", f"is of a format that is not read ({suffix})")
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return Skipped(path, "", "is not a file")
        return checksum(path)
    except OSError as error:
        return Skipped(path, "", f"cannot be read: {error.strerror}")


def _walk(root: str, inside: Sequence[str] | None) -> Iterator[str]:
    if not os.path.isdir(root):
        yield root
        return
    entered: set[tuple[int, int]] = set()
    refused: list[str] = []

    def note(error: OSError) -> None:
        refused.append(os.fspath(error.filename))

    for folder, subfolders, names in os.walk(root, onerror=note, followlinks=True):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in [one for one in subfolders if leads_out(os.path.join(folder, one), inside)]:
            subfolders.remove(name)
            names.append(name)
        info = os.stat(folder)
        if (info.st_dev, info.st_ino) in entered:
            subfolders.clear()
            continue
        entered.add((info.st_dev, info.st_ino))
        if LOCK in names:
            names.clear()
            subfolders[:] = [name for name in subfolders if name == ADDED]
        yield from (os.path.join(folder, name) for name in names if not name.startswith("."))
    yield from refused
