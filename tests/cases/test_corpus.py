"""The whole corpus is read, and one rebuild goes over it, all complaints, and files made to crash."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from quoth.index.building.loader_process import LoaderProcess
from quoth.index.loaders import FORMATS
from tests.cases.corpus import HIDDEN, write_corpus
from tests.index.building.traps import MORE_TRAPS, TRAPS, set_traps
from tests.tui.command import Run

FILES = Path(__file__).parent / "files"
HARMFUL = {name: body for name, body in (TRAPS | MORE_TRAPS).items() if name != "prints"}


def test_every_file_of_the_corpus_says_its_sentence(tmp_path: Path) -> None:
    expected = write_corpus(tmp_path)
    assert len(expected) >= 60
    missing, said = [], []
    with closing(LoaderProcess(60, 1000)) as process:
        for name, sentence in expected.items():
            texts = [article.text for article in process.load_all(tmp_path / name)]
            if not any(sentence in text for text in texts):
                missing.append((name, texts))
            said += [name for text in texts if HIDDEN in text]
            assert all(text.count(sentence) < 2 for text in texts if sentence), name
    assert not missing
    assert not said


def test_the_corpus_holds_every_format(tmp_path: Path) -> None:
    names = write_corpus(tmp_path)
    ends = {suffix for suffix in FORMATS if any(name.endswith(suffix) for name in names)}
    pictures = {end for end, read in FORMATS.items() if read.module == "paged.pictures"}
    # Pictures are read only where Tesseract is: see tests/index/loaders/test_recognition.py.
    assert ends >= FORMATS.keys() - pictures - {".mht", ".markdown"}


def test_a_rebuild_ends_well_whatever_lies_in_its_folder(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, own_processes: None
) -> None:
    set_traps(tmp_path, HARMFUL, monkeypatch)
    folder = tmp_path / "articles"
    shutil.copytree(FILES, folder / "complaints")
    (folder / "corpus").mkdir()
    files = len(write_corpus(folder / "corpus"))
    (folder / "harmful").mkdir()
    for name in HARMFUL:
        (folder / "harmful" / f"{name}.trap").write_text("x")
    settings = platformdirs.user_config_path("quoth", appauthor=False) / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[index]\nloading_seconds = 20\nloading_megabytes = 600\n")
    done = run("--library", tmp_path / "library", "rebuild", folder, "--json")
    assert done.code == 0
    skipped = {Path(file["path"]).name: file["reason"] for file in done.json["skipped"]}
    assert skipped.keys() == {f"{name}.trap" for name in HARMFUL} | {"a.epub"}
    assert all(skipped.values())
    assert done.json["articles"] > files
    again = run("--library", tmp_path / "library", "rebuild")
    assert again.code == 0
    assert again.out.count("\nskipped: ") == 10
    assert f"… and {len(skipped) - 10} more skipped: quoth doctor lists them" in again.out
