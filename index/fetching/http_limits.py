"""A limit to how much a server may answer: a client that reads all of it would take as much memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 100_000_000
"""Of one answer; the longest that Quoth asks for, the ids of a million passages, has half of that."""


class AnswerTooLarge(Exception):
    """A server sends more than MOST_BYTES, or packs it so that nobody can tell."""


def limit(client: httpx.Client) -> None:
    """Have a client raise AnswerTooLarge for an answer that is too large, before it is read whole."""
    client.headers["Accept-Encoding"] = "identity"
    client.event_hooks = {"response": [_bound]}


def _bound(response: httpx.Response) -> None:
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise AnswerTooLarge
    response.stream = _bounded(response.stream)


def _bounded(stream: Any) -> httpx.SyncByteStream:
    import httpx  # most questions are asked of no server

    class Bounded(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for part in stream:
                size += len(part)
                if size > MOST_BYTES:
                    raise AnswerTooLarge
                yield part

        def close(self) -> None:
            stream.close()

    return Bounded()
