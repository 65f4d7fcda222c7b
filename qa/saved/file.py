"""The file of the conversations: its tables, and what is said when it cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quoth.index.disk import create_private, make_private
from quoth.index.errors import ConversationsError
from quoth.index.store.sqlite_reader import guard

FILE_NAME = "conversations.sqlite3"
SCHEMA = 1
_LOCK_SECONDS = 5.0  # seconds that one app waits for another to finish writing
_WORDS = "CREATE VIRTUAL TABLE turn_words USING fts5 (words)"
_TABLES = f"""
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, updated TEXT NOT NULL, deleted TEXT
);
CREATE INDEX conversations_by_time ON conversations (updated);
CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
    asked TEXT NOT NULL, question TEXT NOT NULL, answer TEXT, error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX turns_of_conversation ON turns (conversation);
-- The folded words of each turn; its rowid is the turn's id.
{_WORDS};
"""


def connect(file: Path) -> sqlite3.Connection:
    """Open the file. Raises ConversationsError when it is damaged, or written by a newer Quoth."""
    if any(file.with_name(f"{file.name}{end}").is_symlink() for end in ("", "-journal", "-wal")):
        raise ConversationsError(
            f"{file} is a symbolic link, which could lead anywhere.",
            "Remove the link, and a new file is begun; questions are answered all the same.",
        )
    with sqlite_errors(file):
        make_private(file.parent)
        create_private(file)
        connection = sqlite3.connect(
            file, timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            guard(connection, (_WORDS,))
            # What is deleted is overwritten; what is committed survives a power cut.
            connection.executescript(
                "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            )
            _prepare(connection, file)
        except BaseException:
            connection.close()
            raise
        return connection


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    """Make the tables where there are none yet."""
    if _version(connection) == 0:
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection) == 0:  # no other app was faster
            for statement in filter(str.strip, _TABLES.split(";\n")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={SCHEMA}")
        connection.execute("COMMIT")
    if _version(connection) != SCHEMA:
        raise ConversationsError(
            f"{file} was written by a newer Quoth.", "Update Quoth to read and save conversations."
        )
    connection.execute("SELECT count(*) FROM conversations").fetchone()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def sqlite_errors(file: Path) -> Iterator[None]:
    """Raise what SQLite and the disk raise as ConversationsError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise ConversationsError(
            f"Conversations cannot be kept in {file}: {error}.",
            "Move it away, and a new one is begun; questions are answered all the same.",
        ) from error
