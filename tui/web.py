"""The app in a browser: textual-serve, for whoever has the address with its token."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from shlex import join
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server, to_int

_MAX_APPS = 8  # each is a process with the model in it
_COOKIE = "quoth"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_local(host: str) -> bool:
    """Whether an address is one of this machine alone."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class WebServer(Server):
    """Serves what `command` runs in a process for each page. On this machine alone, a page asked for
    under another machine's name is refused: a site that calls itself 127.0.0.1 gets nothing.
    """

    def __init__(self, command: Sequence[str], host: str, port: int) -> None:
        super().__init__(join(command), host, port, title="Quoth")
        self.token = secrets.token_urlsafe(24)
        self._running = 0

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/?token={self.token}"

    def initialize_logging(self) -> None:
        """Leave the terminal to what the command prints."""

    async def on_startup(self, app: web.Application) -> None:
        """Print nothing: the command has said where it serves."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever has no token, other names for this machine, and pages of other sites."""
        if is_local(self.host) and request.host not in {f"{name}:{self.port}" for name in _LOCAL}:
            raise web.HTTPForbidden(text="Quoth is served under 127.0.0.1 alone.")
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text="This is another site's page.")
        given = request.query.get("token") or request.cookies.get(self._cookie) or ""
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise web.HTTPForbidden(text="Open the address that quoth serve has printed.")
        response = await handler(request)
        if not response.prepared:
            response.set_cookie(self._cookie, self.token, httponly=True, samesite="Strict")
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    @property
    def _cookie(self) -> str:
        """Cookies are of a host, whatever its port."""
        return f"{_COOKIE}-{self.port}"

    @aiohttp_jinja2.template("app_index.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """Give the page, whose parts come from where it came from itself."""
        return {
            "font_size": to_int(request.query.get("fontsize", "16"), 16),
            "app_websocket_url": f"ws://{request.host}/ws",
            "config": {"static": {"url": f"http://{request.host}/static/"}},
            "application": {"name": self.title},
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the app for one page, until either ends."""
        if self._running >= _MAX_APPS:
            raise web.HTTPServiceUnavailable(text=f"{_MAX_APPS} pages are open already.")
        self._running += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._running -= 1
