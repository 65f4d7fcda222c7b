"""One document from the web, whatever its server does: elsewhere, endless, or not what it says."""

from __future__ import annotations

import importlib.metadata
import time
import zlib
from dataclasses import dataclass
from http.client import HTTPResponse, responses

from quoth.index.errors import FetchError
from quoth.index.fetching.connection import connected
from quoth.index.fetching.rules import Rules
from quoth.index.fetching.urls import WebAddress, follow

PAGES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
FEEDS = frozenset(
    "application/atom+xml application/rdf+xml application/rss+xml application/xml text/xml".split()
)
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Document:
    """What was found at a place: `kind` is its media type, `charset` what the server says, or ""."""

    place: WebAddress
    kind: str
    charset: str
    data: bytes


def fetch(place: WebAddress, rules: Rules) -> Document:
    """The document at a place, or where it leads to; every step is checked as the first one is.

    Raises FetchError when there is none, or it is of a kind or size that is not kept.
    """
    deadline = time.monotonic() + rules.total_seconds
    at = place
    for _ in range(rules.redirects + 1):
        with connected(at, rules, deadline) as connection:
            connection.request("GET", at.target, headers=_headers())
            with connection.getresponse() as response:
                found = _receive(at, response, rules)
        if isinstance(found, Document):
            return found
        at = follow(at, found)
    raise FetchError(
        f"{place} leads on more than {rules.redirects} times.", "Add the page that it ends at."
    )


def _receive(place: WebAddress, response: HTTPResponse, rules: Rules) -> Document | str:
    """The document in a response, or the place that it names instead."""
    location = response.getheader("Location", "")
    if response.status in _REDIRECTS and location:
        # Header lines come as Latin-1; an address in other letters was UTF-8 before.
        return location.encode("latin-1").decode("utf-8", "replace")
    if response.status != 200:
        meaning = responses.get(response.status, "no known status")
        raise FetchError(
            f"{place} answers {response.status} ({meaning}).", "Open it in a browser to see."
        )
    kind = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    if kind not in PAGES and kind not in FEEDS:
        raise FetchError(
            f"{place} is of a kind that is not kept ({kind[:80] or 'it does not say which'}).",
            "Web pages, PDF, plain text, Markdown and feeds are.",
        )
    data = _read(place, response, rules.most_bytes)
    return Document(place, kind, response.headers.get_content_charset(""), data)


def _read(place: WebAddress, response: HTTPResponse, most: int) -> bytes:
    too_large = FetchError(
        f"{place} is larger than {most / 1e6:g} MB.", "Download it and index the file."
    )
    if (response.length or 0) > most:
        raise too_large
    data = response.read(most + 1)
    if len(data) > most:
        raise too_large
    whole = not response.length  # what is left of the length that was announced
    encoding = response.getheader("Content-Encoding", "identity").lower()
    if encoding == "gzip":
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            data = unpacking.decompress(data, most + 1)
        except zlib.error:
            whole = False
        if len(data) > most:
            raise too_large
        whole = whole and unpacking.eof
    elif encoding != "identity":
        raise FetchError(f"{place} is packed in a way that is not read.", "Download it instead.")
    if not whole:
        raise FetchError(f"{place} came damaged or cut short.", "Try again later.")
    return data


def _headers() -> dict[str, str]:
    try:
        version = importlib.metadata.version("quoth")
    except importlib.metadata.PackageNotFoundError:  # a checkout that was not installed
        version = "0"
    return {
        "User-Agent": f"Quoth/{version}",
        "Accept": ", ".join([*PAGES, *sorted(FEEDS)]),
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
