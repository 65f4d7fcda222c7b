"""What is on a server, in one SQLite file: the catalog without its texts, and what words count.

It says which records belong together, so that a reader who has it sees one state of the index from
the beginning of a question to its end, whatever is published meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from quoth.index.embedders.base import FloatArray
from quoth.index.errors import IndexMoved
from quoth.index.store.catalog_writer import SCHEMA
from quoth.index.store.manifest import Manifest
from quoth.index.store.sqlite_reader import Tables

_MORE = """
CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE records (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE text_keys (article_id TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE retired (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE retired_texts (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE words (token TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
"""
_COPIED = ("articles", "skipped", "roots")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a snapshot says beside the catalog. `keys` are the records' by passage number, `texts`
    the blobs' by article; the `retired` are no longer part of the index, but still there.
    `words` counts the passages that hold a token, `tokens` are those of all passages together.
    """

    manifest: Manifest
    cohort: FloatArray
    keys: Mapping[int, str]
    texts: Mapping[str, str]
    retired: frozenset[str]
    retired_texts: frozenset[str]
    words: Counter[str]
    tokens: int


def write_snapshot(file: Path, catalog: Path, contents: Contents) -> None:
    """Write a new file from a generation's catalog."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {SCHEMA} {_MORE}")
        database.execute("ATTACH ? AS whole", (f"{catalog.absolute().as_uri()}?mode=ro",))
        database.execute("BEGIN")
        for table in _COPIED:
            database.execute(f"INSERT INTO {table} SELECT * FROM whole.{table}")
        database.execute(
            "INSERT INTO passages SELECT number, id, article_id, start, "
            "\"end\", '', heading, language, x'', 0 FROM whole.passages"
        )
        manifest = json.dumps({**asdict(contents.manifest), "files": {}})
        state = {
            "manifest": manifest.encode(),
            "cohort": contents.cohort.astype(np.float32).tobytes(),
            "tokens": str(contents.tokens).encode(),
        }
        _fill(database, "state", state.items())
        _fill(database, "records", contents.keys.items())
        _fill(database, "text_keys", contents.texts.items())
        _fill(database, "retired", ((key,) for key in contents.retired))
        _fill(database, "retired_texts", ((key,) for key in contents.retired_texts))
        _fill(database, "words", sorted(contents.words.items()))
        database.execute("COMMIT")


def _fill(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    rows = list(rows)
    if rows:
        marks = ",".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


class Snapshot:
    """A file that `write_snapshot` wrote, read. Safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        """Raises IndexMoved when the file is damaged."""
        self.file = file
        try:
            self._tables = Tables(file)
            self._rows = self._tables.rows
            state: dict[str, bytes] = dict(self._rows("SELECT name, value FROM state"))
            self.manifest = Manifest.from_json(json.loads(state["manifest"]))
            dimension = self.manifest.model.dimension
            self.cohort: FloatArray = np.frombuffer(state["cohort"], np.float32)
            self.cohort = self.cohort.reshape(-1, dimension)
            self.tokens = int(state["tokens"])
        except (sqlite3.Error, KeyError, ValueError, TypeError, AttributeError) as error:
            raise IndexMoved(
                "What the server says of its index is damaged.", "Ask again."
            ) from error

    def keys(self) -> dict[int, str]:
        """The records' by passage number."""
        return dict(self._rows("SELECT number, key FROM records"))

    def keys_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """The keys of the records of some passages."""
        return dict(
            self._tables.rows_among("SELECT number, key FROM records WHERE number", numbers)
        )

    def numbers_of(self, keys: Sequence[str]) -> dict[str, int]:
        """The passages that have these records; a record that is not part of the index has none."""
        return dict(self._tables.rows_among("SELECT key, number FROM records WHERE key", keys))

    def texts(self) -> dict[str, str]:
        """The blobs' names by article."""
        return dict(self._rows("SELECT article_id, key FROM text_keys"))

    def text_of(self, article_id: str) -> str | None:
        found = self._rows("SELECT key FROM text_keys WHERE article_id = ?", (article_id,))
        return found[0][0] if found else None

    def retired(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._rows("SELECT key FROM retired"))

    def retired_texts(self) -> frozenset[str]:
        return frozenset(key for (key,) in self._rows("SELECT key FROM retired_texts"))

    def words(self) -> Counter[str]:
        """The passages that hold each token."""
        return Counter(dict(self._rows("SELECT token, passages FROM words")))

    def holding(self, token: str) -> int:
        """The passages that hold a token."""
        found = self._rows("SELECT passages FROM words WHERE token = ?", (token,))
        return int(found[0][0]) if found else 0

    def close(self) -> None:
        self._tables.close()
