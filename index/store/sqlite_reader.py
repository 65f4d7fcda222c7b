"""SQLite files that may come from somebody else: opened so that nothing in them is obeyed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_MAX_VARIABLES = 500  # SQLite takes a limited number of ? in a statement
_MAX_VALUE_BYTES = 256 * 1024 * 1024  # bytes of one value, also of one that an expression makes
_PLAIN = ("CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ")  # as SQLite itself writes them

Row = tuple[Any, ...]


def guard(connection: sqlite3.Connection, virtual: Sequence[str] = ()) -> None:
    """Refuse a database that is more than tables and indexes, before anything is asked of it.

    Views, triggers, computed columns and virtual tables run when a table is read or written;
    `virtual` are the beginnings of the statements that made those which are expected. Raises
    sqlite3.DatabaseError.
    """
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for name, sql in made.fetchall():
        # What a row says of its type is not what SQLite goes by: it runs the statement.
        if not str(sql).startswith((*_PLAIN, *virtual)):
            raise sqlite3.DatabaseError(f"it holds {str(name)[:40]!r}, which is no table")
    computed = connection.execute(
        "SELECT tables.name FROM sqlite_master AS tables, pragma_table_xinfo(tables.name) AS held "
        "WHERE tables.type = 'table' AND tables.rootpage > 0 AND held.hidden > 0"
    )
    if found := computed.fetchone():
        raise sqlite3.DatabaseError(f"its table {str(found[0])[:40]!r} computes a column")


class Tables:
    """The rows of a file that nobody writes any more. Safe to use from several threads.

    Everything raises sqlite3.Error for a file that is no database, or more than tables.
    """

    def __init__(self, file: Path) -> None:
        uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        try:
            guard(self._connection)
        except sqlite3.Error:
            self._connection.close()
            raise

    def define(self, name: str, function: Callable[[Any, Any], Any]) -> None:
        """Add a function of two values that queries may use."""
        self._connection.create_function(name, 2, function, deterministic=True)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def rows_among(self, query: str, values: Sequence[Any]) -> list[Row]:
        """The rows whose column, which `query` ends with, has one of the values."""
        found = []
        for start in range(0, len(values), _MAX_VARIABLES):
            some = values[start : start + _MAX_VARIABLES]
            found += self.rows(f"{query} IN ({','.join('?' * len(some))})", some)
        return found

    def close(self) -> None:
        self._connection.close()
