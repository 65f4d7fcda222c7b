"""Where a Chroma server is, and what is shown to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from quoth.index.errors import UsageError

TOKEN = "QUOTH_CHROMA_TOKEN"


def keeps_secrets(url: str) -> bool:
    """Whether what is sent to a URL stays between the two: encrypted, or on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme == "https" or host == "localhost":
            return True
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_address(url: str) -> bool:
    """Whether a URL names a web server: http or https, a host, and maybe a port and a path."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        sound = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        return False
    return sound and url.isprintable() and " " not in url


@dataclass(frozen=True, slots=True)
class Address:
    """`url` is http or https, with a host and maybe a port and a path."""

    url: str
    tenant: str = "default_tenant"
    database: str = "default_database"

    def __post_init__(self) -> None:
        """Raises UsageError for a URL that is none, or that holds a password."""
        if not is_address(self.url):
            raise UsageError(
                f"chroma_url is no address of a server: {self.url!r}.",
                'Write it as "http://host:8000" or "https://host".',
            )
        parts = urlsplit(self.url)
        if parts.username or parts.password:
            raise UsageError(
                "chroma_url holds a name or a password.", f"Put a token into {TOKEN} instead."
            )

    @property
    def base(self) -> str:
        """The URL without a slash at its end, with the port that it leaves out."""
        parts = urlsplit(self.url.rstrip("/"))
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{host}:{port}{parts.path}"

    def headers(self) -> dict[str, str]:
        """The token of the environment, as a proxy reads it and as Chroma Cloud does."""
        token = os.environ.get(TOKEN, "").strip()
        if not token:
            return {}
        if not keeps_secrets(self.url):
            raise UsageError(
                f"{TOKEN} would go to {self.url} unencrypted, for anybody to read.",
                'Reach the server by "https://…" or by an ssh -L tunnel to 127.0.0.1.',
            )
        if not (token.isascii() and token.isprintable()):
            raise UsageError(
                f"{TOKEN} holds characters that no header may.", "Copy the token into it again."
            )
        return {"Authorization": f"Bearer {token}", "X-Chroma-Token": token}
