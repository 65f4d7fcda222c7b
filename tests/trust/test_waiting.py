"""A Ctrl-C that Python loses, and a healthy server on a machine that is slow to import."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quoth.index.library import Library
from quoth.index.progress import Progress
from quoth.index.server import connection
from quoth.index.server.address import Address
from quoth.index.server.connection import Server
from quoth.index.settings import IndexSettings
from quoth.tui.cli.rebuild import _follow, _reporting
from tests.chroma_server import ChromaServer


def test_a_ctrl_c_that_is_lost_ends_the_watch_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def losing(_library: Library, stop: threading.Event, _reporting: Any) -> Iterator[Any]:
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(30)
        except KeyboardInterrupt:
            pass  # as where Python cleans up an object
        while not stop.wait(0.01):
            yield None

    monkeypatch.setattr("quoth.index.watching.watch", losing)
    before = signal.getsignal(signal.SIGINT)
    _follow(Library(tmp_path / "library", IndexSettings()), as_json=True)
    assert signal.getsignal(signal.SIGINT) is before
    assert capsys.readouterr().err.endswith("No longer watching.\n")


def test_a_rebuild_of_a_watch_that_is_to_end_ends_at_its_next_report() -> None:
    stop = threading.Event()
    with _reporting(stop) as report:
        report(Progress("Embedding passages", 0.5))
        stop.set()
        with pytest.raises(KeyboardInterrupt):
            report(Progress("Embedding passages", 0.6))


def test_a_server_is_not_called_silent_while_chroma_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing = iter([True])

    def slow() -> None:
        if next(importing, False):
            time.sleep(7)  # more than a server is given to answer

    monkeypatch.setattr(connection, "load_chroma", slow)
    monkeypatch.setattr("quoth.index.store.chroma.load_chroma", slow)
    with ChromaServer(tmp_path / "served") as running:
        server = Server(Address(running.url))
        assert server.names() == []
        server.close()
