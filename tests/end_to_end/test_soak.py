"""Memory stays what it is, however long one asks. `make soak` asks 500 questions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from quoth.qa.saved.file import FILE_NAME
from quoth.qa.saved.store import ConversationStore

_QUESTIONS = int(os.environ.get("QUOTH_SOAK", "80"))


def test_memory_is_flat(seed_library: Path, tmp_path: Path) -> None:
    """In a process of its own, whose memory is that of the app alone."""
    library = tmp_path / "library"
    shutil.copytree(seed_library, library, ignore=shutil.ignore_patterns(FILE_NAME))
    command = [sys.executable, "-m", "tests.tui.soak", str(library), str(_QUESTIONS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3000, check=False)
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    assert measured["growth"] < 0.10, measured
    assert measured["turns"] <= 50, measured
    store = ConversationStore(library)
    assert store.summaries()[0].questions == _QUESTIONS
    assert all(turn.answer for turn in store.read(1).turns)
    store.close()
