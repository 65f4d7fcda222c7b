"""What is published on disk: summed, there for good, and maybe where nothing can be written."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_READ_BYTES = 65_536  # bytes of a file that are read at once


def checksum(file: str | Path) -> str:
    """SHA-256 of the file's bytes, in hex. Raises OSError."""
    summed = hashlib.sha256()
    with open(file, "rb", buffering=0) as stream:
        # `hashlib.file_digest` makes itself a buffer of 256 kB, which costs more than most articles.
        while read := stream.read(_READ_BYTES):
            summed.update(read)
    return summed.hexdigest()


def sync(path: Path) -> None:
    """Force a file's bytes, or a folder's names, to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private(folder: Path) -> None:
    """Make a folder, where there is none, that only its owner may enter. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def create_private(file: Path) -> None:
    """Make an empty file that only its owner may read, where there is none; one that there is
    becomes so, where it may be changed. Raises OSError.
    """
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    with suppress(PermissionError):
        file.chmod(0o600)


def may_write(folder: Path) -> bool:
    """Whether files can be made in a folder; root cannot either on a disk that is read-only."""
    return os.access(folder, os.W_OK)
