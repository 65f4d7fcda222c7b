"""A Chroma server, asked with a time limit and again when it was only away for a moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from quoth.index.errors import ServerError
from quoth.index.fetching.http_limits import limit
from quoth.index.server.address import Address
from quoth.index.server.failures import failure, is_passing
from quoth.index.store.chroma import (
    HNSW,
    ForeignFunction,
    close_client,
    is_missing,
    load_chroma,
    refuse_functions,
    server_client,
)

if TYPE_CHECKING:
    from httpx import Response

_ANSWER_SECONDS = 6.0  # seconds
_AWAY_SECONDS = 3.0  # seconds after which a server is not expected back: one starts in a second
_PAUSE_SECONDS = 0.2
_VERSION = "1."

Result = TypeVar("Result")


class Server:
    """Everything raises ServerError, in one line and in less than ten seconds."""

    def __init__(self, address: Address) -> None:
        """Asks for the version first, so that another program's answer is told from Chroma's."""
        self.address = address
        headers = address.headers()
        load_chroma()  # seconds on a busy machine, which are not the server's
        self.call(lambda: self._greet(headers))
        self._client: Any = self.call(
            lambda: _within(
                _ANSWER_SECONDS,
                lambda: server_client(
                    address.base, headers, address.tenant, address.database, _ANSWER_SECONDS
                ),
            )
        )
        self.batch: int = min(250, self.call(self._client.get_max_batch_size))

    def call(self, action: Callable[[], Result]) -> Result:
        """What `action` returns. It may be done again: it must not matter whether it was done.

        Raises IndexMoved for what is no longer there.
        """
        started = time.monotonic()
        while True:
            try:
                return action()
            except ServerError:
                raise
            except Exception as error:
                if not is_passing(error) or time.monotonic() - started > _AWAY_SECONDS:
                    raise failure(self.address, error) from error
                time.sleep(_PAUSE_SECONDS)

    def collection(self, name: str) -> Any:
        """Find the collection of that name, or None."""

        def get() -> Any:
            try:
                found: Any = self._client.get_collection(name, embedding_function=None)
            except Exception as error:
                if is_missing(error) and name in str(error):
                    return None
                raise
            return self._sound(name, found)

        return self.call(get)

    def make(self, name: str, space: str) -> Any:
        """The collection of that name, made where there is none; `space` is "cosine" or "l2"."""
        configuration = {"hnsw": {**HNSW, "space": space}}
        return self.call(
            lambda: self._sound(
                name,
                self._client.get_or_create_collection(
                    name, embedding_function=None, configuration=configuration
                ),
            )
        )

    def names(self) -> list[str]:
        """List the names of all collections."""
        return self.call(lambda: [one.name for one in self._client.list_collections()])

    def drop(self, name: str) -> None:
        def delete() -> None:
            try:
                self._client.delete_collection(name)
            except Exception as error:
                if not is_missing(error):
                    raise

        self.call(delete)

    def close(self) -> None:
        close_client(self._client)

    def _sound(self, name: str, collection: Any) -> Any:
        """Return a collection that is sound. Raises ServerError where it names an embedding function, which may
        be any code, and which no collection of Quoth's does.
        """
        model = collection._model
        try:
            refuse_functions([model.configuration_json, model.serialized_schema])
        except ForeignFunction as error:
            raise ServerError(
                f"The collection {name} on {self.address.url} is not Quoth's: it names an "
                "embedding function.",
                "Use another database of that server, or remove the collection there.",
            ) from error
        return collection

    def _greet(self, headers: dict[str, str]) -> None:
        """Raises ServerError where this is no Chroma that Quoth knows, or not the place named."""
        version = self._asked("version", headers)
        said = version.text.strip().strip('"')[:40]
        if version.status_code == 404 or not said.startswith(_VERSION):
            what = f"version {said}" if said[:1].isdigit() else "no version of Chroma"
            raise ServerError(
                f"What answers at {self.address.url} is {what}; Quoth needs Chroma 1.",
                "Check chroma_url, or bring the server up to date.",
            )
        tenant, database = self.address.tenant, self.address.database
        place = f"tenants/{quote(tenant, safe='')}/databases/{quote(database, safe='')}"
        if self._asked(place, headers).status_code == 404:
            raise ServerError(
                f"The Chroma server at {self.address.url} has no tenant {tenant!r} with a "
                f"database {database!r}.",
                "Check chroma_tenant and chroma_database, or make them there.",
            )

    def _asked(self, path: str, headers: dict[str, str]) -> Response:
        import httpx

        url = f"{self.address.base}/api/v2/{path}"
        with httpx.Client(headers=headers, timeout=_ANSWER_SECONDS) as client:
            limit(client)
            answer = client.get(url)
        if answer.status_code != 404:
            answer.raise_for_status()
        return answer


def _within(seconds: float, action: Callable[[], Result]) -> Result:
    """What `action` returns. Raises TimeoutError when that takes longer; it then goes on in its
    thread, which nobody waits for.
    """
    done: list[Result] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(action())
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]
