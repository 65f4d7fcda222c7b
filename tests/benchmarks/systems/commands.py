"""What every system that is measured can be told, one process a command:

    python -m tests.benchmarks.systems.NAME index MODEL STORE FOLDER    prints how many passages
    …                                       change MODEL STORE FILE     one file of these is another
    …                                       ask MODEL STORE QUESTION    prints the passages
    …                                       serve MODEL STORE           answers lines, see `serve`

MODEL is a sentence-transformers folder; STORE the directory for the system's files.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

TOP_K = 10
Found = Sequence[tuple[str, str]]
"""(file name, text) of the passages found, best first."""


class System(Protocol):
    def index(self, folder: Path) -> int: ...

    def change(self, file: Path) -> None: ...

    def search(self, question: str) -> Found: ...


def main(open_system: Callable[[str, Path], System]) -> None:
    command, model, store, *rest = sys.argv[1:]
    system = open_system(model, Path(store))
    if command == "index":
        print(system.index(Path(*rest)))
    elif command == "change":
        system.change(Path(*rest))
    elif command == "ask":
        for source, text in system.search(*rest):
            print(source, text[:80].replace("\n", " "))
    elif command == "serve":
        serve(lambda question, _: (system.search(question), True))
    else:
        raise SystemExit(f"unknown command {command}")


def serve(answer: Callable[[str, Sequence[str]], tuple[Found, bool]]) -> None:
    """Answers {"question", "without": [file names]} a line with {"ms", "found", "answered"}.

    What a library prints besides goes to standard error.
    """
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        found, answered = answer(asked["question"], asked["without"])
        milliseconds = (time.perf_counter() - started) * 1000
        answer_line = {"ms": milliseconds, "found": list(found), "answered": answered}
        print(json.dumps(answer_line), file=out, flush=True)
