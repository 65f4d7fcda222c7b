"""The reader's model is made from the built-in one, shares its words, and is mended where damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.embedders.builtin import model, reader
from quoth.index.embedders.onnx import Encoder
from quoth.index.errors import EmbedderError
from quoth.index.progress import silent


@pytest.fixture
def cache(builtin: Embedder, tmp_path: Path) -> Path:
    """A model cache that holds the built-in model."""
    made = model.place(None)
    shutil.copytree(made, tmp_path / "models" / made.name)
    return tmp_path


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


def test_its_upper_layers_are_its_own(cache: Path) -> None:
    ids = np.array([0, 1234, 5678, 2], np.int64)
    ours = Encoder(reader.prepare(cache, silent)).states(ids)
    theirs = Encoder(model.place(cache)).states(ids)
    assert ours.shape == theirs.shape
    assert not np.allclose(ours, theirs, atol=0.05)


@pytest.mark.parametrize("name", ["heads.npz", "model.onnx"])
def test_what_is_damaged_or_missing_is_made_again(cache: Path, name: str) -> None:
    folder = reader.prepare(cache, silent)
    sound = (folder / name).read_bytes()
    (folder / name).write_bytes(sound[:-40] + b"x" * 40)
    assert reader.problems(folder)
    assert (reader.prepare(cache, silent) / name).stat().st_size == len(sound)
    (folder / name).unlink()
    assert not reader.problems(reader.prepare(cache, silent))


def test_weights_of_another_shape_are_refused(cache: Path) -> None:
    graph = onnx.load(model.place(cache) / "model.onnx", load_external_data=False)
    wrong = {"layer.6.output.dense.weight": np.zeros((2, 2), np.int8)}
    with pytest.raises(ValueError, match=r"layer\.6\.output\.dense"):
        reader.replace_layers(graph, wrong)


def test_a_package_without_the_weights_says_so(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reader, "FILE", tmp_path / "none.npz")
    reader._fingerprint.cache_clear()
    with pytest.raises(EmbedderError, match="weights are missing"):
        reader.prepare(cache, silent)
    reader._fingerprint.cache_clear()
