"""Loads the files of a folder as the rebuild of a checkout does, and prints what that took, as JSON.

    PYTHONPATH=CHECKOUT python tests/benchmarks/load_files.py FOLDER

Run by path, in any checkout since the first: those without a loader process load in their own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.pop(0)  # this file's folder: `texts` and others there are named like modules elsewhere


def _loader() -> tuple[Callable[[Path], Any], Callable[[], None]]:
    with suppress(ImportError):
        from quoth.index.building.loader_process import LoaderProcess

        process = LoaderProcess(600, 1000)
        return process.load_all, process.close
    from importlib import import_module

    return import_module("index.loaders").load, lambda: None


def _spent() -> float:
    """Seconds of processor time of this process and of its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(folder: Path) -> None:
    load, close = _loader()
    files = sorted(folder.iterdir())
    load(files[0])
    started = time.perf_counter()
    for file in files[1:]:
        load(file)
    seconds = time.perf_counter() - started
    close()
    most = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told = {"seconds": seconds, "busy": _spent(), "megabytes": max(most) * 1024 / 1e6}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
