"""Snapshots on their way: put on a server in parts, fetched from there once and kept in the cache."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import platformdirs

from quoth.index.disk import checksum, make_private
from quoth.index.errors import IndexMoved, LibraryError
from quoth.index.server.blobs import get_blob
from quoth.index.server.pointer import Live
from quoth.index.server.records import Records
from quoth.index.server.snapshot import Snapshot

_MAX_KEPT_SNAPSHOTS = 16  # the last ones used, of all servers


def fetch_snapshot(pointer: Records, live: Live) -> Snapshot:
    """Raises IndexMoved where it is no longer there whole, LibraryError where it cannot be kept."""
    folder = platformdirs.user_cache_path("quoth", appauthor=False) / "snapshots"
    file = folder / f"{live.checksum}.sqlite3"
    try:
        if file.exists() and checksum(file) == live.checksum:
            os.utime(file)
            return Snapshot(file)
        data = get_blob(pointer, live.snapshot)
        if hashlib.sha256(data).hexdigest() != live.checksum:
            raise IndexMoved("What the server says of its index is damaged.", "Ask again.")
        make_private(folder.parent)
        make_private(folder)
        _write(file, data)
        _trim(folder)
        return Snapshot(file)
    except OSError as error:
        raise LibraryError(
            f"What the server tells cannot be kept in {folder}: {error.strerror}.",
            "Check its permissions and the free disk space.",
        ) from error


def _write(file: Path, data: bytes) -> None:
    """All of it or nothing, whoever else is writing it."""
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _trim(folder: Path) -> None:
    """Remove the oldest snapshots; those that are open elsewhere stay readable there."""
    with suppress(OSError):
        files = sorted(folder.glob("*.sqlite3"), key=lambda file: -file.stat().st_mtime)
        for file in files[_MAX_KEPT_SNAPSHOTS:]:
            file.unlink(missing_ok=True)
