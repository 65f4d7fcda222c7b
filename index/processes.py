"""Child processes, for work that may crash, hang or take much memory: they say in lines of JSON how
far they are. What nobody wants any more is killed, at once.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any, Self

from quoth.index.errors import LibraryError
from quoth.index.progress import Progress, Report

_TICK_SECONDS = 0.1  # seconds between two reports while a child says nothing
_READY = {"ready": True}


class ChildFailed(Exception):
    """The child ended, or said nothing for too long; the text is what it complained of."""


class ChildSilent(ChildFailed):
    """The child said nothing for too long."""


class ChildNeverStarted(ChildFailed):
    """The child ended before it could say that it is ready: nothing was tried."""

    def told(self, work: str) -> LibraryError:
        """What a user is told of a process that was to do some `work`."""
        return LibraryError(
            f"The process that {work} does not start: {self}.",
            "Install Quoth again, or look for what disturbs Python here.",
        )


class Child:
    """`python -P -m module arguments`, killed at the end of the block if it still runs.

    Without -P it would import whatever is named like a module in the folder that one stands in;
    PYTHONSAFEPATH keeps that from the processes which libraries start there.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-P", "-m", module, *arguments]
        self._is_ready = False
        with ExitStack() as opened:
            self._errors = opened.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
            self._process = opened.enter_context(
                subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._errors,
                    text=True,
                    env={**os.environ, "PYTHONSAFEPATH": "1"},
                )
            )
            opened.callback(self._close_input)
            self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
            listener = threading.Thread(target=self._listen, daemon=True)
            listener.start()
            opened.callback(listener.join)
            opened.callback(self._process.kill)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: dict[str, Any]) -> None:
        """Give the child a message to read, as a line of JSON. Raises ChildFailed."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._failure() from error

    def result(self, progress: Progress, report: Report, deadline: float) -> Any:
        """What it says with `say_result`. Until then its progress is reported, from `progress` on,
        again and again: what a report raises is raised at once.

        Raises ChildFailed when it ends before, ChildSilent when it says nothing for `deadline`
        seconds.
        """
        end = time.monotonic() + deadline
        while True:
            report(progress)
            try:
                line = self._lines.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                if time.monotonic() > end:
                    raise ChildSilent(f"it said nothing for {deadline:.0f} s") from None
                continue
            if not line:
                raise self._failure()
            said = json.loads(line)
            if said == _READY:
                self._is_ready = True
                continue
            if "result" in said:
                return said["result"]
            progress = Progress(said["phase"], said["fraction"])
            end = time.monotonic() + deadline

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield what the child says, until it ends. Raises ChildFailed when it ends by a failure."""
        while line := self._lines.get():
            with suppress(ValueError):  # a line that was cut short when it was killed
                yield json.loads(line)
        if self._process.wait():
            raise ChildFailed(self._complaint())

    def kill(self) -> None:
        """Kill the child at once; any thread may."""
        self._process.kill()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _close_input(self) -> None:
        """What it was still to read is lost with it, and no error of ours."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def _failure(self) -> ChildFailed:
        """Why it ended. Where it ended before it could read, also what is already said counts."""
        with suppress(queue.Empty):
            self._is_ready = self._is_ready or bool(self._lines.get(timeout=_TICK_SECONDS))
        kind = ChildFailed if self._is_ready else ChildNeverStarted
        return kind(self._complaint())

    def _complaint(self) -> str:
        """The last line that the process wrote of its errors, or its exit code."""
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().strip().splitlines()
        return lines[-1] if lines else f"it ended with {code}"


def say_ready() -> None:
    """Say, in the child, that all it needs is loaded."""
    say(_READY)


def say_progress(phase: str, fraction: float) -> None:
    """Say, in the child, how far a phase is, 0..1."""
    say({"phase": phase, "fraction": fraction})


def say_result(result: Any) -> None:
    """Say, in the child, what `Child.result` returns: anything that JSON can hold."""
    say({"result": result})


def say(message: dict[str, Any]) -> None:
    """Say a message, in the child, as a line of JSON in ASCII: a path may be no text."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
