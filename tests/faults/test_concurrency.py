"""Several processes on one library, and a clock that goes backwards."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from quoth.index.building.rebuild import rebuild
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from quoth.index.store import publishing as generations
from tests.faults.conftest import CHANCE
from tests.faults.rebuilding import Rebuilder
from tests.faults.shelf import (
    Answers,
    Shelf,
    answers,
    faults_found,
    finish,
    live,
    titles,
    write_article,
)
from tests.faults.tally import WHOLE, Tally

_REBUILDS = 12 if WHOLE else 2


def test_two_rebuilds_at_once(
    shelf: Shelf, library: Path, embedder: Embedder, expected: Answers, tally: Tally
) -> None:
    """One does the work; the other is refused in two lines, or finds it done."""
    command = [sys.executable, "-m", "quoth.tui.cli.main", "rebuild", "--library", str(library)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    codes = [process.returncode for process in both]
    for code, error in zip(codes, said, strict=True):
        tally["refused" if code else "done"] += 1
        assert code in (0, 1)
        assert "Another rebuild" in error if code else not error
        assert len(error.splitlines()) == (2 if code else 0)
    assert 0 in codes
    assert titles(library) == shelf.after
    assert faults_found(library) == []
    assert answers(library, embedder) == expected


def test_a_rebuild_under_four_readers(
    shelf: Shelf,
    library: Path,
    rebuilder: Rebuilder,
    embedder: Embedder,
    expected: Answers,
    tmp_path: Path,
    tally: Tally,
) -> None:
    """They go on answering, each from one generation, while rebuilds publish and are killed."""
    more = tmp_path / "more"
    more.mkdir()
    command = [sys.executable, "-m", "tests.faults.reader", str(library)]
    readers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    first = [reader.stdout.readline() for reader in readers if reader.stdout]
    seconds = 1.0
    for number in range(_REBUILDS):
        write_article(more, f"ferry {number}", f"The ferry number {number} sails at noon.")
        ending = rebuilder.run(library, [shelf.articles, more])
        assert ending.acknowledged
        tally["published"] += 1
        seconds = ending.seconds
        write_article(more, f"raft {number}", f"The raft number {number} drifts at night.")
        killed = rebuilder.run(library, kill_after=CHANCE.uniform(0, seconds)).killed
        tally["killed"] += killed
    said = [line for reader in readers for line in reader.communicate()[0].splitlines()]
    assert [reader.returncode for reader in readers] == [0] * 4
    tally["asked"] += len(first) + len(said)
    as_json = json.dumps(expected)
    assert set(first + said) <= {as_json, as_json + "\n"}
    assert faults_found(library) == []
    finish(library, embedder)
    assert titles(library) >= shelf.after | {f"About the raft {n}" for n in range(_REBUILDS)}
    assert answers(library, embedder) == expected


def test_a_clock_that_goes_backwards(
    shelf: Shelf,
    library: Path,
    embedder: Embedder,
    expected: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tally: Tally,
) -> None:
    """What was published last is live, and the one before it is the one that is kept."""
    more = tmp_path / "more"
    more.mkdir()
    chosen = Library(library, IndexSettings())
    before = live(library)
    for days in range(1, 6):

        class Earlier(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None, back: int = days) -> datetime:  # type: ignore[override]  # `back` is ours
                return datetime.now(tz or UTC) - timedelta(days=400 * back)

        monkeypatch.setattr(generations, "datetime", Earlier)
        write_article(more, f"ferry {days}", f"The ferry number {days} sails at noon.")
        with chosen.open() as reader:
            rebuild(library, [shelf.articles, more], IndexSettings(), lambda: embedder, silent)
            assert reader.is_outdated()
        tally["published"] += 1
        assert f"About the ferry {days}" in titles(library)
        kept = {path.name for path in (library / "generations").iterdir()}
        assert {before, live(library)} <= kept
        before = live(library)
    assert len(kept) <= 3
    assert faults_found(library) == []
    assert answers(library, embedder) == expected
