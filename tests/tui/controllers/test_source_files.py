"""The file behind an article: at its line in an editor, in a viewer, and whether it has changed."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from quoth.index.articles import ArticleCard
from quoth.index.errors import UsageError
from quoth.tui.controllers import source_files as originals


def _tool(folder: Path, name: str) -> str:
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)
    return str(folder / name)


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ["+7", "/a b/-x;rm.md"]),
        ("nano -w", ["-w", "+7", "/a b/-x;rm.md"]),
        ("hx", ["/a b/-x;rm.md:7"]),
        ("code --wait", ["--wait", "--goto", "/a b/-x;rm.md:7"]),
        ("unheard-of", ["/a b/-x;rm.md"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(
    editor: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = _tool(tmp_path, editor.split()[0])
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("VISUAL", editor)
    assert originals.editor_command("/a b/-x;rm.md", 7) == [program, *expected]


@pytest.mark.parametrize("editor", ["no-such-editor", "'unclosed", "vi; rm -rf /"])
def test_what_is_no_editor_is_refused_by_name(editor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    with pytest.raises(UsageError, match=r"\$EDITOR|no editor"):
        originals.editor_command("/a.md", 1)


def test_what_no_editor_shows_is_for_a_viewer() -> None:
    with pytest.raises(UsageError, match="editor shows nothing"):
        originals.editor_command("/a.pdf", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="names the viewers of Linux")
def test_the_viewer_of_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="no viewer"):
        originals.viewer_command("/a.pdf")
    gio = _tool(tmp_path, "gio")
    assert originals.viewer_command("/a.pdf") == [gio, "open", "/a.pdf"]
    xdg = _tool(tmp_path, "xdg-open")
    assert originals.viewer_command("/a.pdf") == [xdg, "/a.pdf"]


def test_the_line_of_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Title\n\nOne.\nThe *old*  mill\nstands by the river.\n", encoding="utf-8")
    assert originals.line_of(str(file), "The old mill stands by the river.") == 4
    assert originals.line_of(str(file), "Nothing of the kind.") == 1
    assert originals.line_of(str(file), "") == 1
    latin = tmp_path / "b.txt"
    latin.write_bytes("Un.\nL'été fut très sec cette année-là.\n".encode("cp1252"))
    assert originals.line_of(str(latin), "L'été fut très sec cette année-là.") == 2
    assert originals.line_of(str(tmp_path / "absent"), "The old mill") == 1
    (tmp_path / "c.txt").write_bytes(bytes(range(256)))
    assert originals.line_of(str(tmp_path / "c.txt"), "The old mill") == 1


def test_a_file_that_changed_or_went(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("one")
    sum = hashlib.sha256(b"one").hexdigest()
    card = ArticleCard("a", str(file), sum, "A", None, "", "", "en")
    assert originals.state_of(card) == ""
    file.write_text("two")
    assert "has changed" in originals.state_of(card)
    file.unlink()
    assert "no longer there" in originals.state_of(card)
