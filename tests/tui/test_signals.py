"""Signals that end the app leave the terminal as it was."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 120  # seconds; a loaded machine may take its time
_MODES = (b"\x1b[?1049", b"\x1b[?1000", b"\x1b[?1006", b"\x1b[?2004")  # screen, mouse, paste


def _read_until(terminal: int, wanted: bytes) -> bytes:
    """What is written on a terminal until something stands there, or nobody writes any more."""
    end = time.monotonic() + PATIENCE
    seen = b""
    while wanted not in seen or not wanted:
        assert time.monotonic() < end, seen[-500:]
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # the other end is closed
                return seen
            if not data:
                return seen
            seen += data
    return seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_given_back(tmp_path: Path, number: signal.Signals) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "quoth", "--library", str(tmp_path / "library")]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    app = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    try:
        os.close(theirs)
        _read_until(ours, b"Add a folder")
        app.send_signal(number)
        last = _read_until(ours, b"")
        assert app.wait(PATIENCE) == 128 + number
    finally:
        app.kill()
        app.wait()
        os.close(ours)
    for mode in _MODES:
        assert last.rindex(mode + b"l") >= last.rfind(mode + b"h")
    assert b"Traceback" not in last
