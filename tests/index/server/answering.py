"""A server on loopback that answers as a test wants, or passes on what Chroma answers."""

from __future__ import annotations

import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx


class _Serving(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that breaks off."""
        if not isinstance(sys.exception(), (ssl.SSLError, ConnectionError)):
            super().handle_error(request, client_address)


@contextmanager
def answering(
    respond: Callable[[BaseHTTPRequestHandler], None], secured: ssl.SSLContext | None = None
) -> Iterator[str]:
    """The URL of a server that answers so, over TLS where it is `secured`."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            respond(self)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    with _Serving(("127.0.0.1", 0), Handler) as serving:
        if secured:
            # The handshake is the handler's, in its own thread: a client may break it off.
            serving.socket = secured.wrap_socket(
                serving.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            yield f"http{'s' if secured else ''}://127.0.0.1:{serving.server_port}"
        finally:
            serving.shutdown()
            thread.join()


def say(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def forward(handler: BaseHTTPRequestHandler, url: str) -> None:
    """Answer what the server at `url` does."""
    size = int(handler.headers.get("Content-Length") or 0)
    passed = httpx.request(
        handler.command,
        f"{url}{handler.path}",
        content=handler.rfile.read(size),
        headers={"Content-Type": "application/json"},
        timeout=30,
        trust_env=False,
    )
    say(handler, passed.status_code, passed.content, "application/json")
