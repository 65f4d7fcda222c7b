"""What a terminal pastes or drops for a folder, and how a path goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.tui.text.path_completion import completions
from quoth.tui.text.typed_place import place_in, trouble_with

NAME = "my ‘press’ #1 [é] 100%"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "well.txt").write_text("The well of Tarn.", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _escaped(path: Path) -> str:
    return "".join(f"\\{c}" if c in " #[]%‘’" else c for c in str(path))


@pytest.mark.parametrize(
    "dropped",
    [
        lambda path: str(path),
        lambda path: f"{path}\n",
        lambda path: f" {path}/ ",
        lambda path: f"'{path}' ",
        lambda path: f'"{path}"',
        lambda path: f"'{path}",
        _escaped,
        lambda path: f"~/{NAME}",
        lambda path: f"'~/{NAME}'",
        lambda path: NAME,
        lambda path: f"./{NAME}/../{NAME}",
        lambda path: path.as_uri(),
        lambda path: f"'{path.as_uri()}'\r\n",
        lambda path: path.as_uri().replace("file:///", "file://localhost/"),
        lambda path: path.as_uri().replace("file:///", "FILE:/"),
    ],
)
def test_a_folder_is_understood_as_terminals_give_it(
    home: Path, dropped: Callable[[Path], str]
) -> None:
    place = place_in(dropped(home / NAME))
    assert place == str(home / NAME)
    assert trouble_with(place) == ""


def test_a_name_with_quotes_of_its_own_is_taken_as_it_stands(home: Path) -> None:
    for name in ("'quoted'", "back\\slash", "it's", "file:x"):
        (home / name).mkdir()
        assert place_in(str(home / name)) == str(home / name)
    assert place_in("'it'\\''s'") == str(home / "it's")


def test_web_addresses_are_left_as_they_are() -> None:
    assert place_in(" https://example.org/a%20b?c=d#e \n") == "https://example.org/a%20b?c=d#e"
    assert trouble_with("https://example.org/") == ""
    assert trouble_with("https:///nowhere")
    assert trouble_with("http://me:secret@example.org/")


def test_what_cannot_be_added_says_why(home: Path) -> None:
    (home / "empty").mkdir()
    (home / "song.mp3").write_bytes(b"ID3\x03")
    assert place_in(" \n") == ""
    assert "Type a folder" in trouble_with("")
    assert "There is no file or folder /no/such/[b]x" in trouble_with(place_in("'/no/such/[b]x'"))
    assert "is empty" in trouble_with(place_in("empty"))
    assert "song.mp3" in trouble_with(place_in("song.mp3"))
    assert "\x1b" not in trouble_with("/no/\x1b[31m\n")


def test_a_path_goes_on_as_it_is_spelt(home: Path) -> None:
    for name in ("Photos", ".hidden", "press two"):
        (home / name).mkdir()
    (home / "press.pdf").write_bytes(b"%PDF-")
    (home / "press.exe").write_bytes(b"MZ")
    assert completions("~") == ["~/"]
    assert completions("~/pr") == ["~/press two/", "~/press.pdf"]
    assert completions("'~/press t") == ["'~/press two/"]
    assert completions("~/press\\ t") == ["~/press\\ two/"]
    assert completions(f"{home}/.h") == [f"{home}/.hidden/"]
    assert completions("~/") == [f"~/{NAME}/", "~/Photos/", "~/press two/", "~/press.pdf"]
    assert completions("~/my") == [f"~/{NAME}/"]
    assert completions(f"~/{NAME}/") == [f"~/{NAME}/well.txt"]
    for nothing in ("https://example.org/", "file:///", "/no/such/", f"~/{NAME}/well.txt", "~/x\0"):
        assert completions(nothing) == []
