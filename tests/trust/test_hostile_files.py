"""Files of a library or of a folder of articles, made to lead Quoth astray."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quoth.index.arrays import map_rows
from quoth.index.building.discovery import find_files, fingerprint, real_places
from quoth.index.building.embedding_cache import CachedEmbedder
from quoth.index.embedders.base import Embedder, PassageText
from quoth.index.errors import ConversationsError, IndexMoved, LibraryError, UsageError
from quoth.index.server.blobs import get_blob
from quoth.index.server.records import Record
from quoth.index.store.catalog import Catalog
from quoth.index.store.catalog_writer import SCHEMA
from quoth.index.store.manifest import SCHEMA as FORMAT
from quoth.index.store.manifest import read_manifest
from quoth.index.store.publishing import live_generation, locked
from quoth.index.store.sqlite_reader import guard
from quoth.qa.saved.file import connect
from quoth.tui.controllers.source_files import openable, state_of

RUNNING = {
    "a view": "CREATE VIEW more AS SELECT 1",
    "a trigger": "CREATE TRIGGER late AFTER INSERT ON articles BEGIN DELETE FROM articles; END",
    "a computed column": "CREATE TABLE grown (x, y AS (hex(zeroblob(1000000000))))",
    "a virtual table": "CREATE VIRTUAL TABLE words USING fts5 (x)",
}


@pytest.mark.parametrize("statement", RUNNING.values(), ids=RUNNING)
def test_a_database_is_only_ever_tables(tmp_path: Path, statement: str) -> None:
    file = tmp_path / "catalog.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(SCHEMA)
    Catalog(file).close()
    with closing(sqlite3.connect(file)) as made:
        made.execute(statement)
    with pytest.raises(LibraryError, match="cannot be read"):
        Catalog(file)


def test_a_trigger_that_calls_itself_a_table_is_seen(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "forged")) as made:
        made.executescript(f"{SCHEMA} {RUNNING['a trigger']}; PRAGMA writable_schema=ON;")
        made.execute("UPDATE sqlite_master SET type = 'table' WHERE type = 'trigger'")
        made.commit()
    with (
        closing(sqlite3.connect(tmp_path / "forged")) as opened,
        pytest.raises(sqlite3.DatabaseError),
    ):
        guard(opened)


def test_a_view_in_the_conversations_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "library" / "conversations.sqlite3"
    connect(file).close()
    with closing(connect(file)) as again:  # the words' own virtual table is expected
        again.execute(RUNNING["a view"])
    with pytest.raises(ConversationsError, match="no table"):
        connect(file)


def test_a_cache_whose_vectors_are_of_another_size_is_not_believed(
    tmp_path: Path, embedder: Embedder
) -> None:
    texts = [PassageText("", "The bridge of Corran has nine arches.")]
    with closing(CachedEmbedder(embedder, tmp_path)) as cached:
        (right,) = cached.embed_passages(texts)
    for forged in (b"", b"\0" * 7, b"\0" * 4000, "text"):
        with closing(sqlite3.connect(tmp_path / "embeddings.sqlite3")) as file, file:
            file.execute("UPDATE embeddings SET passage = ?", (forged,))
        with closing(CachedEmbedder(embedder, tmp_path)) as cached:
            (found,) = cached.embed_passages(texts)
        assert np.array_equal(found.passage, right.passage)


@pytest.mark.parametrize("name", ["../outside", "/etc", ".", "..", "a/../../b", "", "x" * 300, "é"])
def test_current_is_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    library = tmp_path / "library"
    library.mkdir()
    (library / "CURRENT").write_text(name, encoding="latin-1")
    try:
        live = live_generation(library)
    except LibraryError:
        return
    assert live is not None
    assert live.parent == library / "generations"
    assert live.name not in (".", "..")
    assert not live.exists()


@pytest.mark.parametrize(
    "name", ["CURRENT", "generations", "rebuild.lock", "embeddings.sqlite3", "added"]
)
def test_a_library_is_not_written_through_links(tmp_path: Path, name: str) -> None:
    library, precious = tmp_path / "library", tmp_path / "precious"
    library.mkdir()
    (precious / "old").mkdir(parents=True)
    (library / name).symlink_to(precious)
    with pytest.raises(LibraryError, match="symbolic link"), locked(library):
        pass
    assert (precious / "old").is_dir()


def test_conversations_are_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "conversations.sqlite3").symlink_to(tmp_path / "precious")
    with pytest.raises(ConversationsError, match="symbolic link"):
        connect(tmp_path / "library" / "conversations.sqlite3")
    assert not (tmp_path / "precious").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b"{}",
        b" " * 60_000_000,
        json.dumps({"schema": FORMAT, "sum": []}).encode(),
    ],
    ids=["nested deep", "empty", "large", "odd"],
)
def test_a_hostile_manifest_is_refused_in_a_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(LibraryError, match="no readable manifest"):
        read_manifest(tmp_path)


def test_only_rows_of_plain_numbers_are_mapped(tmp_path: Path) -> None:
    file = tmp_path / "rows.npy"
    for array in (
        np.zeros(3),
        np.zeros((2, 2, 2)),
        np.array([["a"]]),
        np.array([[{}]], dtype=object),
        np.zeros((2, 2), dtype=[("x", "f4")]),
    ):
        np.save(file, array)
        with pytest.raises(ValueError, match=r"rows|[Pp]ickle|[Oo]bject"):
            map_rows(file)


class Forged:
    """Records of a server that says what it likes; what was asked for is counted."""

    def __init__(self, **said: str | int) -> None:
        self.said = said
        self.asked = 0

    def get(self, ids: list[str], *_: str) -> dict[str, Record]:
        self.asked += len(ids)
        return {id: Record(id, metadata=self.said) for id in ids}


@pytest.mark.parametrize(
    ("parts", "size"),
    [(300_000_000, 10), (-1, 10), (10**400, 10), (2, 10**15), (2, -1), ("many", 10)],
)
def test_a_servers_absurd_sizes_are_refused_before_they_are_asked_for(
    parts: str | int, size: int
) -> None:
    records = Forged(data="AAAA", of=parts, size=size)
    with pytest.raises(IndexMoved):
        get_blob(records, "x")  # type: ignore[arg-type]  # it has all that is used
    assert records.asked <= 2


def test_links_out_of_the_articles_are_followed_only_by_a_setting(tmp_path: Path) -> None:
    articles, secret = tmp_path / "articles", tmp_path / "secret"
    (articles / "inside").mkdir(parents=True)
    secret.mkdir()
    (secret / "key.txt").write_text("secret")
    (articles / "inside" / "a.txt").write_text("a")
    (articles / "away").symlink_to(secret)
    (articles / "key.txt").symlink_to(secret / "key.txt")
    (articles / "again.txt").symlink_to(articles / "inside" / "a.txt")
    (articles / "gone.txt").symlink_to(articles / "nowhere.txt")
    roots = [str(articles)]
    found = find_files(roots)
    assert str(articles / "away" / "key.txt") not in found
    inside = real_places(roots)
    said = {os.path.relpath(path, articles): fingerprint(path, inside) for path in found}
    refused = {name: one.reason for name, one in said.items() if not isinstance(one, str)}
    assert "link out of" in refused.pop("away")
    assert "link out of" in refused.pop("key.txt")
    assert "No such file" in refused.pop("gone.txt")
    assert not refused
    assert str(articles / "away" / "key.txt") in find_files(roots, follow_links=True)
    named = tmp_path / "named"
    named.symlink_to(articles)  # what the user names may be a link
    assert isinstance(fingerprint(str(named / "inside" / "a.txt"), real_places([str(named)])), str)


def test_only_files_of_the_library_are_given_to_other_programs(tmp_path: Path) -> None:
    root, other = tmp_path / "articles", tmp_path / "articles-of-others"
    for folder in (root, other):
        folder.mkdir()
        (folder / "a.txt").write_text("a")
        (folder / "run.desktop").write_text("[Desktop Entry]")
    roots = [str(root)]
    assert openable(str(root / "a.txt"), roots) == str(root / "a.txt")
    os.mkfifo(root / "pipe.txt")
    for path in (
        "+!touch X",
        "-c:!touch X",
        "a.txt",
        "https://example.org/a.html",
        "file:///etc/passwd",
        str(other / "a.txt"),
        f"{root}/../articles-of-others/a.txt",
        str(root / "run.desktop"),
        str(root / "pipe.txt"),
        str(root / "none.txt"),
        str(root),
        f"{root}/a.txt\0",
        "",
    ):
        with pytest.raises(UsageError):
            openable(path, roots)
        with pytest.raises(UsageError):
            openable(path, ["", "relative"])


def test_a_pipe_that_a_catalog_names_is_not_waited_for(tmp_path: Path, seed_library: Path) -> None:
    live = live_generation(Path(shutil.copytree(seed_library, tmp_path / "library")))
    assert live is not None
    with closing(Catalog(live / "catalog.sqlite3")) as catalog:
        card = catalog.articles()[0]
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (str(tmp_path / "pipe.txt"), "/dev/zero", "relative.txt", "/a\0b"):
        assert "cannot be read" in state_of(replace(card, path=path))
