"""Rebuilds in a process of their own, so that neither a model nor a crash holds up who asks.

`python -m index.background` reads one job in JSON from its input and answers in lines of JSON. It
ends when its input does: nobody waits for it any more. Ending it loses nothing (see `rebuild`).
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from index.articles import Skipped
from index.errors import LibraryError, QuothError
from index.library import Library
from index.progress import Progress, Report
from index.rebuild import RebuildReport
from index.settings import IndexSettings

_EVERY = 0.1  # seconds between two reports of one phase
_YIELDING = 10  # niceness: questions come first


class Job:
    """Work on a library that is done elsewhere; `run` it in a thread."""

    def __init__(self, library: Library, do: str, **values: Any) -> None:
        """`do` is "rebuild" (paths, full), "add" (place: a folder, a file or a URL) or "watch"."""
        self._task = {
            "do": do,
            "library": str(library.folder),
            "settings": dataclasses.asdict(library.settings),
            **values,
        }
        self._child: subprocess.Popen[str] | None = None
        self._starting = threading.Lock()
        self.is_cancelled = False

    def run(self, report: Report) -> Iterator[RebuildReport | QuothError | None]:
        """What each rebuild did. "watch" goes on until it is cancelled: it yields errors too, and
        None whenever it has looked at its folders.

        Raises the QuothError that a job ends with. What `report` raises ends the job.
        """
        with tempfile.TemporaryFile("w+", errors="replace") as complaints:
            child = self._start(complaints)
            if child is None:
                return
            try:
                yield from self._listen(child, report)
                if child.wait() and not self.is_cancelled:
                    raise _crash(child.returncode, complaints)
            finally:
                child.kill()
                child.communicate()

    def cancel(self) -> None:
        """End it, from any thread."""
        with self._starting:
            self.is_cancelled = True
            if self._child is not None:
                self._child.kill()

    def _start(self, complaints: TextIO) -> subprocess.Popen[str] | None:
        with self._starting:
            if self.is_cancelled:
                return None
            self._child = child = subprocess.Popen(
                [sys.executable, "-m", "index.background"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                encoding="ascii",
            )
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(self._task) + "\n")
            child.stdin.flush()
        except BrokenPipeError:
            pass  # cancelled already, or it crashed: its exit code tells
        return child

    def _listen(
        self, child: subprocess.Popen[str], report: Report
    ) -> Iterator[RebuildReport | QuothError | None]:
        assert child.stdout is not None
        for line in child.stdout:
            if self.is_cancelled:
                return
            try:
                kind, value = json.loads(line)
            except ValueError:
                continue  # a line that was cut short when it was killed
            if kind == "progress":
                report(Progress(**value))
            elif kind == "done":
                skipped = tuple(Skipped(**file) for file in value.pop("skipped"))
                yield RebuildReport(skipped=skipped, **value)
            elif kind == "looked":
                yield None
            elif kind == "trouble":
                yield QuothError(*value)
            else:
                raise LibraryError(*value)


def _crash(code: int, complaints: TextIO) -> LibraryError:
    complaints.seek(0)
    said = complaints.read().strip().splitlines() or [f"exit code {code}"]
    return LibraryError(
        f"The rebuild ended before its time: {said[-1]}.", "What was indexed before is as it was."
    )


def _main() -> None:
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    os.nice(_YIELDING)
    library = Library(Path(task["library"]), IndexSettings(**task["settings"]))
    try:
        if task["do"] == "watch":
            _watch(library)
        else:
            paths = _add(library, task["place"]) if task["do"] == "add" else task["paths"]
            done = library.rebuild(paths, full=task.get("full", False), report=_teller())
            _say("done", dataclasses.asdict(done))
    except QuothError as error:
        _say("error", (error.message, error.hint))


def _add(library: Library, place: str) -> Sequence[str | Path]:
    """What is to be indexed once `place` is in the library."""
    if place.lower().startswith(("http://", "https://")):
        from index.fetching.adding import add

        fetched = add(place, library.added, report=_teller())
        for error in fetched.failed:
            _say("trouble", (error.message, error.hint))
        return [*library.roots(), library.added]
    return [*library.roots(), Path(place)]


def _watch(library: Library) -> None:
    from index.watching import watch

    for outcome in watch(library, threading.Event(), _looking):
        if isinstance(outcome, QuothError):
            _say("trouble", (outcome.message, outcome.hint))
        else:
            _say("done", dataclasses.asdict(outcome))


@contextmanager
def _looking() -> Iterator[Report]:
    try:
        yield _teller()
    finally:
        _say("looked", None)


def _teller() -> Report:
    """Each phase at once, and then a few times a second."""
    phase, told = "", 0.0

    def report(progress: Progress) -> None:
        nonlocal phase, told
        now = time.monotonic()
        if progress.phase != phase or now - told >= _EVERY or progress.fraction >= 1:
            phase, told = progress.phase, now
            _say("progress", dataclasses.asdict(progress))

    return report


def _say(kind: str, value: Any) -> None:
    sys.stdout.write(json.dumps((kind, value)) + "\n")  # ASCII: a path may be no text
    sys.stdout.flush()


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    _main()
