"""The test's side of `tests.faults.rebuilder`: rebuilds in a process that may be killed."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_OWN_NAME = re.compile(
    r"\.tmp\w{6}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|\d{8}T\d+-[0-9a-f]{8}"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file operation: what is done, to which file of a library (`*` for any name)."""

    operation: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a rebuild ended; `said` is its report or its error, where it came to that."""

    killed: bool
    code: int
    said: dict[str, Any] | None
    seconds: float

    @property
    def acknowledged(self) -> bool:
        return self.said is not None and "articles" in self.said


class Rebuilder:
    """Rebuilds one library after the other, each in a child process of its own."""

    def __init__(self, folder: Path) -> None:
        """`folder` is for what they say. File operations are only seen where there is a C
        compiler and LD_PRELOAD."""
        self._folder = folder
        shim = build_shim(folder)
        self.sees_files = shim is not None
        environment = dict(os.environ) | ({"LD_PRELOAD": str(shim)} if shim else {})
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.rebuilder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._line() == "ready"

    def run(
        self,
        library: Path,
        paths: Sequence[Path] = (),
        *,
        kill_after: float | None = None,
        kill_at: tuple[Kind, int] | None = None,
        log: Path | None = None,
        largest_file: int = 0,
        reread: bool = False,
    ) -> Ending:
        """Rebuild, killed after some seconds or at the n-th operation (from 1) of a kind."""
        said = self._folder / "said.json"
        said.unlink(missing_ok=True)
        count = self._folder / "count"
        count.write_bytes(bytes(ctypes.sizeof(ctypes.c_long)))
        kind, number = kill_at or (Kind("", ""), 0)
        order = {
            "library": str(library),
            "paths": [str(path) for path in paths],
            "said": str(said),
            "largest_file": largest_file,
            "reread": reread,
            "watch": {
                "log": str(log or ""),
                "count": str(count),
                "kind": kind.operation,
                "pattern": kind.pattern,
                "number": number,
            }
            if log or kill_at
            else None,
        }
        started = time.monotonic()
        self._send(json.dumps(order))
        child = int(self._line())
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)  # its id stays its own until it is asked how it ended
        self._send("")
        status = int(self._line())
        return Ending(
            killed=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
            code=os.waitstatus_to_exitcode(status),
            said=json.loads(said.read_text()) if said.exists() else None,
            seconds=time.monotonic() - started,
        )

    def kinds(self, library: Path, *, reread: bool) -> dict[Kind, int]:
        """How often a rebuild does each kind of operation."""
        log = self._folder / "operations"
        log.unlink(missing_ok=True)
        assert self.run(library, log=log, reread=reread).acknowledged
        lines = log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        return dict(Counter(Kind(*_OWN_NAME.sub("*", line).split(" ", 1)) for line in lines))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _send(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def build_shim(folder: Path) -> Path | None:
    """The compiled `shim.c`, or None where there is no C compiler or it cannot be preloaded."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    shim = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], check=True)
    return shim
