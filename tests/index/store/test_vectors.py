"""The vectors, in real Chroma folders."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from quoth.index.arrays import RowWriter, map_rows, to_int8, unit_rows
from quoth.index.embedders.base import FloatArray
from quoth.index.store.vectors import VectorIndex, VectorStoreError, write_vectors


def random_rows(count: int, dimension: int = 32) -> FloatArray:
    return unit_rows(np.random.default_rng(7).normal(size=(count, dimension)))


def test_what_is_written_is_found_by_its_number(tmp_path: Path) -> None:
    rows = random_rows(2500)
    list(write_vectors(tmp_path / "chroma", rows))
    index = VectorIndex(tmp_path / "chroma")
    assert index.numbers() == set(range(2500))
    for number in (0, 1, 1999, 2000, 2499):
        exact = np.argsort(-(rows @ rows[number]))[:3].tolist()
        assert index.nearest([rows[number], rows[7]], 3) == [exact, index.nearest([rows[7]], 3)[0]]
    index.close()


def test_rows_that_repeat_are_kept_apart_and_found(tmp_path: Path) -> None:
    rows = random_rows(300)
    rows[100:] = rows[0]
    list(write_vectors(tmp_path / "chroma", rows))
    index = VectorIndex(tmp_path / "chroma")
    first, *found = index.nearest([rows[0]], 50)[0]
    assert first == 0
    assert set(found) <= set(range(100, 300))
    stored = index._collection.get(ids=list(map(str, found)), include=["embeddings"])
    cosines = unit_rows(np.array(stored["embeddings"])) @ rows[0]
    assert 0.9997 < cosines.min() < cosines.max() < 0.9999
    assert index.nearest([rows[50]], 1) == [[50]]
    index.close()


@pytest.mark.parametrize("count", [1, 2, 900])
def test_a_finished_folder_leaves_nothing_for_readers_to_write(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "chroma"
    list(write_vectors(folder, random_rows(count)))
    with sqlite3.connect(folder / "chroma.sqlite3") as connection:
        waiting = connection.execute("SELECT count(*) FROM embeddings_queue").fetchone()[0]
    connection.close()
    assert waiting <= 1

    def files() -> dict[Path, bytes]:
        paths = (path for path in folder.rglob("*") if path.parent != folder)
        return {path: path.read_bytes() for path in paths if path.is_file()}

    before = files()
    index = VectorIndex(folder)
    assert index.nearest([random_rows(count)[0]], 1) == [[0]]
    index.close()
    assert files() == before


def recall(folder: Path, rows: FloatArray, numbers: list[int]) -> float:
    """The share of the ten nearest by exact search that Chroma finds, over a hundred questions."""
    index = VectorIndex(folder)
    found = 0
    for question in unit_rows(np.random.default_rng(8).normal(size=(100, rows.shape[1]))):
        exact = np.array(numbers)[np.argsort(-(rows[numbers] @ question))[:10]]
        found += len(set(index.nearest([question], 10)[0]) & set(exact.tolist()))
    index.close()
    return found / 1000


def test_after_many_changes_as_much_is_found_as_in_a_new_folder(tmp_path: Path) -> None:
    rows = random_rows(2000, 64)
    first, each, rounds = 1500, 50, 10  # a third of the first passages goes
    list(write_vectors(tmp_path / "0", rows[:first]))
    order = np.random.default_rng(9).permutation(first).tolist()
    for number in range(rounds):
        shutil.copytree(tmp_path / str(number), tmp_path / str(number + 1))
        gone = order[number * each : (number + 1) * each]
        end = first + (number + 1) * each
        list(write_vectors(tmp_path / str(number + 1), rows[:end], end - each, gone))
    left = sorted({*range(len(rows))} - {*order[: rounds * each]})
    list(write_vectors(tmp_path / "new", rows[left]))
    changed = recall(tmp_path / str(rounds), rows, left)
    assert changed >= recall(tmp_path / "new", rows[left], [*range(len(left))]) - 0.01
    assert changed >= 0.97


def test_a_folder_that_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VectorStoreError):
        VectorIndex(tmp_path)


def test_rows_grow_on_disk(tmp_path: Path) -> None:
    writer = RowWriter(tmp_path / "rows.npy", 3, "float32")
    writer.append(np.ones((2, 3)))
    writer.append(np.zeros((0, 3)))
    writer.append(np.full((1000, 3), 2.0))
    writer.finish()
    rows = map_rows(tmp_path / "rows.npy")
    assert rows.shape == (1002, 3)
    assert rows[1].tolist() == [1, 1, 1]
    assert rows[1001].tolist() == [2, 2, 2]


def test_bytes_keep_the_direction() -> None:
    rows = random_rows(200, 384)
    again = unit_rows(to_int8(rows))
    assert float((rows * again).sum(axis=1).min()) > 0.999
