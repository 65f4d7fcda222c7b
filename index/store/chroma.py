"""Chroma's clients: on a folder of this machine, and to a server. Only this module imports chromadb."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoth.index.fetching.http_limits import limit
from quoth.index.store.sqlite_reader import guard

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 400,
}


DATABASE = "chroma.sqlite3"
_FULL_TEXT = "CREATE VIRTUAL TABLE embedding_fulltext_search USING fts5"
_NO_FUNCTION = ("legacy", "unknown")  # the types under which Chroma writes that there is none


class ForeignFunction(Exception):
    """A collection names an embedding function, which Quoth's never do: it could be any code."""


def load_chroma() -> None:
    """Import it ahead of time, which takes most of a second, and bar its embedding functions.

    A collection's stored description may name one with arguments that load code. Chroma looks
    them up in two tables; empty, they have nothing to build.
    """
    import chromadb.api.rust  # noqa: F401 - for its effect; the first client would import it
    from chromadb.utils import embedding_functions

    embedding_functions.known_embedding_functions.clear()
    embedding_functions.sparse_known_embedding_functions.clear()


def refuse_functions(description: Any) -> None:
    """Check a collection's configuration or schema, as parsed from JSON.

    Raises ForeignFunction where it names an embedding function anywhere.
    """
    waiting = [description]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            named = one.get("embedding_function")
            if named is not None and named not in [{"type": kind} for kind in _NO_FUNCTION]:
                raise ForeignFunction("a collection names an embedding function")
            waiting += one.values()


def refuse_foreign_folder(folder: Path) -> None:
    """Read a Chroma folder's own description of its collections as data, before Chroma does.

    Raises ForeignFunction, and sqlite3.Error, RecursionError or ValueError where it cannot be read.
    A folder without a database is new, and sound.
    """
    database = folder / DATABASE
    if not database.exists():
        return
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        guard(opened, (_FULL_TEXT,))
        for texts in opened.execute("SELECT config_json_str, schema_str FROM collections"):
            for text in filter(None, texts):
                refuse_functions(json.loads(text))


@contextmanager
def embedded_client(folder: Path) -> Iterator[ClientAPI]:
    """A client on a folder of its own, with nothing read from the surroundings.

    Raises ForeignFunction, and what SQLite and chromadb raise.
    """
    refuse_foreign_folder(folder)
    load_chroma()
    import chromadb
    from chromadb.config import Settings

    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic's, which its types do not name
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        is_persistent=True,
        allow_reset=False,
        anonymized_telemetry=False,
    )
    client: Any = chromadb.PersistentClient(path=str(folder), settings=settings)
    try:
        yield client
    finally:
        client.close()


def server_client(
    url: str, headers: Mapping[str, str], tenant: str, database: str, timeout: float
) -> ClientAPI:
    """A client to a server, which is given `timeout` seconds to connect and for each answer.

    Raises what chromadb and httpx raise. Making it asks the server without any time limit.
    """
    load_chroma()
    _limit_answers()
    import chromadb
    from chromadb.config import Settings

    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        allow_reset=False,
        anonymized_telemetry=False,
    )
    client = chromadb.HttpClient(
        host=url, headers=dict(headers), settings=settings, tenant=tenant, database=database
    )
    # Chroma's own client waits for ever; it has no setting for this.
    session: Any = client._server._session  # type: ignore[attr-defined]
    session.timeout = timeout
    return client


def _limit_answers() -> None:
    """Have Chroma's clients made with limited sessions: they ask before anybody else could set one."""
    from chromadb.api.fastapi import FastAPI

    kind: Any = FastAPI
    made = kind.__init__
    if hasattr(made, "__wrapped__"):
        return

    @wraps(made)
    def limited(self: Any, system: Any) -> None:
        made(self, system)
        limit(self._session)

    kind.__init__ = limited


def close_client(client: ClientAPI) -> None:
    """Close a server's client with its connections, which its own closing leaves open."""
    both: Any = (client, client._admin_client)  # type: ignore[attr-defined]
    sessions = [one._server._session for one in both]
    client.close()  # type: ignore[attr-defined]
    for session in sessions:
        session.close()


def is_missing(error: BaseException) -> bool:
    """Whether Chroma says so that something does not exist."""
    return type(error).__name__ == "NotFoundError"
