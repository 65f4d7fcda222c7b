"""A Chroma folder or server of somebody else, whose collections name code to be run."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from quoth.index.arrays import unit_rows
from quoth.index.errors import ServerError
from quoth.index.server.address import Address
from quoth.index.server.connection import Server
from quoth.index.store.chroma import ForeignFunction, load_chroma, refuse_functions
from quoth.index.store.vectors import VectorIndex, VectorStoreError, write_vectors
from tests.chroma_server import ChromaServer

ROWS = unit_rows(np.random.default_rng(3).normal(size=(40, 16)))


def model_that_runs(folder: Path) -> Path:
    """A sentence-transformers model folder whose module leaves a file when it is imported; that
    file.
    """
    folder.mkdir()
    left = folder / "ran"
    (folder / "evil.py").write_text(f"open({str(left)!r}, 'w').close()\nclass Evil: pass\n")
    (folder / "modules.json").write_text(
        json.dumps([{"idx": 0, "name": "0", "path": "", "type": "evil.Evil"}])
    )
    return left


def naming(model: Path) -> dict[str, Any]:
    """How Chroma writes down that a collection embeds with a model that brings code."""
    return {
        "type": "known",
        "name": "sentence_transformer",
        "config": {
            "model_name": str(model),
            "device": "cpu",
            "normalize_embeddings": False,
            "kwargs": {"trust_remote_code": True},
        },
    }


def forged(text: str, function: dict[str, Any]) -> str:
    """A collection's description in JSON with this embedding function in all its places."""

    def changed(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            key: function if key == "embedding_function" else changed(one)
            for key, one in value.items()
        }

    return json.dumps(changed(json.loads(text)) or {"embedding_function": function})


@pytest.mark.parametrize("column", ["schema_str", "config_json_str"])
def test_a_folder_whose_collection_names_code_runs_none(tmp_path: Path, column: str) -> None:
    folder = tmp_path / "chroma"
    list(write_vectors(folder, ROWS[:30]))
    left = model_that_runs(tmp_path / "model")
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as opened, opened:
        text = opened.execute(f"SELECT {column} FROM collections").fetchone()[0]
        made = forged(text, naming(tmp_path / "model"))
        opened.execute(f"UPDATE collections SET {column} = ?", (made,))
    with pytest.raises(VectorStoreError, match="embedding function"):
        list(write_vectors(folder, ROWS, first=30))
    with pytest.raises(VectorStoreError, match="embedding function"):
        VectorIndex(folder)
    assert not left.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER late AFTER INSERT ON embeddings BEGIN DELETE FROM embeddings; END",
        "CREATE VIEW more AS SELECT * FROM collections",
        "CREATE TABLE grown (x, y AS (hex(zeroblob(1000000000))))",
        "CREATE VIRTUAL TABLE words USING fts5 (x)",
    ],
)
def test_a_folder_whose_database_is_more_than_tables_is_not_opened(
    tmp_path: Path, statement: str
) -> None:
    folder = tmp_path / "chroma"
    list(write_vectors(folder, ROWS))
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as opened, opened:
        opened.execute(statement)
    with pytest.raises(VectorStoreError):
        VectorIndex(folder)


def test_no_embedding_function_can_be_built_at_all() -> None:
    load_chroma()
    from chromadb.api.types import Schema

    function = naming(Path("/nowhere"))
    data = {
        "keys": {
            "#embedding": {
                "float_list": {
                    "vector_index": {"enabled": True, "config": {"embedding_function": function}}
                }
            }
        }
    }
    with pytest.warns(UserWarning, match="Could not reconstruct"):
        built = Schema.deserialize_from_json(data)
    vectors = built.keys["#embedding"].float_list
    assert vectors is not None
    assert vectors.vector_index is not None
    assert vectors.vector_index.config.embedding_function is None


@pytest.mark.parametrize(
    "description",
    [
        {"embedding_function": {"type": "known", "name": "default"}},
        {"embedding_function": {"type": "legacy", "name": "default"}},
        {"embedding_function": "default"},
        {"keys": {"x": [{"embedding_function": {"type": "known"}}]}},
    ],
)
def test_functions_are_found_wherever_they_are_named(description: object) -> None:
    with pytest.raises(ForeignFunction):
        refuse_functions(description)
    refuse_functions({"a": {"embedding_function": {"type": "legacy"}}, "b": None})


def test_a_server_whose_collection_names_code_runs_none(tmp_path: Path) -> None:
    left = model_that_runs(tmp_path / "model")
    with ChromaServer(tmp_path / "served") as running:
        where = "api/v2/tenants/default_tenant/databases/default_database/collections"
        httpx.post(
            f"{running.url}/{where}",
            json={
                "name": "records",
                "configuration": {"embedding_function": naming(tmp_path / "model")},
            },
        ).raise_for_status()
        server = Server(Address(running.url))
        try:
            with pytest.raises(ServerError, match="not Quoth's"):
                server.collection("records")
            with pytest.raises(ServerError, match="not Quoth's"):
                server.make("records", "l2")
        finally:
            server.close()
    assert not left.exists()
