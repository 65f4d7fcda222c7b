"""Files as bad as they come: odd names, loops, pipes, very many, very large, and changing ones."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quoth.index.building.rebuild import rebuild
from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.progress import Progress, silent
from quoth.index.settings import IndexSettings
from quoth.index.store.article_lookup import find_article
from tests.counting import Counting
from tests.faults.shelf import Answers, Shelf, answers, faults_found, write_article
from tests.faults.tally import WHOLE, Tally
from tests.tui.command import Run

_TINY = 100_000 if WHOLE else 1_000
_LARGE = 50_000_000 if WHOLE else 1_000_000  # bytes
_MOST_MEMORY = 40  # bytes for a byte of a large file, besides what any rebuild takes
_NAMES = (
    "new\nline", "tab\tbell\a", "\u202ethgir", "\u200fשלום", "\U0001f98a\u200d\U0001f525", "é e\u0301",
    "[red]x[bold]", "\x1b]0;title\x07", "-rf", "a" * 240, " ", "'\"`$(id)", "%s{0}\\",
)  # fmt: skip


def index(library: Path, folders: list[Path], embedder: Embedder) -> RebuildReport:
    return rebuild(library, folders, IndexSettings(), lambda: embedder, silent)


def test_names_loops_and_pipes(
    shelf: Shelf,
    library: Path,
    embedder: Embedder,
    expected: Answers,
    tmp_path: Path,
    run: Run,
    tally: Tally,
) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    for number, name in enumerate(_NAMES):
        write_at(os.fsencode(odd / f"{name}.txt"), number)
    write_at(os.fsencode(odd) + b"/\xff\xfe\xed\xa0\x80.txt", len(_NAMES))
    (odd / "to itself").symlink_to(odd / "to itself")
    (odd / "round.txt").symlink_to("square.txt")
    (odd / "square.txt").symlink_to("round.txt")
    (odd / "up").symlink_to(tmp_path)
    os.mkfifo(odd / "pipe.txt")
    (odd / "null.txt").symlink_to("/dev/zero")
    report = index(library, [shelf.articles, odd], embedder)
    assert report.articles == len(shelf.after) + len(_NAMES) + 1
    skipped = {os.path.basename(file.path): file.reason for file in report.skipped}
    assert skipped.keys() >= {"pipe.txt", "null.txt", "round.txt", "square.txt"}
    assert skipped["pipe.txt"] == "is not a file"
    assert skipped["null.txt"].startswith("is a link out of the indexed folders")
    tally["odd names indexed"] = len(_NAMES) + 1
    tally["of no file skipped"] = len(report.skipped)
    assert answers(library, embedder) == expected
    listed = run("articles", "--json", "--library", library).json
    for number in range(len(_NAMES) + 1):
        title = f"The ferry number {number}"
        id = next(card["id"] for card in listed if card["title"] == title)
        shown = run("show", id, "--json", "--library", library).json
        assert shown["text"] == f"It sails at {number} o'clock."
        plain = run("show", id, "--library", library).out
        assert not any(c < " " or c in "\x7f\u202e\u200f" for c in plain if c != "\n")
    assert index(library, [], embedder).unchanged == report.articles
    assert faults_found(library) == []


def write_at(path: bytes, number: int) -> None:
    with open(path, "wb") as stream:
        stream.write(f"The ferry number {number}\n\nIt sails at {number} o'clock.\n".encode())


def test_a_file_that_changes_while_it_is_read(
    library: Path,
    shelf: Shelf,
    embedder: Embedder,
    expected: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tally: Tally,
) -> None:
    """What is indexed is what the file said at one moment, and is taken for that only."""
    more = tmp_path / "more"
    more.mkdir()
    write_article(more, "ferry", "The ferry sails at noon.")
    write_article(more, "raft", "The raft drifts at night.")
    first = (more / "ferry.txt").read_bytes()
    read_bytes, changes = Path.read_bytes, iter(range(10))

    def changing(path: Path) -> bytes:
        content = read_bytes(path)
        if path.name == "ferry.txt" and next(changes) == 0:
            write_article(more, "ferry", "The ferry sails at dusk.")
        if path.name == "raft.txt":
            write_article(more, "raft", f"The raft drifts, the wind is {time.monotonic_ns()}.")
        return content

    monkeypatch.setattr(Path, "read_bytes", changing)
    report = index(library, [shelf.articles, more], embedder)
    monkeypatch.undo()
    assert {os.path.basename(file.path): file.reason for file in report.skipped} == {
        "raft.txt": "keeps changing while it is read"
    }
    assert text_of(library, "About the ferry") == "The ferry sails at dusk."
    tally["caught"] += 2
    (more / "ferry.txt").write_bytes(first)
    report = index(library, [], embedder)
    assert (report.changed, report.added) == (1, 1)
    assert text_of(library, "About the ferry") == "The ferry sails at noon."
    assert text_of(library, "About the raft").startswith("The raft drifts, the wind is")
    assert answers(library, embedder) == expected
    assert faults_found(library) == []


def text_of(library: Path, title: str) -> str:
    with Library(library, IndexSettings()).open() as generation:
        return find_article(generation.catalog, title).text


def test_very_many_tiny_files(
    shelf: Shelf,
    library: Path,
    embedder: Embedder,
    expected: Answers,
    tmp_path: Path,
    tally: Tally,
) -> None:
    """Each distinct text is embedded once; another rebuild finds nothing to do."""
    tiny = tmp_path / "tiny"
    for number in range(_TINY):
        folder = tiny / str(number // 1000)
        folder.mkdir(parents=True, exist_ok=True)
        text = f"Note {number % 90}\n\nThe level was {number % 90} cm."
        (folder / f"{number}.txt").write_text(text)
    counting = Counting(embedder)
    report = index(library, [shelf.articles, tiny], counting)
    assert report.articles == len(shelf.after) + _TINY
    assert len(counting.texts) < 300
    tally["files"] = _TINY
    tally["texts embedded"] = len(counting.texts)
    assert index(library, [], counting).unchanged == report.articles
    assert answers(library, embedder)[0] == expected[0]
    assert faults_found(library) == []


def test_one_large_file(library: Path, shelf: Shelf, tmp_path: Path, tally: Tally) -> None:
    """Memory stays a small multiple of the file, in a process of its own."""
    large = tmp_path / "large.txt"
    page = " ".join(f"The river stood {n} cm above its bed at dawn." for n in range(6)) + "\n\n"
    large.write_text("A record\n\n" + page * (_LARGE // len(page)))
    grown = memory_of_a_rebuild(library, large) - memory_of_a_rebuild(library, shelf.articles)
    tally["bytes"] = large.stat().st_size
    tally["bytes of memory for each"] = round(grown / large.stat().st_size)
    assert grown < _MOST_MEMORY * large.stat().st_size + 100_000_000


def memory_of_a_rebuild(library: Path, path: Path) -> int:
    """The most bytes that `quoth rebuild PATH` has in memory."""
    command = [
        sys.executable,
        "-m",
        "quoth.tui.cli.main",
        "rebuild",
        str(path),
        "--library",
        str(library),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def test_a_large_file_can_be_given_up(
    library: Path, shelf: Shelf, embedder: Embedder, expected: Answers, tmp_path: Path, tally: Tally
) -> None:
    """In its middle: what was embedded is kept, and the next rebuild goes on from there."""
    large = tmp_path / "large.txt"
    paragraphs = (f"The level of the river at the gauge {n} was noted at dawn." for n in range(400))
    large.write_text("A record\n\n" + "\n\n".join(paragraphs))
    counting, told = Counting(embedder), []

    def give_up(progress: Progress) -> None:
        told.append(progress)
        if len(counting.texts) > 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(library, [large], IndexSettings(), lambda: counting, give_up)
    shares = [progress.fraction for progress in told if progress.phase == "Embedding passages"]
    assert shares == sorted(shares)
    assert 0 < shares[-1] < 1
    assert answers(library, embedder) == expected
    done = set(counting.texts)
    counting.texts.clear()
    index(library, [large], counting)
    tally["passages done before"] = len(done)
    tally["and after it was given up"] = len(counting.texts)
    assert not done & set(counting.texts)
    assert faults_found(library) == []
