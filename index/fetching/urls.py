"""URLs -> web addresses that can be asked, in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from quoth.index.errors import FetchError, UsageError
from quoth.index.text.clean import one_line

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_KEPT = "%/:@!$&'()*+,;=~-._"
_MAX_SHOWN_CHARS = 200


@dataclass(frozen=True, slots=True)
class WebAddress:
    """`host` is as the name service knows it, `target` what a server is asked for."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"

    def __str__(self) -> str:
        return shown(self.url)


def web_address(url: str) -> WebAddress:
    """Where a URL points, without its fragment. Raises UsageError for one that is not to be asked:
    of another scheme than http and https, without a host, or with a user name in it.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = _host(parts)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise _no_address(url) from error
    if parts.scheme not in _PORTS or not _HOST.fullmatch(host) or _CONTROLS.search(url):
        raise _no_address(url)
    if "@" in parts.netloc:
        raise UsageError(
            f"There is a user name in {shown(url)}.", "Only what anyone may read can be added."
        )
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    return WebAddress(parts.scheme, host, port, quote(parts.path or "/", safe=_KEPT) + query)


def follow(base: WebAddress, link: str) -> WebAddress:
    """Where a page's link leads. Raises FetchError for one that is not to be followed."""
    try:
        return web_address(urljoin(base.url, link.strip()))
    except (UsageError, ValueError) as error:
        raise FetchError(
            f"{base} leads to {shown(link)}, which is not followed.",
            "Only http and https addresses without user names are.",
        ) from error


def shown(url: str) -> str:
    """A URL that is safe to print, cut where it is very long."""
    line = one_line(url)
    return line if len(line) <= _MAX_SHOWN_CHARS else line[:_MAX_SHOWN_CHARS] + "…"


def _host(parts: SplitResult) -> str:
    """Raises ValueError for a name that cannot be one."""
    host = (parts.hostname or "").rstrip(".")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _no_address(url: str) -> UsageError:
    return UsageError(
        f"{shown(url)!r} is no web address.", "It must begin with http:// or https://."
    )
