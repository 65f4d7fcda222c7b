"""A folder of articles that holds modules named like those which Quoth and its libraries import."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Of the standard library, of ours, and of our libraries.
NAMES = ("json", "email", "quoth", "index", "qa", "tui", "queue", "random", "numpy", "chromadb")
COMMANDS: tuple[list[str], ...] = (
    ["rebuild", ".", "--full", "--json"],
    ["ask", "How many arches has the bridge of Corran?"],
    ["articles"],
    ["show", "bridge"],
    ["doctor", "--json"],
    ["eval", "cases.json"],
    ["add", "http://127.0.0.1:1/page"],
    ["mcp"],
    [],
)
MAY_FAIL = ("eval", "add")  # no cases, no server


def test_nothing_of_the_current_folder_runs_whatever_the_command(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text("The bridge\n\nThe bridge of Corran has nine arches.\n")
    (folder / "cases.json").write_text("[]")
    left = tmp_path / "ran"
    for name in NAMES:
        (folder / f"{name}.py").write_text(f"open({str(left)!r}, 'a').write({name!r} + ' ')\n")
    for arguments in COMMANDS:
        done = quoth(folder, *arguments)
        said = done.stdout + done.stderr
        assert not left.exists(), (arguments, left.read_text())
        assert "Traceback" not in said, (arguments, said)
        assert "Broken pipe" not in said, (arguments, said)
        assert done.returncode == 0 or arguments[0] in MAY_FAIL, (arguments, said)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the system does not show processes so")
@pytest.mark.parametrize("module", ["quoth.index.store.chroma_process", "quoth.index.jobs"])
def test_a_child_is_told_not_to_look_in_the_current_folder(module: str) -> None:
    from quoth.index.processes import Child

    with Child(module) as child:
        command = told_of(child.pid, "cmdline")
        surroundings = told_of(child.pid, "environ")
    assert command[1] == b"-P"
    assert b"PYTHONSAFEPATH=1" in surroundings


def told_of(process: int, name: str) -> list[bytes]:
    """What the system says of a process, which is nothing while it is being started."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        if said := Path(f"/proc/{process}/{name}").read_bytes():
            return said.split(b"\0")
        time.sleep(0.01)
    raise TimeoutError(f"{name} of {process} stays empty")


def quoth(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As the installed command does it: with none of the current folder on its own path."""
    library = folder.parent / "library"
    command = [
        sys.executable,
        "-P",
        "-m",
        "quoth.tui.cli.main",
        "--library",
        str(library),
        *arguments,
    ]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
