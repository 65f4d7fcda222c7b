"""Rebuilds in a process of their own, so that neither a model nor a crash holds up who asks.

`python -m quoth.index.jobs` reads one job in JSON from its input and answers in lines of JSON. It
ends when its input does: nobody waits for it any more. Ending it loses nothing (see `rebuild`).
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quoth.index.articles import Skipped
from quoth.index.building.report import RebuildReport
from quoth.index.errors import LibraryError, QuothError
from quoth.index.library import Library
from quoth.index.logs import quiet_libraries
from quoth.index.processes import Child, ChildFailed, say
from quoth.index.progress import Progress, Report
from quoth.index.settings import IndexSettings

_REPORT_SECONDS = 0.1  # seconds between two reports of one phase
_NICENESS = 10  # niceness: questions come first


class Job:
    """Work on a library that is done elsewhere; `run` it in a thread."""

    def __init__(self, library: Library, do: str, **values: Any) -> None:
        """`do` is "rebuild" (paths, full), "add" (place: a folder, a file or a URL) or "watch".
        Each takes `nice`: 0 where nobody asks anything meanwhile.
        """
        self._library = library
        self._task = {
            "do": do,
            "library": str(library.folder),
            "settings": dataclasses.asdict(library.settings),
            **values,
        }
        self._child: Child | None = None
        self._starting = threading.Lock()
        self.is_cancelled = False

    def run(self, report: Report) -> Iterator[RebuildReport | QuothError | None]:
        """What each rebuild did. "watch" goes on until it is cancelled: it yields errors too, and
        None whenever it has looked at its folders.

        Raises the QuothError that a job ends with. What `report` raises ends the job.
        """
        self._library.refuse_unagreed()
        with self._starting:
            if self.is_cancelled:
                return
            self._child = Child(__name__)
        with self._child as child:
            try:
                child.send(self._task)
                for said in child.messages():
                    yield from _heard(said, report)
            except ChildFailed as error:
                if not self.is_cancelled:
                    raise LibraryError(
                        f"The rebuild ended before its time: {error}.",
                        "What was indexed before is as it was.",
                    ) from error

    def cancel(self) -> None:
        """End the work; any thread may."""
        with self._starting:
            self.is_cancelled = True
            if self._child is not None:
                self._child.kill()


def _heard(said: dict[str, Any], report: Report) -> Iterator[RebuildReport | QuothError | None]:
    kind, value = said["kind"], said["value"]
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


def _main() -> None:
    quiet_libraries()
    task = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    os.nice(task.get("nice", _NICENESS))
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
        from quoth.index.fetching.adding import add

        fetched = add(place, library.added, report=_teller())
        for error in fetched.failed:
            _say("trouble", (error.message, error.hint))
        return [*library.own_roots(), library.added]
    return [*library.own_roots(), Path(place)]


def _watch(library: Library) -> None:
    from quoth.index.watching import watch

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
        if progress.phase != phase or now - told >= _REPORT_SECONDS or progress.fraction >= 1:
            phase, told = progress.phase, now
            _say("progress", dataclasses.asdict(progress))

    return report


def _say(kind: str, value: Any) -> None:
    say({"kind": kind, "value": value})


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    _main()
