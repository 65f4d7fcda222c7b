"""What a process and its children take: time, processor time, and memory at the most."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.2  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    seconds: float
    busy: float  # seconds of all cores together, which a busy machine changes little
    megabytes: float
    output: str


def run(*arguments: str | Path) -> Run:
    """`python -m arguments`, to its end. Linux only, where /proc tells the memory."""
    command = [sys.executable, "-m", *map(str, arguments)]
    started, busy = time.perf_counter(), _busy()
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            most = max(most, sum(_own(pid) for pid in _family(process.pid)))
            time.sleep(_EVERY)
        seconds = time.perf_counter() - started
        assert process.stdout is not None
        output = process.stdout.read()
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Run(seconds, _busy() - busy, most, output)


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


def _own(pid: int) -> float:
    """Megabytes, a page that n processes share counting one n-th."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
