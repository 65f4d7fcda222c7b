"""Chroma's clients: on a folder of this machine, and to a server. Only this module imports chromadb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 400,
}


def load_chroma() -> None:
    """Import it ahead of time, which takes most of a second."""
    import chromadb  # noqa: F401 - for its effect


@contextmanager
def embedded_client(folder: Path) -> Iterator[ClientAPI]:
    """A client on a folder of its own, with nothing read from the surroundings."""
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
