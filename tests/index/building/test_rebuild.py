"""Rebuilding: only what changed is read, nothing is lost, and everybody keeps answering."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from quoth.index.articles import Skipped
from quoth.index.building import discovery, embedding_cache, plan
from quoth.index.building.rebuild import rebuild
from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.errors import LibraryBusy, LibraryError, UsageError
from quoth.index.library import Library
from quoth.index.progress import Progress, silent
from quoth.index.settings import IndexSettings
from quoth.index.store.article_lookup import find_article
from quoth.index.store.local import LocalGeneration
from quoth.index.store.publishing import building, live_generation, remove_unused
from tests.counting import Counting

Index = Callable[..., RebuildReport]


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in {
        "bridge": "The bridge of Corran has nine arches.",
        "orchard": "The orchard of Lisle bears three kinds of pear.",
        "quarry": "The quarry of Pell was closed in 1962.",
    }.items():
        (articles / f"{name}.txt").write_text(f"About the {name}\n\n{text}\n", encoding="utf-8")
    return articles


@pytest.fixture
def index(tmp_path: Path, counting: Counting) -> Index:
    def run(*paths: Path, full: bool = False) -> RebuildReport:
        return rebuild(
            tmp_path / "library", paths, IndexSettings(), lambda: counting, silent, full=full
        )

    return run


def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", IndexSettings())


def test_only_what_changed_is_embedded(
    index: Index, folder: Path, counting: Counting, tmp_path: Path
) -> None:
    first = index(folder)
    assert (first.added, first.articles, first.passages) == (3, 3, 3)
    counting.texts.clear()
    (folder / "quarry.txt").unlink()
    (folder / "bridge.txt").write_text("About the bridge\n\nIt fell.\n", encoding="utf-8")
    (folder / "mill.txt").write_text("About the mill\n\nIt turns.\n", encoding="utf-8")
    second = index()
    assert (second.added, second.changed, second.removed, second.unchanged) == (1, 1, 1, 1)
    assert sorted(counting.texts) == ["It fell.", "It turns."]
    with library(tmp_path).open() as generation:
        assert [card.title for card in generation.catalog.articles()] == [
            "About the bridge",
            "About the mill",
            "About the orchard",
        ]
        for passage in generation.catalog.passages(range(3)).values():
            article = generation.catalog.article(passage.article_id)
            assert article is not None
            assert passage.span.of(article.text) == passage.text


def test_what_was_changed_last_is_looked_at_first(
    index: Index, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(folder)
    (folder / "orchard.txt").write_text("About the orchard\n\nIt was felled.\n", encoding="utf-8")
    seen: list[str] = []

    def fingerprint(path: str, inside: Sequence[str] | None) -> str | Skipped:
        seen.append(Path(path).stem)
        return discovery.fingerprint(path, inside)

    monkeypatch.setattr(plan, "fingerprint", fingerprint)
    with library(tmp_path).open() as generation:
        assert isinstance(generation, LocalGeneration)
        plan.make_plan(
            [str(folder)],
            generation,
            reuse=True,
            report=silent,
            changing=lambda: seen.append("changing"),
        )
    assert seen[:2] == ["orchard", "changing"]
    assert sorted(seen[2:]) == ["bridge", "quarry"]


def test_nothing_changed_publishes_nothing_and_loads_no_model(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    index(folder)
    before = live_generation(tmp_path / "library")

    def no_model() -> Embedder:
        raise AssertionError("the model was loaded")

    report = rebuild(tmp_path / "library", [], IndexSettings(), no_model, silent)
    assert report.unchanged == 3
    assert live_generation(tmp_path / "library") == before
    (folder / "quarry.txt").unlink()
    report = rebuild(tmp_path / "library", [], IndexSettings(), no_model, silent)
    assert (report.unchanged, report.removed) == (2, 1)
    assert live_generation(tmp_path / "library") != before


def test_what_is_kept_keeps_its_vectors(index: Index, folder: Path, tmp_path: Path) -> None:
    def rows() -> dict[str, tuple[bytes, bytes]]:
        with library(tmp_path).open() as generation:
            passages = generation.catalog.passages(range(generation.manifest.passages))
            pooled = generation.sentence_vectors(list(passages.values()))
            assert pooled is not None
            return {
                passage.text: (
                    generation.vectors_of([number]).tobytes(),
                    pooled[number].tobytes(),
                )
                for number, passage in passages.items()
            }

    index(folder)
    before = rows()
    (folder / "aaa.txt").write_text("First of all\n\nIt shifts the numbers.\n", encoding="utf-8")
    index()
    after = rows()
    for text, vectors in before.items():
        assert after[text] == vectors


def test_full_reads_everything_again(index: Index, folder: Path, counting: Counting) -> None:
    index(folder)
    counting.texts.clear()
    report = index(full=True)
    assert report.unchanged == 3
    assert len(counting.texts) == 3  # the model is what it was, and so is the cohort


def test_an_interrupted_rebuild_leaves_the_old_index(
    index: Index, folder: Path, counting: Counting, tmp_path: Path
) -> None:
    index(folder)
    before = live_generation(tmp_path / "library")
    (folder / "mill.txt").write_text("About the mill\n\nIt turns.\n", encoding="utf-8")

    def interrupt(progress: Progress) -> None:
        if progress.phase == "Writing the index":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(tmp_path / "library", [], IndexSettings(), lambda: counting, interrupt)
    assert live_generation(tmp_path / "library") == before
    assert [f.name for f in (tmp_path / "library" / "generations").iterdir()] == [before.name]  # type: ignore[union-attr]  # it was published
    assert index().added == 1


def test_a_second_builder_is_refused(tmp_path: Path) -> None:
    with building(tmp_path), pytest.raises(LibraryBusy), building(tmp_path):
        pass


def test_a_generation_that_is_read_is_not_removed(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    index(folder)
    with library(tmp_path).open() as reader:
        for number in range(3):
            (folder / f"new-{number}.txt").write_text(f"New {number}\n\nIt is.\n", encoding="utf-8")
            index()
        folder_of_it = tmp_path / "library" / "generations" / reader.name
        assert folder_of_it.exists()
        assert reader.nearest([reader.vectors_of([0])[0]], 1)[0].keys() == {0}
    remove_unused(tmp_path / "library")
    assert not folder_of_it.exists()


def test_damage_is_found_when_it_is_opened_and_healed_by_a_rebuild(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    index(folder)
    live = live_generation(tmp_path / "library")
    assert live is not None
    (live / "sentences.npy").write_bytes(b"short")
    with pytest.raises(LibraryError, match=r"sentences\.npy"):
        library(tmp_path).open()
    assert index().articles == 3
    library(tmp_path).open().close()


def test_without_chroma_every_vector_is_compared(
    index: Index, folder: Path, tmp_path: Path, through_chroma: None
) -> None:
    index(folder)
    live = live_generation(tmp_path / "library")
    assert live is not None
    (live / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all")
    with library(tmp_path).open() as generation:
        rows = generation.vectors_of(range(3))
        for number in range(3):
            found = generation.nearest([rows[number]], 2)[0]
            assert max(found, key=lambda n: found[n]) == number
            exact = generation.cosines(rows[number], sorted(found))
            assert np.allclose([found[n] for n in sorted(found)], list(exact.values()), atol=1e-6)
        assert "Chroma cannot be used" in generation.notice


def test_odd_files_do_no_harm(index: Index, folder: Path) -> None:
    (folder / "line\nbreak.txt").write_text("A\n\nOdd name one.\n", encoding="utf-8")
    (folder / "\u202eright.txt").write_text("B\n\nOdd name two.\n", encoding="utf-8")
    (folder / ".hidden.txt").write_text("C\n\nHidden.\n", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "wb") as stream:
        stream.write(b"D\n\nA name that is no text.\n")
    report = index(folder)
    assert report.articles == 6
    assert {Path(s.path).name: s.reason for s in report.skipped} == {
        "empty.txt": "is empty",
        "pipe.txt": "is not a file",
    }
    assert index().unchanged == 6


def test_nothing_to_index_is_said(index: Index, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing was indexed before"):
        index()
    (tmp_path / "bad.txt").write_bytes(b"\0\1\2\3" * 100)
    with pytest.raises(LibraryError) as raised:
        index(tmp_path / "bad.txt")
    assert "bad.txt" in raised.value.hint
    assert live_generation(tmp_path / "library") is None


def test_a_renamed_file_keeps_its_passages(
    index: Index, folder: Path, counting: Counting, tmp_path: Path
) -> None:
    index(folder)
    with library(tmp_path).open() as generation:
        before = find_article(generation.catalog, "bridge.txt").card.id
    counting.texts.clear()
    (folder / "bridge.txt").rename(folder / "crossing.txt")
    (folder / "bridge.txt").write_text("Another\n\nThis one is of wood.\n", encoding="utf-8")
    report = index()
    assert (report.renamed, report.unchanged, report.changed, report.added) == (0, 2, 1, 1)
    (folder / "crossing.txt").rename(folder / "span.txt")
    counting.texts.clear()
    report = index()
    assert (report.renamed, report.unchanged, report.added, report.removed) == (1, 4, 0, 0)
    assert counting.texts == []
    with library(tmp_path).open() as generation:
        ids = {Path(c.path).name: c.id for c in generation.catalog.articles()}
    assert len(set(ids.values())) == 4
    assert "crossing.txt" not in ids
    assert ids["bridge.txt"] == before


def test_no_text_is_embedded_twice_after_an_interruption(
    index: Index, folder: Path, counting: Counting, tmp_path: Path
) -> None:
    for number in range(40):
        text = f"Number {number}\n\nThis is the text of article number {number}.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")

    def interrupt(progress: Progress) -> None:
        if len(counting.texts) >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(tmp_path / "library", [folder], IndexSettings(), lambda: counting, interrupt)
    assert live_generation(tmp_path / "library") is None
    done = set(counting.texts)
    assert 20 <= len(done) < 43
    counting.texts.clear()
    assert index(folder).articles == 43
    assert not done & set(counting.texts)


def test_a_damaged_cache_is_thrown_away(index: Index, folder: Path, tmp_path: Path) -> None:
    index(folder)
    (tmp_path / "library" / embedding_cache.FILE_NAME).write_bytes(b"this is no database" * 99)
    (folder / "mill.txt").write_text("About the mill\n\nIt turns.\n", encoding="utf-8")
    assert index().added == 1


def test_the_cache_is_trimmed_to_its_limit(index: Index, folder: Path, tmp_path: Path) -> None:
    for number in range(120):
        (folder / f"{number}.txt").write_text(f"N\n\nNumber {number} is here.\n", encoding="utf-8")
    index(folder)
    before = embedding_cache.size(tmp_path / "library")
    assert embedding_cache.trim(tmp_path / "library", limit=before) == 0
    assert embedding_cache.trim(tmp_path / "library", limit=before // 2) > 0
    assert embedding_cache.size(tmp_path / "library") <= before // 2
