"""What is published on disk: summed, there for good, and maybe where nothing can be written."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def checksum(file: Path) -> str:
    """SHA-256 of the file's bytes, in hex. Raises OSError."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Force a file's bytes, or a folder's names, to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def may_write(folder: Path) -> bool:
    """Whether files can be made in a folder; root cannot either on a disk that is read-only."""
    return os.access(folder, os.W_OK)
