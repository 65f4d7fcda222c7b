"""The rows of an SQLite file that nobody writes any more."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_VARIABLES = 500  # SQLite takes a limited number of ? in a statement

Row = tuple[Any, ...]


class Tables:
    """Safe to use from several threads. Everything raises sqlite3.Error for a file that is none."""

    def __init__(self, file: Path) -> None:
        uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def define(self, name: str, function: Callable[[Any, Any], Any]) -> None:
        """A function of two values that queries may use."""
        self._connection.create_function(name, 2, function, deterministic=True)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def rows_among(self, query: str, values: Sequence[Any]) -> list[Row]:
        """The rows whose column, which `query` ends with, has one of the values."""
        found = []
        for start in range(0, len(values), _VARIABLES):
            some = values[start : start + _VARIABLES]
            found += self.rows(f"{query} IN ({','.join('?' * len(some))})", some)
        return found

    def close(self) -> None:
        self._connection.close()
