"""What is done with a generation in a child process, where a crash or a hang of native code harms
nobody: its vectors are stored in Chroma, and it is opened to prove that it can be read.

`python -m quoth.index.store.chroma_process` reads a task from each line.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from quoth.index.arrays import map_rows
from quoth.index.logs import quiet_libraries
from quoth.index.processes import (
    Child,
    ChildFailed,
    ChildNeverStarted,
    say_progress,
    say_ready,
    say_result,
)
from quoth.index.progress import Progress, Report, silent
from quoth.index.store.chroma import load_chroma
from quoth.index.store.vectors import VectorStoreError, write_vectors
from quoth.index.store.verify import problems

_WRITING = "Writing the index"
_MAX_ATTEMPTS = 4
_SILENCE_SECONDS = (
    120  # seconds without a word; 2,000 vectors are stored, 100,000 flushed in far less
)


class ChromaProcess:
    """A child process that works with Chroma. Killed when the block ends."""

    def __init__(self) -> None:
        self._child: Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.__exit__()

    def start(self) -> None:
        """Have it load Chroma, which takes most of a second, before it is needed."""
        self._started()

    def store(self, folder: Path, first: int, gone: Sequence[int], report: Report) -> str:
        """Store the rows of `folder`/vectors.npy from `first` on, and forget those numbered in
        `gone`; see `write_vectors`. Returns why it failed, in one line, or an empty string.
        Raises LibraryError when the process does not start.
        """
        task = {"do": "store", "folder": str(folder), "first": first, "gone": list(gone)}
        return self._ask(task, _WRITING, report)

    def probe(self, folder: Path, report: Report = silent) -> str:
        """What is wrong with a generation, in one line; empty when it is sound."""
        return self._ask({"do": "probe", "folder": str(folder)}, "Checking the index", report)

    def _ask(self, task: dict[str, Any], phase: str, report: Report) -> str:
        child = self._started()
        try:
            child.send(task)
            return str(child.result(Progress(phase, 0.0), report, _SILENCE_SECONDS))
        except ChildNeverStarted as error:
            raise error.told("checks and writes indexes") from error
        except ChildFailed as error:
            return str(error)

    def _started(self) -> Child:
        self._child = self._child or Child(__name__)
        return self._child


def probe(folder: Path) -> str:
    """What is wrong with a generation, in one line; empty when it is sound."""
    with ChromaProcess() as child:
        return child.probe(folder)


def _store(folder: Path, first: int, gone: list[int]) -> str:
    """Chroma's own connections lock each other out on a busy machine; what was stored by then is
    stored again to no effect.
    """
    vectors = map_rows(folder / "vectors.npy")
    for attempt in range(1, _MAX_ATTEMPTS + 1):
        try:
            for fraction in write_vectors(folder / "chroma", vectors, first, gone):
                say_progress(_WRITING, fraction)
            return ""
        except VectorStoreError as error:
            if "locked" not in str(error) or attempt == _MAX_ATTEMPTS:
                return f"Chroma could not store the vectors: {error}"
            time.sleep(attempt)
    raise AssertionError("the last attempt returns")


def _main() -> None:
    quiet_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which kills this
    load_chroma()
    say_ready()
    for line in sys.stdin:
        task = json.loads(line)
        folder = Path(task["folder"])
        if task["do"] == "store":
            say_result(_store(folder, task["first"], task["gone"]))
        else:
            say_result("; ".join(problems(folder)))


if __name__ == "__main__":
    _main()
