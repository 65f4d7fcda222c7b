"""Pages that were recognised before, so that none is recognised twice. A cache and no more: what is
wrong with it is made again.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = "recognised"
LIMIT_BYTES = 500_000_000  # some 100,000 pages
_LARGEST = 50_000_000  # bytes of one page's text
_SHARE_LEFT = 0.8  # of the limit: what is left after a trim


@dataclass(frozen=True, slots=True)
class KeptPages:
    """What Tesseract said of pages, by a key for all that it depends on, each in a file of `folder`.
    With `afresh` nothing is found, so that all is recognised and kept again.
    """

    folder: Path
    afresh: bool = False

    def get(self, key: str) -> bytes | None:
        if self.afresh:
            return None
        file = self._file(key)
        try:
            unpacking = zlib.decompressobj()
            said = unpacking.decompress(file.read_bytes(), _LARGEST)
            os.utime(file)
        except (OSError, zlib.error):
            return None
        return said if unpacking.eof else None

    def put(self, key: str, said: bytes) -> None:
        """Keep it; where it cannot be written, it is not kept."""
        file = self._file(key)
        with suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as made:
                made.write(zlib.compress(said))
            os.replace(made.name, file)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key


def size(library: Path) -> int:
    """The bytes that a library's pages take on the disk."""
    return sum(bytes for _, bytes, _ in _files(library))


def trim(library: Path, limit: int = LIMIT_BYTES) -> int:
    """Forget the pages that were not used for longest until those of a library take well under
    `limit` bytes. Returns the bytes that were freed.
    """
    found = _files(library)
    size = sum(bytes for _, bytes, _ in found)
    if size <= limit:
        return 0
    freed = 0
    for _, bytes, file in sorted(found):
        if size - freed <= limit * _SHARE_LEFT:
            break
        with suppress(OSError):
            file.unlink()
            freed += bytes
    return freed


def _files(library: Path) -> list[tuple[float, int, Path]]:
    """When each page of a library was used last, its bytes, and its file."""
    found = []
    for file in (library / FOLDER).glob("*/*"):
        with suppress(OSError):
            facts = file.lstat()
            found.append((facts.st_mtime, facts.st_size, file))
    return found
