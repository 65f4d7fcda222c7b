"""What a Chroma server does wrong, as a user is told it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from quoth.index.errors import IndexMoved, LibraryError, ServerError
from quoth.index.fetching.http_limits import AnswerTooLarge
from quoth.index.server.address import TOKEN, Address
from quoth.index.store.chroma import is_missing

_REFUSED = (401, 403)
# What its disk says when it is full, and what Chroma makes of that.
_UNWRITTEN = ("disk is full", "no space left", "failed to apply logs", "quota exceeded")


def is_passing(error: BaseException) -> bool:
    """Whether it may be over in a moment: the server is being started again, say."""
    import httpx

    if _distrust(error) or _is_flood(error):
        return False
    if "Could not connect" in str(error):  # chromadb's own words
        return True
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.TimeoutException)


def failure(address: Address, error: BaseException) -> LibraryError:
    """The error to raise for one of chromadb's or httpx's."""
    import httpx

    server = f"The Chroma server at {address.url}"
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return ServerError(
            f"{server} does not answer.", "See whether it hangs, start it again, and try again."
        )
    if reason := _distrust(error):
        return ServerError(
            f"The certificate of {address.url} is not trusted: {reason}.",
            "Check chroma_url, or name its authority's certificate in SSL_CERT_FILE.",
        )
    if _is_flood(error):
        return ServerError(
            f"{server} sends more at once than any index of Quoth's holds.",
            "Check chroma_url: it may be no server of Chroma's, or not yours.",
        )
    if isinstance(error, httpx.TransportError) or "Could not connect" in str(error):
        return ServerError(
            f"There is no Chroma server at {address.url}.",
            "Start it (chroma run --path DIR), or check chroma_url.",
        )
    if _status(error) in _REFUSED:
        return ServerError(
            f"{server} refuses the request.", f"Put the token it wants into {TOKEN}."
        )
    said = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
    if is_missing(error):
        return IndexMoved(
            f"The index on the Chroma server at {address.url} has moved on.", "Ask again."
        )
    if any(words in str(error).lower() for words in _UNWRITTEN):
        return ServerError(
            f"{server} cannot write: {said}.",
            "Make room on its disk, then rebuild again: what was published before still answers.",
        )
    return ServerError(
        f"{server} says: {said}.",
        "Look into its log. To publish everything again: quoth rebuild --full",
    )


def _status(error: BaseException) -> int | None:
    """The status of the response that an error comes from; chromadb raises its own in place of httpx's."""
    response = getattr(error, "response", None) or getattr(error.__context__, "response", None)
    return getattr(response, "status_code", None)


def _distrust(error: BaseException) -> str:
    """Why a server's certificate was refused; empty where it was not."""
    for one in _behind(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return one.verify_message.rstrip(".")
    return ""


def _is_flood(error: BaseException) -> bool:
    return any(isinstance(one, AnswerTooLarge) for one in _behind(error))


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error, and those that it was raised for."""
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__
