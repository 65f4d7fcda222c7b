"""`quoth rebuild --watch` and Ctrl-C, as processes of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ford.txt").write_text("The ford\n\nThe ford of Oster is dry in August.\n")
    return folder


@pytest.fixture
def watching(articles: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "quoth.tui.cli.main", "--library", str(tmp_path / "library")]
    with subprocess.Popen(
        [*command, "rebuild", str(articles), "--watch", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def test_it_tells_each_rebuild_on_a_line_and_ends_cleanly(
    watching: subprocess.Popen[str], articles: Path
) -> None:
    assert watching.stdout
    assert watching.stderr
    assert json.loads(watching.stdout.readline())["articles"] == 1
    assert str(articles) in watching.stderr.readline()
    (articles / "weir.txt").write_text("The weir\n\nIt was raised by a foot in 1911.\n")
    done = json.loads(watching.stdout.readline())
    assert (done["added"], done["unchanged"], done["published"]) == (1, 1, True)
    articles.rename(articles.with_name("elsewhere"))
    assert "no file or folder" in watching.stderr.readline()
    assert "Bring it back" in watching.stderr.readline()
    watching.send_signal(signal.SIGINT)
    assert watching.stderr.read() == "quoth: No longer watching.\n"
    assert watching.wait() == 0
