"""What is lost on the way to the terminal, what reaches it raw, and who may read what is kept."""

from __future__ import annotations

import errno
import json
import logging
import os
import shlex
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from quoth.index.consent import agree
from quoth.index.errors import LibraryError
from quoth.index.logs import CleanRecord
from quoth.index.settings_writing import write_setting
from quoth.index.store.publishing import Lease, locked
from quoth.qa.saved.file import connect

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by a command of its own, where others may read by default."""
    place = tmp_path_factory.mktemp("streams")
    (place / "articles").mkdir()
    (place / "articles" / "bridge.txt").write_text("The bridge\n\nIt has nine arches.\n")
    done = quoth(f"umask 022; QUOTH rebuild {place}/articles", place / "library")
    assert done.returncode == 0, done.stderr
    return place / "library"


def quoth(script: str, library: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script in which QUOTH is the command on this library."""
    command = shlex.join([sys.executable, "-m", "quoth.tui.cli.main", "--library", str(library)])
    return subprocess.run(
        ["sh", "-c", script.replace("QUOTH", command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("QUOTH articles >/dev/full", 1, "No space left"),
        ("QUOTH articles --json >/dev/full", 1, "No space left"),
        ("QUOTH articles >&-", 1, "Bad file descriptor"),
        ("QUOTH articles <&-", 0, ""),
        ("QUOTH articles 2>&-", 0, ""),
        ("QUOTH show nothing 2>&-", 2, ""),
        ("QUOTH show nothing 2>/dev/full", 2, ""),
        ("QUOTH ask - <&-", 2, ""),
        ("QUOTH ask 'How many arches?' >/dev/full", 1, "No space left"),
        ("QUOTH ask 'How many arches?' >&- 2>&- <&-", 1, ""),
    ],
)
def test_streams_that_are_closed_or_full_end_in_a_line(
    library: Path, script: str, code: int, said: str
) -> None:
    done = quoth(script, library)
    everything = done.stdout + done.stderr
    assert "Traceback" not in everything
    assert "Exception ignored" not in everything
    assert done.returncode == code, everything
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 3


@pytest.fixture(scope="module")
def streaming() -> Iterator[str]:
    """The base URL of a chat model that writes a hundred sentences."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            with suppress(OSError):
                for arches in range(100):
                    delta = {"content": f"The bridge has {arches} arches [1]. "}
                    piece = {
                        "object": "chat.completion.chunk",
                        "choices": [{"index": 0, "delta": delta}],
                    }
                    self.wfile.write(b"data: " + json.dumps(piece).encode() + b"\n\n")
                self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize(
    ("end", "said"),
    [
        (">/dev/full", "No space left"),
        (">&-", "Bad file descriptor"),
        ("| head -1 | grep arches", ""),
        ("2>&- | head -1 | grep arches", ""),
    ],
)
def test_an_answer_that_a_model_is_writing_is_lost_in_a_line(
    library: Path, streaming: str, end: str, said: str
) -> None:
    ask = f"QUOTH ask 'How many arches has the bridge?' --model m --base-url {streaming}"
    done = quoth(f"{{ {ask}; echo $? >&9; }} 9>{library}.code {end}", library)
    everything = done.stdout + done.stderr
    assert "Traceback" not in everything
    assert "Exception ignored" not in everything
    assert Path(f"{library}.code").read_text().strip() == "1"
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert done.stdout.count("\n") <= 1


def test_nobody_else_may_read_a_library(library: Path) -> None:
    for path in (library, *library.rglob("*")):
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path


def test_nobody_else_may_read_settings_conversations_and_consent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = os.umask(0o022)
    try:
        connect(tmp_path / "library" / "conversations.sqlite3").close()
        write_setting(tmp_path / "config" / "settings.toml", "qa", "top_k", 3)
        agree(tmp_path / "library", {"qa.model": "x"})
    finally:
        os.umask(before)
    for name in ("library", "config", "state/quoth"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
    for name in (
        "library/conversations.sqlite3",
        "config/settings.toml",
        "state/quoth/libraries.json",
    ):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_conversations_that_others_could_read_are_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "conversations.sqlite3"
    connect(file).close()
    file.chmod(0o644)
    connect(file).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_libraries_log_is_cleaned() -> None:
    record = CleanRecord(
        "docx", logging.WARNING, "f", 1, "odd: %s", ("\x1b]0;owned\x07\x9b31m!",), None
    )
    assert record.getMessage() == "odd: !"


def test_libraries_write_nothing_raw_to_the_terminal(tmp_path: Path) -> None:
    script = (
        "import logging, sys, warnings\n"
        "from quoth.index.logs import quiet_libraries\n"
        "quiet_libraries()\n"
        "logging.getLogger('docx').warning('raw \\x1b[2J')\n"
        "warnings.warn('raw \\x1b[2J')\n"
        "logging.basicConfig(force=True)\n"
        "logging.getLogger('other').warning('raw \\x1b[2J')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == "WARNING:other:raw\n"


def test_a_folder_without_locks_is_read_and_told_when_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    def lack(*_: object, **__: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    (tmp_path / "lease").touch()
    monkeypatch.setattr("fcntl.flock", refuse)
    Lease(tmp_path).release()
    for fault in (refuse, lack):
        monkeypatch.setattr("filelock.FileLock.acquire", fault)
        with pytest.raises(LibraryError, match=r"lock"), locked(tmp_path / "library"):
            pass
