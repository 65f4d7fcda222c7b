"""Where generations live in a library: named, leased, published by rename, cleaned up.

LIBRARY/CURRENT               the name of the live generation
LIBRARY/rebuild.lock          held by the one builder
LIBRARY/generations/<name>/   immutable once it has this name; a name is never reused
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from quoth.index.disk import make_private, sync
from quoth.index.errors import LibraryBusy, LibraryError

LOCK = "rebuild.lock"
_CURRENT = "CURRENT"
_BUILDING = ".building-"
_LEASE = "lease"
_MAX_NAME_BYTES = 200  # bytes
_NAME = re.compile(r"[\w-][\w.-]*", re.ASCII)
_NOWHERE = ".no-such-generation"
_OWN = (
    "CURRENT", "CURRENT.new", LOCK, "generations", "added",
    "embeddings.sqlite3", "embeddings.sqlite3-wal", "embeddings.sqlite3-shm",
)  # fmt: skip
_KEPT_GENERATIONS = 1  # generations kept besides the live one


def live_generation(library: Path) -> Path | None:
    """The folder of the live generation, or None when nothing was published yet.

    What CURRENT says is only ever a name: a path out of the library leads nowhere.
    """
    refuse_links(library)
    try:
        with (library / _CURRENT).open("rb") as file:
            name = file.read(_MAX_NAME_BYTES).decode("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(
            f"The library {library} cannot be read: {error}.", "Check its permissions."
        ) from error
    return library / "generations" / (name if _NAME.fullmatch(name) else _NOWHERE)


def refuse_links(library: Path) -> None:
    """Raise LibraryError where one of the library's own files is a symbolic link.

    Quoth makes none, and writing through one would change a file outside the library.
    """
    for name in _OWN:
        if os.path.islink(library / name):
            raise LibraryError(
                f"{library / name} is a symbolic link, which could lead anywhere.",
                "Remove the link, or put what it names in its place.",
            )


class Lease:
    """Held by a reader: a generation with a lease is not removed, even by another process."""

    def __init__(self, generation: Path) -> None:
        """Raises FileNotFoundError when the generation has gone."""
        self._file: IO[bytes] = (generation / _LEASE).open("rb")
        # Some network folders have no locks. A generation is then kept by being the last but one.
        with suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        self._file.close()


def new_name() -> str:
    """Make a name that was never given, and sorts after all that were."""
    import secrets

    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"


@contextmanager
def building(library: Path) -> Iterator[Path]:
    """A new folder to build a generation in, under the library's lock.

    Raises LibraryBusy when another builder holds the lock, LibraryError when the library cannot
    be written, also for the disk's own errors within the block. Whatever is not published when
    the block ends is removed.
    """
    with locked(library):
        remove_unused(library)
        folder = library / "generations" / f"{_BUILDING}{new_name()}"
        folder.mkdir()
        (folder / _LEASE).touch()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(library: Path) -> Iterator[None]:
    """Hold the library's lock, to change what is in it. Raises as `building` does."""
    import sqlite3

    import filelock

    refuse_links(library)
    lock = filelock.FileLock(library / LOCK, blocking=False)
    try:
        make_private(library)
        make_private(library / "generations")
        with lock:
            yield
    except filelock.Timeout as error:
        raise LibraryBusy(
            f"Another rebuild of {library} is running.", "Wait for it, then try again."
        ) from error
    except NotImplementedError as error:
        raise LibraryError(
            f"The folder of {library} has no locks, without which two rebuilds would meet.",
            "Keep the library on a disk of this machine: --library DIR",
        ) from error
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise LibraryError(
            f"The library {library} cannot be written: {reason}.",
            "Check its permissions and the free disk space, or name another: --library DIR",
        ) from error


def publish(library: Path, built: Path) -> Path:
    """Make a finished build the live generation; from one moment to the next, or not at all."""
    for file in built.rglob("*"):
        sync(file)
    sync(built)
    generation = built.with_name(built.name.removeprefix(_BUILDING))
    built.rename(generation)
    sync(generation.parent)
    pointer = library / f"{_CURRENT}.new"
    pointer.write_text(generation.name + "\n", encoding="ascii")
    sync(pointer)
    pointer.replace(library / _CURRENT)
    sync(library)
    return generation


def unfinished(library: Path) -> list[Path]:
    """The builds that were never published: of a rebuild that was stopped, or that is running."""
    return sorted((library / "generations").glob(f"{_BUILDING}*"))


def remove_unused(library: Path) -> list[Path]:
    """Remove dead builds and old generations that nobody reads; call under the library's lock."""
    live = live_generation(library)
    folders = sorted((library / "generations").iterdir(), reverse=True)
    dead = unfinished(library)
    older = [folder for folder in folders if folder not in dead and folder != live]
    removed = dead + [folder for folder in older[_KEPT_GENERATIONS:] if _unread(folder)]
    for folder in removed:
        shutil.rmtree(folder, ignore_errors=True)
    return removed


def _unread(generation: Path) -> bool:
    try:
        with (generation / _LEASE).open("rb") as lease:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
