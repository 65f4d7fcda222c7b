"""What a Chroma server does wrong, as a user is told it."""

from __future__ import annotations

from index.chroma import is_missing
from index.errors import IndexMoved, LibraryError, ServerError
from index.server.address import TOKEN, Address

_REFUSED = (401, 403)
_FULL = ("disk is full", "disk full", "no space left", "quota exceeded", "database or disk")


def is_passing(error: BaseException) -> bool:
    """Whether it may be over in a moment: the server is being started again, say."""
    import httpx

    if "Could not connect" in str(error):  # chromadb's own words
        return True
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.TimeoutException)


def failure(address: Address, error: BaseException) -> LibraryError:
    """The error to raise for one of chromadb's or httpx's."""
    import httpx

    where = f"the Chroma server at {address.url}"
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return ServerError(
            f"T{where[1:]} does not answer.", "See whether it hangs, start it again, and try again."
        )
    if isinstance(error, httpx.TransportError) or "Could not connect" in str(error):
        return ServerError(
            f"There is no Chroma server at {address.url}.",
            "Start it (chroma run --path DIR), or check chroma_url.",
        )
    status = getattr(getattr(error.__context__, "response", None), "status_code", None)
    if status in _REFUSED:
        return ServerError(
            f"T{where[1:]} refuses the request.", f"Put the token it wants into {TOKEN}."
        )
    said = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
    if is_missing(error) and ("enant" in said or "atabase" in said):
        return ServerError(
            f"T{where[1:]} has no tenant {address.tenant!r} with a database {address.database!r}.",
            "Check chroma_tenant and chroma_database, or make them there.",
        )
    if is_missing(error):
        return IndexMoved(f"The index on {where} has moved on.", "Ask again.")
    if any(words in str(error).lower() for words in _FULL):
        return ServerError(
            f"The disk of {where} is full.",
            "Make room there, then rebuild again: what was published before still answers.",
        )
    return ServerError(
        f"T{where[1:]} says: {said}.",
        "See its log; quoth rebuild --full publishes everything anew.",
    )
