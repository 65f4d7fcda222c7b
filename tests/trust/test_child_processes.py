"""Child processes that end before they could do anything."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import LibraryError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings


def test_a_child_that_dies_at_its_start_is_told_as_such(
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    own_processes: None,
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'ImportError: no module is whole' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text("The bridge\n\nThe bridge of Corran has nine arches.\n")
    with pytest.raises(LibraryError, match="does not start: ImportError: no module") as raised:
        Library(tmp_path / "library", IndexSettings()).rebuild([articles])
    assert "cannot be written" not in raised.value.message
