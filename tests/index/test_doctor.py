"""The doctor looks at each part on its own, and mends without embedding again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index import doctor
from quoth.index.building import embedding_cache
from quoth.index.building.rebuild import rebuild
from quoth.index.consent import add_roots
from quoth.index.embedders.base import Embedder
from quoth.index.errors import LibraryBusy
from quoth.index.library import Library
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from quoth.index.store.publishing import building, live_generation
from tests.conftest import SEEDS
from tests.counting import Counting


@pytest.fixture
def library(tmp_path: Path, seed_library: Path) -> Path:
    copy = Path(shutil.copytree(seed_library, tmp_path / "library"))
    add_roots(copy, [str(SEEDS)])  # it was made elsewhere: its folders are ones that we know
    return copy


@pytest.fixture
def counting(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """What every library embeds with from now on."""
    made = Counting(embedder)
    monkeypatch.setattr("quoth.index.library.open_embedder", lambda name, report: made)
    return made


def live(library: Path) -> Path:
    folder = live_generation(library)
    assert folder is not None
    return folder


def wrong(library: Path) -> dict[str, str]:
    return {check.name: check.detail for check in doctor.examine(library) if not check.ok}


def overwrite(file: Path, at: int, content: bytes) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:at] + content + data[at + len(content) :])


def test_each_part_is_looked_at(library: Path) -> None:
    assert [check.name for check in doctor.examine(library)] == [
        "settings", "server", "index", "files", "search", "articles", "leftovers", "model", "reader",
        "cache", "disk",
    ]  # fmt: skip
    assert wrong(library) == {}


HARMS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "no manifest": (lambda g: (g / "manifest.json").unlink(), {"index", "files", "search"}),
    "an older format": (
        lambda g: overwrite(g / "manifest.json", 16, b'"quoth.generation/1"'),
        {"index", "files", "search"},
    ),
    "a catalog with a torn page": (
        lambda g: overwrite(g / "catalog.sqlite3", 8192, b"\xff" * 4096),
        {"files", "search"},
    ),
    "a changed vector": (lambda g: overwrite(g / "vectors.npy", 5000, b"\x7f" * 4), {"files"}),
    "no words": (lambda g: shutil.rmtree(g / "words"), {"files", "search"}),
    "another Chroma": (lambda g: (g / "chroma" / "chroma.sqlite3").unlink(), {"search"}),
    "an index that Chroma cannot load": (
        lambda g: next((g / "chroma").glob("*/header.bin")).write_bytes(b""),
        {"files", "search"},
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_damage_is_found_and_mended_without_embedding(
    harm: str, library: Path, counting: Counting
) -> None:
    do, parts = HARMS[harm]
    do(live(library))
    assert wrong(library).keys() >= parts
    doctor.repair(library, silent)
    assert wrong(library) == {}
    assert counting.texts == []


def test_an_index_of_an_older_format_is_said_and_made_again(
    library: Path, counting: Counting
) -> None:
    manifest = live(library) / "manifest.json"
    manifest.write_text(manifest.read_text().replace("quoth.generation/4", "quoth.generation/1"))
    assert "is of format quoth.generation/1" in wrong(library)["index"]
    report = Library(library, IndexSettings()).rebuild()
    assert report.articles == len(list(SEEDS.iterdir()))
    assert counting.texts == []
    assert wrong(library) == {}


def test_a_changed_file_is_said(library: Path, tmp_path: Path, embedder: Embedder) -> None:
    articles = Path(shutil.copytree(SEEDS, tmp_path / "articles"))
    rebuild(library, [articles], IndexSettings(), lambda: embedder, silent)
    (articles / "new.txt").write_text("New\n\nIt is.\n")
    (articles / "waiting-for-halley.md").unlink()
    details = {check.name: check.detail for check in doctor.examine(library)}
    assert "1 new or changed, 1 gone" in details["articles"]


def test_an_unfinished_build_is_said_and_removed(library: Path) -> None:
    dead = library / "generations" / ".building-20240101T000000-01234567"
    dead.mkdir()
    (dead / "vectors.npy").write_bytes(b"1")
    details = {check.name: check.detail for check in doctor.examine(library)}
    assert details["leftovers"].startswith("1 unfinished")
    doctor.repair(library, silent)
    assert not dead.exists()


def test_a_running_rebuild_is_left_alone(library: Path) -> None:
    with building(library) as folder:
        with pytest.raises(LibraryBusy):
            doctor.repair(library, silent)
        with pytest.raises(LibraryBusy):
            doctor.trim(library, 0)
        assert folder.exists()


def test_the_cache_is_trimmed(library: Path) -> None:
    before = embedding_cache.size(library)
    doctor.trim(library, before // 2)
    assert 0 < embedding_cache.size(library) <= before // 2
    details = {check.name: check.detail for check in doctor.examine(library)}
    assert "quoth doctor --trim" in details["cache"]
    assert "MB of recognised pages (500 at the most)" in details["cache"]


def test_a_full_disk_is_said(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_MIN_FREE_BYTES", 10**18)
    assert "are free" in wrong(library)["disk"]


def test_every_file_that_was_skipped_is_named(tmp_path: Path, counting: Counting) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "good.txt").write_text("The lock\n\nThe lock of Quenby is shut.\n")
    for number in range(30):
        (articles / f"empty-{number:02}.txt").touch()
    Library(tmp_path / "library").rebuild([articles])
    check = next(c for c in doctor.examine(tmp_path / "library") if c.name == "articles")
    assert check.ok
    assert "30 files are skipped" in check.detail
    assert [Path(file.path).name for file in check.files] == [
        f"empty-{n:02}.txt" for n in range(30)
    ]
    assert {file.reason for file in check.files} == {"is empty"}
