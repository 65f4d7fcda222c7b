"""kill -9: the index that answered goes on answering, and nothing that was done is done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from tests.faults.conftest import CHANCE
from tests.faults.rebuilding import Ending, Kind, Rebuilder
from tests.faults.shelf import (
    Answers,
    Shelf,
    answers,
    embeddings_kept,
    faults_found,
    finish,
    live,
    titles,
)
from tests.faults.tally import WHOLE, Tally

_MOMENTS = 50 if WHOLE else 2
WAYS = ("changed", "anew")  # a copy of the old index is changed, or a new one is made
_OPERATIONS = (("mkdir", "rmdir"), ("open", "unlink"), ("write", "truncate"), ("sync", "rename"))


@pytest.fixture(scope="session")
def durations(
    shelf: Shelf, rebuilder: Rebuilder, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, float]:
    """Seconds that a rebuild takes which nobody kills, in each way."""
    made = {}
    for way in WAYS:
        library = shelf.copy(tmp_path_factory.mktemp("whole") / "library")
        ending = rebuilder.run(library, reread=way == "anew")
        assert ending.acknowledged
        made[way] = ending.seconds
    return made


@pytest.fixture(scope="session")
def kinds(
    shelf: Shelf, rebuilder: Rebuilder, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, Kind, int]]:
    """Every kind of file operation of a rebuild in each way, and how many there are."""
    if not rebuilder.sees_files:
        return []
    found = []
    for way in WAYS:
        library = with_dead_build(shelf.copy(tmp_path_factory.mktemp("kinds") / "library"))
        made = rebuilder.kinds(library, reread=way == "anew")
        found += [(way, kind, count) for kind, count in made.items()]
    return found


@pytest.mark.parametrize("moment", range(_MOMENTS))
def test_killed_at_a_random_moment(
    moment: int,
    rebuilder: Rebuilder,
    shelf: Shelf,
    library: Path,
    durations: dict[str, float],
    embedder: Embedder,
    expected: Answers,
    tally: Tally,
) -> None:
    # One moment in each part of the rebuild, so that all of it is covered.
    way = WAYS[moment % 2]
    after = durations[way] * (moment + CHANCE.random()) / _MOMENTS
    ending = rebuilder.run(library, kill_after=after, reread=way == "anew")
    check_what_is_left(library, shelf, ending, embedder, expected, tally)


@pytest.mark.parametrize("operations", _OPERATIONS, ids="-".join)
def test_killed_at_each_kind_of_file_operation(
    operations: tuple[str, ...],
    rebuilder: Rebuilder,
    shelf: Shelf,
    tmp_path: Path,
    kinds: list[tuple[str, Kind, int]],
    embedder: Embedder,
    expected: Answers,
    tally: Tally,
) -> None:
    if not rebuilder.sees_files:
        pytest.skip("seeing file operations needs Linux and a C compiler")
    places = [
        (way, kind, number, count)
        for way, kind, count in kinds
        for number in sorted({1, (count + 1) // 2, count})
        if kind.operation in operations
    ]
    assert places
    for way, kind, number, count in places if WHOLE else CHANCE.sample(places, 1):
        tally["places"] += 1
        library = with_dead_build(shelf.copy(tmp_path / f"{tally['places']}"))
        ending = rebuilder.run(library, kill_at=(kind, number), reread=way == "anew")
        # Databases do some things once more or less often from one time to the next.
        assert ending.killed or number == count > 1, f"{way}: never came to {kind} {number}"
        check_what_is_left(library, shelf, ending, embedder, expected, tally)


def with_dead_build(library: Path) -> Path:
    """The library, with something in it that a rebuild removes."""
    (library / "generations" / ".building-20240101T000000-01234567").mkdir()
    return library


def check_what_is_left(
    library: Path,
    shelf: Shelf,
    ending: Ending,
    embedder: Embedder,
    expected: Answers,
    tally: Tally,
) -> None:
    """The library answers as before, is sound, and a rebuild goes on where the killed one was."""
    tally["killed" if ending.killed else "already done"] += 1
    assert ending.killed or ending.acknowledged
    published = live(library) != live(shelf.library)
    tally["with the new index" if published else "with the old index"] += 1
    assert published or not ending.acknowledged  # what was said to be done is done
    assert titles(library) == (shelf.after if published else shelf.before)
    assert answers(library, embedder) == expected
    assert faults_found(library) == []
    kept = embeddings_kept(library) - embeddings_kept(shelf.library)
    report, embedded = finish(library, embedder)
    needed = 0 if published else len(shelf.after - shelf.before) + 1
    assert len(embedded) == max(0, needed - kept)
    tally["texts not embedded twice"] += min(kept, needed)
    assert report.articles == len(shelf.after)
    assert titles(library) == shelf.after
    assert answers(library, embedder) == expected
    assert not list((library / "generations").glob(".building-*"))
