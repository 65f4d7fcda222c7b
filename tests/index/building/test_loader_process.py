"""Files are loaded elsewhere: none of them can harm the rebuild or the files beside it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from quoth.index.building import loader_process
from quoth.index.building.loader_process import LoaderProcess
from quoth.index.building.rebuild import rebuild
from quoth.index.embedders.base import Embedder
from quoth.index.errors import LoadError
from quoth.index.loaders import LOADERS, load_all
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from tests.index.building.traps import TRAPS, set_traps
from tests.index.loaders.samples import FIXTURES, sample
from tests.index.loaders.tesseract import install

PATIENCE = 60  # seconds

REASONS = {
    "raises": "cannot be read: RuntimeError",
    "recurses": "cannot be read: RecursionError",
    "exits": "makes its reader crash",
    "aborts": "makes its reader crash",
    "segfaults": "makes its reader crash",
    "loops": "takes more than 3 s to read",
    "grows": "needs more than 300 MB to read",
}


@pytest.fixture
def trapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Child processes have a loader for files that end in .trap, which does as the file's name says."""
    set_traps(tmp_path, TRAPS, monkeypatch)


@pytest.fixture
def process() -> Iterator[LoaderProcess]:
    with closing(LoaderProcess(PATIENCE, 1000)) as opened:
        yield opened


@pytest.mark.parametrize("suffix", LOADERS)
def test_every_format_comes_back_as_it_was_loaded(
    suffix: str, tmp_path: Path, process: LoaderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch)
    path = sample(suffix, tmp_path)
    assert process.load_all(path) == load_all(path)


def test_one_process_serves_many_files(process: LoaderProcess) -> None:
    process.load_all(FIXTURES / "harbour.txt")
    assert process._child is not None
    first = process._child.pid
    for _ in range(20):
        process.load_all(FIXTURES / "harbour.txt")
    assert process._child.pid == first


def test_why_a_file_is_refused_comes_back_too(process: LoaderProcess, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(LoadError, match="is empty") as refusal:
        process.load_all(tmp_path / "empty.txt")
    assert refusal.value.hint
    assert refusal.value.__cause__ is None
    with pytest.raises(LoadError, match="No such file") as refusal:
        process.load_all(tmp_path / "caf\udce9.txt")
    assert isinstance(refusal.value.__cause__, OSError)


@pytest.mark.usefixtures("trapped", "own_processes")
def test_only_the_files_that_harm_their_loader_are_skipped(
    tmp_path: Path, embedder: Embedder
) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in TRAPS:
        (articles / f"{name}.trap").write_text("x")
        (articles / f"{name}.txt").write_text(f"About {name}\n\nThe lock of Quenby is shut.\n")
    settings = IndexSettings(loading_seconds=3, loading_megabytes=300)
    done = rebuild(tmp_path / "library", [articles], settings, lambda: embedder, silent)
    assert {Path(file.path).stem: file.reason for file in done.skipped} == REASONS
    assert done.articles == len(TRAPS) + 1
    again = rebuild(tmp_path / "library", [articles], settings, lambda: embedder, silent)
    assert not again.published
    assert again.skipped == done.skipped


@pytest.mark.usefixtures("trapped")
def test_what_is_loading_is_left_at_once(tmp_path: Path) -> None:
    (tmp_path / "loops.trap").touch()
    process = LoaderProcess(PATIENCE, 1000)
    ended: list[str] = []

    def run() -> None:
        try:
            process.load_all(tmp_path / "loops.trap")
        except LoadError as error:
            ended.append(error.message)

    thread = threading.Thread(target=run)
    thread.start()
    child = _started(process)
    started = time.monotonic()
    process.close()
    thread.join(PATIENCE)
    assert ended
    assert time.monotonic() - started < PATIENCE / 4
    assert not _runs(child)


@pytest.mark.usefixtures("trapped")
def test_a_child_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """However that one ended, and whatever the child is doing."""
    (tmp_path / "loops.trap").touch()
    process = LoaderProcess(PATIENCE, 1000)
    thread = threading.Thread(target=_load, args=(process, tmp_path / "loops.trap"))
    thread.start()
    child = _started(process)
    assert process._child is not None
    assert process._child._process.stdin is not None
    process._child._process.stdin.close()  # as when the parent is killed
    thread.join(PATIENCE)
    assert not thread.is_alive()
    process.close()
    assert not _runs(child)


def test_ctrl_c_is_not_for_the_child(process: LoaderProcess) -> None:
    process.load_all(FIXTURES / "harbour.txt")
    assert process._child is not None
    os.kill(process._child.pid, signal.SIGINT)
    assert process.load_all(FIXTURES / "harbour.txt")[0].title


def test_a_child_that_has_grown_is_replaced(
    process: LoaderProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer = {"too_large": False, "is_last": True, "error": ("is empty", ""), "is_lasting": True}
    monkeypatch.setattr(process, "_ask", lambda *_: answer)
    process._started()
    with pytest.raises(LoadError, match="is empty"):
        process.load_all(tmp_path / "a.txt")
    assert process._child is None


def test_memory_is_counted_here() -> None:
    space, held = loader_process._memory()
    assert space > held > 1_000_000


def _load(process: LoaderProcess, path: Path) -> None:
    with suppress(LoadError):
        process.load_all(path)


def _started(process: LoaderProcess) -> int:
    end = time.monotonic() + PATIENCE
    while process._child is None or _cpu_seconds(process._child.pid) < 0.5:
        assert time.monotonic() < end
        time.sleep(0.05)
    return process._child.pid


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _runs(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").exists()
