"""Zip archives from strangers: what is read of one is bounded, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from quoth.index.errors import LoadError
from quoth.index.text.clean import one_line

_MOST_MEMBERS = 20_000
_MOST_BYTES = 100_000_000  # read, unpacked; the longest novels have 10 million
_MOST_TAGS = 4_000_000  # an element takes a hundred times the memory of the four bytes of "<p/>"
_MOST_PACKED = (
    200  # times that much is unpacked of nothing but a bomb: of text 10, of white pictures 100
)


@contextmanager
def opened(stream: IO[bytes], damaged: str) -> Iterator[Archive]:
    """The archive in an open file. Raises LoadError, which says `damaged` of whatever fails inside the
    block: a damaged file fails in what is done next, be it zip, inflate, XML or paths.
    """
    try:
        with ZipFile(stream) as archive:
            yield Archive(archive)
    except LoadError:
        raise
    except Exception as error:
        raise LoadError(damaged, "Open and save it again.") from error


@dataclass(slots=True)
class Archive:
    """An open zip file, and how many bytes and tags of it may still be unpacked."""

    zip: ZipFile
    left: int = _MOST_BYTES
    tags_left: int = _MOST_TAGS

    def __post_init__(self) -> None:
        """Refuse a bomb, whichever of its members it is in, read or not. Raises LoadError."""
        members = self.zip.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if unpacked > max(_MOST_BYTES, _MOST_PACKED * packed):
            raise too_large()

    def __contains__(self, name: str) -> bool:
        return name in self.zip.NameToInfo

    def read(self, name: str) -> bytes:
        """A member. Raises LoadError when it is missing or encrypted, or the archive too large."""
        if name not in self:
            reason = f"is damaged: {one_line(name)[:80]} is missing"
            raise LoadError(reason, "Download it again.")
        member = self.zip.getinfo(name)
        self.left -= member.file_size
        if self.left < 0 or len(self.zip.infolist()) > _MOST_MEMBERS:
            raise too_large()
        if member.flag_bits & 1:
            raise encrypted()
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise LoadError("is packed in a way that is not read", "Save it again.")
        with self.zip.open(member) as stream:
            # Read without a size, a member that lies about its own is unpacked whole.
            data = stream.read(member.file_size)
        self.tags_left -= data.count(b"<")
        if self.tags_left < 0:
            raise too_large()
        return data


def too_large() -> LoadError:
    return LoadError("is too large", "Split it, or save its text alone.")


def encrypted() -> LoadError:
    return LoadError("is encrypted", "Save it without DRM or a password.")
