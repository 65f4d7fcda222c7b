"""A byte that flips, a file that goes: it is told or it does not matter, and the doctor mends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import LibraryError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.index.store.publishing import live_generation
from tests.faults.conftest import CHANCE
from tests.faults.shelf import Answers, Shelf, answers, mend, titles
from tests.faults.tally import WHOLE, Tally

pytestmark = pytest.mark.usefixtures("through_chroma")

_OFFSETS = 12 if WHOLE else 1  # in each file, besides its first and last byte
_MENDED = 2  # flips after which the doctor is called, in a sample
_CHANGES_WHEN_ASKED = "chroma/chroma.sqlite3"  # has no checksum: a flip may not matter


def test_a_flipped_byte_in_each_file(
    shelf: Shelf, tmp_path: Path, embedder: Embedder, expected: Answers, tally: Tally
) -> None:
    """It is refused, saying what to do, or it changes no answer; the doctor sees it and mends it."""
    chosen = flips(generation(shelf.library))
    mended = chosen if WHOLE else CHANCE.sample(chosen, _MENDED)
    for name, offset in chosen:
        library = shelf.copy(tmp_path / "library")
        flip(generation(library) / name, offset)
        tally["flipped"] += 1
        if error := refusal(library):
            tally["refused"] += 1
            assert error.hint
        else:
            tally["answered all the same"] += 1
            assert answers(library, embedder) == expected, name
        if (name, offset) in mended:
            seen = mend(library)
            assert seen or name == _CHANGES_WHEN_ASKED
            tally["seen and mended by the doctor"] += seen
            assert answers(library, embedder) == expected
        shutil.rmtree(library)


def test_a_deleted_part_of_chroma(
    shelf: Shelf, tmp_path: Path, embedder: Embedder, expected: Answers, tally: Tally
) -> None:
    """Every vector is compared instead, and the doctor makes the part again."""
    whole = generation(shelf.library) / "chroma"
    parts = sorted(path.relative_to(whole) for path in (whole, *whole.rglob("*")))
    for part in parts if WHOLE else CHANCE.sample(parts, 1):
        library = shelf.copy(tmp_path / "library")
        gone = generation(library) / "chroma" / part
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
        tally["deleted"] += 1
        assert answers(library, embedder) == expected
        assert mend(library)
        tally["mended"] += 1
        assert titles(library) == shelf.after
        assert answers(library, embedder) == expected
        shutil.rmtree(library)


def refusal(library: Path) -> LibraryError | None:
    try:
        Library(library, IndexSettings()).open().close()
    except LibraryError as error:
        return error
    return None


def flips(folder: Path) -> list[tuple[str, int]]:
    """Every file with bytes in it, and offsets in it: the first, the last, and some between."""
    chosen = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = file.stat().st_size
        offsets = {0, size - 1, *(CHANCE.randrange(size) for _ in range(_OFFSETS))} if size else []
        chosen += [(file.relative_to(folder).as_posix(), offset) for offset in offsets]
    return chosen


def flip(file: Path, offset: int) -> None:
    content = bytearray(file.read_bytes())
    content[offset] ^= 1 << CHANCE.randrange(8)
    file.write_bytes(content)


def generation(library: Path) -> Path:
    folder = live_generation(library)
    assert folder is not None
    return folder
