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
_APP = (sys.executable, "-m", "quoth", "--library")
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


def _started(
    folder: Path, *, process_group: int | None = None, new_session: bool = False
) -> tuple[int, subprocess.Popen[bytes]]:
    """The terminal of the app over no library, and the app."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [*_APP, str(folder / "library")]
    app = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        process_group=process_group,
        start_new_session=new_session,
    )
    os.close(theirs)
    return ours, app


def _is_given_back(written: bytes) -> bool:
    """Whether each of the modes was left last."""
    return all(written.rindex(mode + b"l") >= written.rfind(mode + b"h") for mode in _MODES)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_is_given_back(tmp_path: Path, number: signal.Signals) -> None:
    ours, app = _started(tmp_path, new_session=True)
    try:
        _read_until(ours, b"Add a folder")
        app.send_signal(number)
        last = _read_until(ours, b"")
        assert app.wait(PATIENCE) == 128 + number
    finally:
        app.kill()
        app.wait()
        os.close(ours)
    assert _is_given_back(last)
    assert b"Traceback" not in last


def test_ctrl_z_suspends_and_the_app_comes_back(tmp_path: Path) -> None:
    # A group of its own in this session: nobody stops a group that no shell could continue.
    ours, app = _started(tmp_path, process_group=0)
    try:
        _read_until(ours, b"Add a folder")
        os.write(ours, b"\x1a")
        last = _read_until(ours, _MODES[0] + b"l")
        end = time.monotonic() + PATIENCE
        state = 0
        while not os.WIFSTOPPED(state):
            assert time.monotonic() < end, "it was not stopped"
            if select.select([ours], [], [], 0.1)[0]:
                last += os.read(ours, 65536)
            state = os.waitpid(app.pid, os.WUNTRACED | os.WNOHANG)[1]
        assert os.WSTOPSIG(state) in (signal.SIGTSTP, signal.SIGSTOP)
        assert _is_given_back(last)
        app.send_signal(signal.SIGCONT)
        _read_until(ours, _MODES[0] + b"h")
        _read_until(ours, b"Add a folder")
    finally:
        app.kill()
        app.wait()
        os.close(ours)
