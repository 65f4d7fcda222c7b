"""Work in a process of its own: what it tells, how it ends, and what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index.building.report import RebuildReport
from quoth.index.errors import QuothError
from quoth.index.jobs import Job
from quoth.index.library import Library
from quoth.index.progress import Progress, silent
from quoth.index.settings import IndexSettings
from quoth.index.store.publishing import live_generation

PATIENCE = 120  # seconds


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", IndexSettings())


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "well.txt").write_text("The well\n\nThe well of Tarn is ninety feet deep.\n")
    return folder


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_a_rebuild_tells_how_far_it_is_and_what_it_did(library: Library, articles: Path) -> None:
    (articles / os.fsdecode(b"caf\xe9.zip")).write_bytes(b"x")
    phases: list[Progress] = []
    done = list(Job(library, "rebuild", paths=[str(articles)]).run(phases.append))
    assert len(done) == 1
    assert isinstance(done[0], RebuildReport)
    assert (done[0].added, done[0].articles, done[0].published) == (1, 1, True)
    assert done[0].skipped[0].path == str(articles / os.fsdecode(b"caf\xe9.zip"))
    assert phases
    with library.open() as generation:
        assert generation.manifest.articles == 1


def test_a_folder_is_added_to_what_is_there(
    library: Library, articles: Path, tmp_path: Path
) -> None:
    library.rebuild([articles])
    other = tmp_path / "other"
    other.mkdir()
    (other / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
    list(Job(library, "add", place=str(other)).run(silent))
    assert library.roots() == (str(articles), str(other))
    with library.open() as generation:
        assert generation.manifest.articles == 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"do": "rebuild", "paths": ["/no/such/folder"]}, "There is no file or folder"),
        ({"do": "rebuild", "paths": []}, "Nothing was indexed before"),
        ({"do": "add", "place": "http://127.0.0.1:9/"}, "127.0.0.1"),
    ],
)
def test_an_error_is_the_one_that_the_work_raised(
    library: Library, values: dict[str, object], message: str
) -> None:
    with pytest.raises(QuothError, match=message) as raised:
        list(Job(library, **values).run(silent))  # type: ignore[arg-type]
    assert raised.value.hint


def test_cancelled_work_leaves_what_was_there(library: Library, articles: Path) -> None:
    library.rebuild([articles])
    before = live_generation(library.folder)
    for number in range(300):
        (articles / f"{number}.txt").write_text(f"Note {number}\n\nIt says {number} things.\n")
    job = Job(library, "rebuild", paths=[])
    list(job.run(lambda _: job.cancel()))
    assert job.is_cancelled
    assert live_generation(library.folder) == before
    assert isinstance(library.rebuild(), RebuildReport)  # nothing is locked
    assert list(Job(library, "rebuild", paths=[]).run(silent))


def test_what_is_cancelled_before_it_starts_never_does(library: Library, articles: Path) -> None:
    job = Job(library, "rebuild", paths=[str(articles)])
    job.cancel()
    assert list(job.run(silent)) == []
    assert library.is_empty()


def test_a_crash_is_one_line(library: Library, articles: Path) -> None:
    def crash(_: Progress) -> None:
        assert job._child is not None
        os.kill(job._child.pid, signal.SIGSEGV)

    job = Job(library, "rebuild", paths=[str(articles)])
    with pytest.raises(QuothError, match="ended before its time"):
        list(job.run(crash))


def test_changes_are_followed_until_it_is_cancelled(library: Library, articles: Path) -> None:
    library.rebuild([articles])
    job = Job(library, "watch")
    (articles / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
    for outcome in job.run(silent):
        if outcome is None:
            continue
        assert isinstance(outcome, RebuildReport)
        assert outcome.added == 1
        job.cancel()


def test_it_ends_with_who_started_it(library: Library, articles: Path) -> None:
    """Also when that was killed, and could not say so."""
    library.rebuild([articles])
    code = (
        "import sys; from pathlib import Path; from quoth.index.library import Library\n"
        "from quoth.index.jobs import Job; from quoth.index.settings import IndexSettings\n"
        "job = Job(Library(Path(sys.argv[1]), IndexSettings()), 'watch')\n"
        "def report(_):\n"
        "    print(job._child.pid, flush=True)\n"
        "list(job.run(report))"
    )
    (articles / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(library.folder)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    _until(lambda: not Path(f"/proc/{child}").exists() or _is_zombie(child))


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] == "Z"
    except OSError:
        return True
