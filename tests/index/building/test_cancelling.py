"""A rebuild that is given up, at whatever moment: the old index stays, nothing half done is left
behind, and what was embedded need not be embedded again.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from quoth.index.building.embedding_cache import FILE_NAME
from quoth.index.building.prefetch import prefetched
from quoth.index.building.rebuild import rebuild
from quoth.index.embedders.base import Embedder
from quoth.index.processes import Child, ChildFailed
from quoth.index.progress import Pace, Progress, silent, with_time_left
from quoth.index.settings import IndexSettings
from quoth.index.store.publishing import live_generation

PATIENCE = 60  # seconds; a loaded machine may take its time
PHASES = ("Looking for changes", "Embedding passages", "Writing the index", "Checking the index")


class Cancelled(Exception):
    """What a screen may raise from its report."""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(40):
        text = f"Number {number}\n\nThe lock of Quenby was passed by {number} boats that day.\n"
        (folder / f"{number}.txt").write_text(text)
    return folder


@pytest.mark.parametrize("phase", PHASES)
def test_what_a_report_raises_ends_it(
    articles: Path,
    tmp_path: Path,
    embedder: Embedder,
    phase: str,
    request: pytest.FixtureRequest,
) -> None:
    library = tmp_path / "library"

    def index(report: object) -> None:
        rebuild(library, [articles], IndexSettings(), lambda: embedder, report)  # type: ignore[arg-type]

    index(silent)
    before = live_generation(library)
    assert before is not None
    others = _children()
    request.getfixturevalue("own_processes")
    (articles / "new.txt").write_text("New\n\nThe lock of Quenby was closed for good.\n")

    def cancel(progress: Progress) -> None:
        if progress.phase == phase:
            raise Cancelled

    with pytest.raises(Cancelled):
        index(cancel)
    assert live_generation(library) == before
    assert list((library / "generations").iterdir()) == [before]
    assert _children() <= others
    index(silent)
    assert live_generation(library) != before


def test_ctrl_c_while_it_embeds(tmp_path: Path) -> None:
    articles, library = tmp_path / "articles", tmp_path / "library"
    articles.mkdir()
    for number in range(400):
        sentence = f"The lock of Quenby was passed by {number} boats that day. "
        (articles / f"{number}.txt").write_text(f"Number {number}\n\n{sentence * 12}\n")
    command = [
        sys.executable,
        "-m",
        "quoth.tui.cli.main",
        "--library",
        str(library),
        "rebuild",
        str(articles),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        # Not a moment of our clock but one of its work: a busy machine starts it minutes later.
        while _embedded(library) < 32:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err == "quoth: Stopped. What was indexed before is as it was.\n"
    assert list((library / "generations").iterdir()) == []
    assert 32 <= _embedded(library) < 400


def _embedded(library: Path) -> int:
    try:
        with sqlite3.connect(f"file:{library / FILE_NAME}?mode=ro", uri=True) as cache:
            return int(cache.execute("SELECT count(*) FROM embeddings").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def _children() -> set[str]:
    """Processes of ours that run; other tests may keep some."""
    found: set[str] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found.update((task / "children").read_text().split())
    return found


def test_a_child_that_dies_or_falls_silent_is_an_error() -> None:
    progress = Progress("Waiting", 0.0)
    others = _children()
    with Child("json.tool", "--nonsense") as child, pytest.raises(ChildFailed, match="nonsense"):
        child.result(progress, silent, deadline=PATIENCE)
    with Child("code") as child, pytest.raises(ChildFailed, match="said nothing"):
        child.result(progress, silent, deadline=0.2)
    assert _children() <= others


def test_ahead_gives_results_and_errors_in_order() -> None:
    def halve(number: int) -> int:
        if number % 2:
            raise ValueError(number)
        return number // 2

    seen = []
    for future in prefetched(halve, range(50), 4, lambda: None):
        error = future.exception()
        seen.append(error.args[0] if error else future.result() * 2)
    assert seen == list(range(50))


def test_who_waits_for_a_slow_item_can_leave() -> None:
    def slow(_: int) -> None:
        time.sleep(PATIENCE)

    def leave() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        next(prefetched(slow, [1], 1, leave))


def test_time_left_follows_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    told: list[Progress] = []
    report = with_time_left(told.append)
    for second in range(101):  # a tenth in the first 50 seconds, as much in each second after them
        now = float(second)
        done = second * 0.002 if second <= 50 else 0.1 + (second - 50) * 0.01
        report(Progress("Embedding passages", done))
    assert told[0].seconds_left is None
    assert told[0].time_left == ""
    assert told[50].seconds_left == pytest.approx(450)
    assert told[50].time_left == "8 min left"
    assert told[100].seconds_left == pytest.approx(40)
    assert told[100].time_left == "40 s left"
    report(Progress("Writing the index", 0.5))
    assert told[-1].seconds_left is None
    assert Progress("", 0, seconds_left=7300).time_left == "2 h 2 min left"
    assert Pace().per_second(1) == 0
