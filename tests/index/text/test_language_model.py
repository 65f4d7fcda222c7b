"""The model of languages that is kept unpacked: as the packed one, made again where it is not whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoth.index.text import language_model

TEXT = "Le port a rouvert mardi. The harbour opened again. 港口重新开放。 أعيد فتح الميناء"


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """The identifier as a process finds it that has just started; the cache is `tmp_path`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return language_model.identifier.__wrapped__


def test_what_is_mapped_says_what_the_packed_model_says(
    opened: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = opened().rank(TEXT)
    monkeypatch.setattr(language_model, "_unpacked", lambda _: pytest.fail("unpacked twice"))
    assert opened().rank(TEXT) == said
    (folder,) = (tmp_path / "quoth").iterdir()
    assert {file.stat().st_mode & 0o077 for file in (folder, folder.parent)} == {0}


@pytest.mark.parametrize("part", ["ptc.npy", "nextmove.npy", "classes.npy"])
@pytest.mark.parametrize("harm", ["cut", "emptied", "removed"])
def test_a_model_that_is_not_whole_is_made_again(
    opened: Callable[[], Any], tmp_path: Path, part: str, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = opened()
    monkeypatch.setattr(language_model, "_unpacked", lambda _: whole)  # which takes a second
    (file,) = tmp_path.glob(f"quoth/*/{part}")
    size = file.stat().st_size
    if harm == "removed":
        file.unlink()
    else:
        with file.open("r+b") as opened_file:
            opened_file.truncate(size // 2 if harm == "cut" else 0)
    assert opened() is whole
    assert file.stat().st_size == size
    assert [path.name for path in file.parents[1].iterdir()] == [file.parent.name]


def test_without_a_cache_it_is_unpacked_each_time(
    opened: Callable[[], Any], tmp_path: Path
) -> None:
    (tmp_path / "quoth").write_text("in the way of the folder")
    assert opened().rank(TEXT)
