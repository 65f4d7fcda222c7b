"""What a process and its children take: time, processor time, and memory at the most."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_EVERY = 0.25  # seconds between two looks at the memory, each of which halts the process a little
# Every model is a folder here: nobody is to lose time asking a hub after it.
_ENVIRONMENT = {**os.environ, "HF_HUB_OFFLINE": "1"}


@dataclass(frozen=True)
class Run:
    seconds: float
    busy: float  # seconds of all cores together, which a busy machine changes little
    megabytes: float
    output: str


def run(*arguments: str | Path, python: str = sys.executable) -> Run:
    """`python -m arguments`, to its end. Linux only, where /proc tells the memory.

    Raises RuntimeError when it fails, with what it said.
    """
    command = [python, "-m", *map(str, arguments)]
    started, busy = time.perf_counter(), _busy()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_ENVIRONMENT
    ) as process:
        memory = _Memory(process.pid)
        output, errors = process.communicate()
        seconds = time.perf_counter() - started
        megabytes = memory.most()
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}: {errors[-2000:]}")
    return Run(seconds, _busy() - busy, megabytes, output)


class Served:
    """A system of `tests.benchmarks.systems` that answers as long as the block runs."""

    def __init__(self, *arguments: str | Path, python: str = sys.executable) -> None:
        self._process = subprocess.Popen(
            [python, "-m", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_ENVIRONMENT,
        )

    def ask(self, question: str, without: Sequence[str] = ()) -> dict[str, Any]:
        """What `serve` answers. Raises RuntimeError when the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(
            json.dumps({"question": question, "without": list(without)}),
            file=self._process.stdin,
            flush=True,
        )
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:
            self._process.kill()


class _Memory:
    """Looks at a process's memory, in a thread, until told to say what was the most."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def most(self) -> float:
        """Megabytes."""
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            now = sum(_own(pid) for pid in _family(self._pid))
            self._most = max(self._most, now, _peak(self._pid))


def _busy() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def _peak(pid: int) -> float:
    """Megabytes that the process itself once had, which sees what comes between two looks."""
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmHWM:") / 1024


def _own(pid: int) -> float:
    """Megabytes, a page that n processes share counting one n-th."""
    return _kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") / 1024


def _kilobytes(file: Path, name: str) -> int:
    """0 when the process has ended."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(name))
