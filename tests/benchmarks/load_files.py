"""Loads the files of a folder as the rebuild of a checkout does, and prints what that took, as JSON.

    python tests/benchmarks/load_files.py CHECKOUT FOLDER

Any checkout since the first may be named: those without a loader process load in their own.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def _loader(checkout: Path) -> tuple[Callable[[Path], Any], Callable[[], int], Callable[[], None]]:
    """What loads a file, what tells the process that it does so in, and what ends that."""
    # In place of this file's folder, and before whatever checkout is installed.
    sys.path[0] = str(checkout)
    os.environ["PYTHONPATH"] = str(checkout)
    if not (checkout / "quoth" / "index").exists():
        return import_module("index.loaders").load, os.getpid, lambda: None
    process = import_module("quoth.index.building.loader_process").LoaderProcess(600, 1000)
    return process.load_all, lambda: process._child.pid, process.close


def _most_memory(pid: int) -> float:
    """The most megabytes that a process has held. (What getrusage tells begins with its parent's.)"""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def _spent() -> float:
    """Seconds of processor time of this process and of its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(checkout: Path, folder: Path) -> None:
    load, process, close = _loader(checkout)
    started = time.perf_counter()
    for file in sorted(folder.iterdir()):
        load(file)
    seconds = time.perf_counter() - started
    megabytes = _most_memory(process())
    close()
    sys.stdout.write(json.dumps({"seconds": seconds, "busy": _spent(), "megabytes": megabytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
