"""The reader's model is made from the built-in one, shares its words, and is mended where damaged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.embedders.builtin import model, reader
from quoth.index.embedders.builtin.differences import changed, restored, rounded
from quoth.index.embedders.builtin.weights import find_weights, read_weights
from quoth.index.embedders.onnx import Encoder
from quoth.index.errors import EmbedderError
from quoth.index.progress import silent


@pytest.fixture
def cache(builtin: Embedder, tmp_path: Path) -> Path:
    """A model cache that holds the built-in model."""
    made = model.place(None)
    shutil.copytree(made, tmp_path / "models" / made.name)
    return tmp_path


@pytest.fixture
def file_of_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where the package's weights are looked for, and nothing is yet."""
    file = tmp_path / "weights.npz"
    monkeypatch.setattr(reader, "FILE", file)
    reader._fingerprint.cache_clear()
    yield file
    reader._fingerprint.cache_clear()


def test_it_is_made_once_and_shares_the_words(cache: Path) -> None:
    folder = reader.prepare(cache, silent)
    first = (folder / "model.onnx").stat().st_mtime_ns
    assert reader.prepare(cache, silent) == folder
    assert (folder / "model.onnx").stat().st_mtime_ns == first
    assert (folder / "model.onnx.data").samefile(model.place(cache) / "model.onnx.data")


def test_another_versions_reader_stays_until_it_is_asked_to_go(cache: Path) -> None:
    """A process that runs it opens its files when it needs them."""
    folder = reader.prepare(cache, silent)
    other = folder.with_name("reader-0123456789ab-1-other")
    other.mkdir()
    assert reader.prepare(cache, silent) == folder
    assert other.exists()
    reader.remove_older(cache)
    assert not other.exists()
    assert folder.exists()


def test_its_layers_are_its_own(cache: Path) -> None:
    ids = np.array([0, 1234, 5678, 2], np.int64)
    ours = Encoder(reader.prepare(cache, silent)).states(ids)
    theirs = Encoder(model.place(cache)).states(ids)
    assert ours.shape == theirs.shape
    assert not np.allclose(ours, theirs, atol=0.05)


@pytest.mark.parametrize("name", ["heads.npz", "model.onnx", "layers.data"])
def test_what_is_damaged_or_missing_is_made_again(cache: Path, name: str) -> None:
    folder = reader.prepare(cache, silent)
    sound = (folder / name).read_bytes()
    (folder / name).write_bytes(sound[:-40] + b"x" * 40)
    assert reader.problems(folder)
    assert (reader.prepare(cache, silent) / name).stat().st_size == len(sound)
    (folder / name).unlink()
    assert not reader.problems(reader.prepare(cache, silent))


def test_differences_are_what_was_rounded() -> None:
    difference = np.random.default_rng(5).normal(0, 0.01, (6, 32)).astype(np.float32)
    stored = rounded("l0.ao.w", difference)
    assert stored["l0.ao.w"].nbytes == difference.size / 2
    error = np.abs(restored(stored, "l0.ao.w") - difference)
    assert error.mean() < 0.1 * np.abs(difference).mean()


def test_what_became_of_a_weight_is_added_or_put_in_its_place() -> None:
    found = find_weights()
    assert found
    weights = read_weights(found)
    moved = np.full((384, 384), 0.25, np.float32)
    bias = np.arange(384, dtype=np.float32)
    after = changed(weights, rounded("l3.ao.w", moved) | {"l3.ao.b": bias})
    difference = after.matrix("l3.ao.w") - weights.matrix("l3.ao.w")
    np.testing.assert_allclose(difference, 0.25, atol=0.02)
    np.testing.assert_array_equal(after.matrix("l3.ao.b"), bias)
    np.testing.assert_array_equal(after.matrix("l2.ao.w"), weights.matrix("l2.ao.w"))


@pytest.mark.parametrize("name", ["l3.ao.b", "l99.ao.b"])
def test_weights_of_another_shape_or_name_are_refused(
    cache: Path, file_of_weights: Path, name: str
) -> None:
    np.savez(file_of_weights, allow_pickle=False, **{name: np.zeros(2, np.float32)})
    with pytest.raises(EmbedderError, match="cannot be made"):
        reader.prepare(cache, silent)


def test_a_package_without_the_weights_says_so(cache: Path, file_of_weights: Path) -> None:
    with pytest.raises(EmbedderError, match="weights are missing"):
        reader.prepare(cache, silent)
