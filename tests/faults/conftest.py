"""What the faults need: a shelf of articles, a process to kill, and the counts at the end.

`QUOTH_FAULTS=all`, as `make faults` sets it, runs every fault whole; otherwise a sample is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from quoth.index.embedders.base import Embedder
from tests.faults.rebuilding import Rebuilder
from tests.faults.shelf import Answers, Shelf, answers, make_shelf
from tests.faults.tally import Tally, hand_over

CHANCE = Random()  # other moments each time: a fault that only some of them show will be met


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """What came of the faults of a test, printed below the results."""
    counts = Tally()
    yield counts
    hand_over(request.node, counts)


@pytest.fixture(scope="session")
def rebuilder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rebuilder]:
    with Rebuilder(tmp_path_factory.mktemp("rebuilder")) as started:
        yield started


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Shelf:
    """Not to be changed by a test: copy its library."""
    return make_shelf(tmp_path_factory.mktemp("shelf"), embedder)


@pytest.fixture(scope="session")
def expected(shelf: Shelf, embedder: Embedder) -> Answers:
    """What the shelf's library answers when nothing is wrong."""
    given = answers(shelf.library, embedder)
    assert [answered for answered, _, _ in given] == [True, True]
    return given


@pytest.fixture
def library(shelf: Shelf, tmp_path: Path) -> Path:
    """A copy of the shelf's library, to be harmed."""
    return shelf.copy(tmp_path / "library")
