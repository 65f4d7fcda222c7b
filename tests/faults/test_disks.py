"""A disk that is full or may not be written: what is there answers, and the rest is said."""

from __future__ import annotations

import shutil
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from quoth.index.embedders.base import Embedder
from tests.faults.mounts import may_mount, read_only, small_disk
from tests.faults.rebuilding import Ending, Rebuilder
from tests.faults.shelf import (
    QUESTIONS,
    Answers,
    Shelf,
    answers,
    faults_found,
    finish,
    live,
    titles,
)
from tests.faults.tally import WHOLE, Tally
from tests.tui.command import Run

_SIZES = 40 if WHOLE else 3


@pytest.mark.parametrize("share", [number / _SIZES for number in range(_SIZES)])
def test_a_full_disk(
    share: float,
    rebuilder: Rebuilder,
    shelf: Shelf,
    tmp_path: Path,
    embedder: Embedder,
    expected: Answers,
    tally: Tally,
) -> None:
    if not may_mount(tmp_path):
        tally["not run, as mounting a small disk needs root"] += 1
        pytest.skip("mounting a small disk needs root; see the largest file below")
    used = disk_use(shelf.library)
    disk, library = tmp_path, tmp_path / "library"
    with small_disk(disk, round(used + share * 2_000_000)):
        shelf.copy(library)
        ending = rebuilder.run(library)
        check_refusal(library, shelf, ending, embedder, expected, tally)
        rescued = shutil.copytree(library, tmp_path.with_name(f"{tmp_path.name}-larger"))
    check_recovery(rescued, shelf, embedder, expected)


@pytest.mark.parametrize("share", [number / _SIZES for number in range(_SIZES)])
def test_files_that_may_grow_no_more(
    share: float,
    rebuilder: Rebuilder,
    shelf: Shelf,
    library: Path,
    embedder: Embedder,
    expected: Answers,
    tally: Tally,
) -> None:
    largest = max(path.stat().st_size for path in library.rglob("*") if path.is_file())
    ending = rebuilder.run(library, largest_file=max(4096, round(largest * share)))
    check_refusal(library, shelf, ending, embedder, expected, tally)
    check_recovery(library, shelf, embedder, expected)


def check_refusal(
    library: Path,
    shelf: Shelf,
    ending: Ending,
    embedder: Embedder,
    expected: Answers,
    tally: Tally,
) -> None:
    """It was done, or refused in two lines; both ways the library answers as it did."""
    assert ending.said is not None
    if ending.acknowledged:
        tally["had room enough"] += 1
    else:
        tally["refused in two lines"] += 1
        assert ending.code == 1
        assert "\n" not in ending.said["error"] + ending.said["hint"]
        assert ending.said["error"]
        assert ending.said["hint"]
    published = live(library) != live(shelf.library)
    assert published == ending.acknowledged
    assert titles(library) == (shelf.after if published else shelf.before)
    assert answers(library, embedder) == expected


def check_recovery(library: Path, shelf: Shelf, embedder: Embedder, expected: Answers) -> None:
    """With room again, the doctor finds nothing wrong and a rebuild goes through."""
    assert faults_found(library) == []
    assert finish(library, embedder)[0].articles == len(shelf.after)
    assert titles(library) == shelf.after
    assert answers(library, embedder) == expected


def disk_use(folder: Path) -> int:
    """Bytes on a disk that gives whole pages."""
    return sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in folder.rglob("*"))


def test_a_library_that_cannot_be_written(
    shelf: Shelf,
    library: Path,
    embedder: Embedder,
    expected: Answers,
    run: Run,
    tally: Tally,
    own_processes: None,
) -> None:
    """It is asked as ever, and a rebuild is refused. Chroma, which writes, stays shut."""
    try:
        with read_only(library):
            assert answers(library, embedder) == expected
            assert faults_found(library) == []
            asked = run("ask", QUESTIONS[0], "--library", library)
            assert (asked.code, asked.err) == (0, "")
            refused = run("rebuild", "--library", library)
            assert refused.code == 1
            assert "cannot be written" in refused.err
            assert len(refused.err.splitlines()) == 2
            assert answers(library, embedder) == expected
    except CalledProcessError:
        tally["not run, as root may not mount here"] += 1
        pytest.skip("root may write anywhere, and may not mount here")
    check_recovery(library, shelf, embedder, expected)
