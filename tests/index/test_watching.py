"""Watching folders: real files, real events, one rebuild a burst, and nothing that ends it but us."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import filelock
import pytest

from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.errors import LibraryError, QuothError
from quoth.index.library import Library
from quoth.index.progress import Progress, Report, silent
from quoth.index.settings import IndexSettings
from quoth.index.watching import watch

PATIENCE = 60  # seconds; a loaded machine may take its time


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    _write(articles / "weir.txt", "The weir of Dorve has two sluices.")
    _write(articles / "tower.txt", "The tower of Sarn leans to the north.")
    return articles


@pytest.fixture
def library(folder: Path, tmp_path: Path, embedder: Embedder) -> Library:
    made = Library(tmp_path / "library", IndexSettings())
    made._embedders["builtin"] = embedder  # the one that all tests share, already loaded
    made.rebuild([folder])
    return made


class Watched:
    """A watch in a thread, as the app runs it, and what it yields."""

    def __init__(self, library: Library) -> None:
        self._stop = threading.Event()
        self._told: queue.Queue[RebuildReport | QuothError] = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(library,))
        self._thread.start()

    def _run(self, library: Library) -> None:
        for outcome in watch(library, self._stop):
            self._told.put(outcome)

    def next(self) -> RebuildReport:
        outcome = self._told.get(timeout=PATIENCE)
        assert isinstance(outcome, RebuildReport), outcome
        return outcome

    def next_error(self) -> QuothError:
        outcome = self._told.get(timeout=PATIENCE)
        assert isinstance(outcome, QuothError), outcome
        return outcome

    def end(self) -> list[RebuildReport | QuothError]:
        """Stop; returns what was told and not asked for."""
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return list(self._told.queue)


@pytest.fixture
def watched(library: Library) -> Iterator[Watched]:
    running = Watched(library)
    yield running
    running.end()


def _write(file: Path, sentence: str) -> None:
    file.write_text(f"About {file.stem}\n\n{sentence}\n", encoding="utf-8")


def _titles(library: Library) -> set[str]:
    with library.open() as generation:
        return {card.title for card in generation.catalog.articles()}


def test_a_burst_of_changes_is_one_rebuild(
    watched: Watched, library: Library, folder: Path
) -> None:
    (folder / "tower.txt").unlink()
    _write(folder / "weir.txt", "The weir of Dorve has three sluices.")
    (folder / "deep" / "deeper").mkdir(parents=True)
    for number in range(20):
        _write(folder / "deep" / "deeper" / f"{number}.txt", f"Number {number} came later.")
    done = watched.next()
    assert (done.added, done.changed, done.removed) == (20, 1, 1)
    _write(folder / "deep" / "deeper" / "last.txt", "A folder that is new is followed too.")
    assert watched.next().added == 1
    assert watched.end() == []
    assert "About last" in _titles(library)


def test_what_changed_before_it_began_is_indexed_at_once(library: Library, folder: Path) -> None:
    _write(folder / "early.txt", "This was here before anybody watched.")
    watched = Watched(library)
    try:
        assert watched.next().added == 1
    finally:
        watched.end()


def test_what_changes_during_a_rebuild_is_indexed_next(library: Library, folder: Path) -> None:
    def late(progress: Progress) -> None:
        if progress.phase == "Writing the index" and not (folder / "late.txt").exists():
            _write(folder / "late.txt", "This came when nobody looked.")

    _write(folder / "first.txt", "This came first.")
    stop = threading.Event()
    outcomes = watch(library, stop, lambda: nullcontext(late))
    first = next(outcomes)
    assert isinstance(first, RebuildReport)
    assert first.added == 1
    second = next(outcomes)
    assert isinstance(second, RebuildReport)
    assert second.added == 1
    stop.set()
    assert list(outcomes) == []
    assert "About late" in _titles(library)


def test_hidden_files_and_the_library_itself_wake_nobody(
    tmp_path: Path, embedder: Embedder
) -> None:
    _write(tmp_path / "weir.txt", "The weir of Dorve has two sluices.")
    library = Library(tmp_path / "library", IndexSettings())
    library._embedders["builtin"] = embedder
    library.rebuild([tmp_path])
    _write(tmp_path / ".hidden.txt", "Nobody looks here.")
    looks: list[None] = []

    def counted() -> AbstractContextManager[Report]:
        looks.append(None)
        _write(tmp_path / ".hidden.txt", "Nobody looks here, still.")
        return nullcontext(silent)

    stop = threading.Event()
    threading.Timer(4.0, stop.set).start()
    for outcome in watch(library, stop, counted):
        raise AssertionError(f"it was no news: {outcome}")
    assert len(looks) == 1  # the one at the start


def test_odd_names_links_and_unreadable_folders_do_not_end_it(
    watched: Watched, library: Library, folder: Path
) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere").symlink_to(folder / "absent")
    os.mkfifo(folder / "pipe.txt")
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "wb") as stream:
        stream.write(b"Odd\n\nA name that is no text.\n")
    _write(folder / "line\nbreak.txt", "Odd name.")
    (folder / "closed").mkdir(mode=0)
    added = watched.next().added
    while added < 2:  # the names may arrive in more than one burst
        added += watched.next().added
    _write(folder / "after.txt", "It still goes on.")
    while "About after" not in _titles(library):
        watched.next()


def test_a_root_that_goes_is_told_once_and_one_that_returns_is_followed(
    watched: Watched, library: Library, folder: Path
) -> None:
    folder.rename(folder.with_name("elsewhere"))
    error = watched.next_error()
    assert str(folder) in error.message
    assert len(_titles(library)) == 2  # the index stays
    folder.with_name("elsewhere").rename(folder)
    assert watched.next().unchanged == 2
    _write(folder / "new.txt", "The folder is followed where it came back.")
    assert watched.next().added == 1


def test_a_rebuild_that_fails_is_told_and_tried_again(
    watched: Watched, library: Library, folder: Path
) -> None:
    with filelock.FileLock(library.folder / "rebuild.lock"):
        _write(folder / "new.txt", "It came while another rebuild was running.")
        assert "Another rebuild" in watched.next_error().message
    assert watched.next().added == 1


def test_folders_that_cannot_be_followed_are_an_error(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    with pytest.raises(LibraryError, match="watch limit"):
        next(watch(library, threading.Event()))
