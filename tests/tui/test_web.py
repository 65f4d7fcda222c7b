"""The app in a browser: asked by a client that has the token, refused to all others."""

from __future__ import annotations

import asyncio
import gc
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError, web

from quoth.tui.web import WebServer, is_local
from tests.tui import chromium
from tests.tui.conftest import QUESTION

_PATIENCE = 180  # seconds

# The server leaves the app's process to its event loop, which is over before the process's pipes are.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _pipes_go_with_their_test() -> Iterator[None]:
    yield
    gc.collect()


@asynccontextmanager
async def _serving(library: Path) -> AsyncIterator[WebServer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", "quoth.tui.cli.main", "--library", str(library)]
    server = WebServer(command, "127.0.0.1", port)
    runner = web.AppRunner(await server._make_app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield server
    finally:
        await runner.cleanup()


async def test_whoever_lacks_the_token_or_comes_from_elsewhere_is_refused(tmp_path: Path) -> None:
    async with _serving(tmp_path) as server, ClientSession() as browser:
        plain = server.address.partition("?")[0]
        for url, headers in (
            (plain, {}),
            (f"{plain}?token=guessed", {}),
            (f"{plain}static/js/textual.js", {}),
            (server.address, {"Host": f"rebound.example:{server.port}"}),
            (server.address, {"Origin": "http://evil.example"}),
        ):
            async with browser.get(url, headers=headers) as answer:
                assert answer.status == 403, (url, headers)
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.ws_connect(f"{plain}ws")
        cookie = {"Cookie": f"quoth-{server.port}={server.token}", "Origin": "http://evil.example"}
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.ws_connect(f"{plain}ws", headers=cookie)


async def test_a_question_is_typed_and_a_citation_opened(seed_library: Path) -> None:
    async with _serving(seed_library) as server, ClientSession() as browser:
        async with browser.get(server.address) as page:
            assert page.status == 200
            told = await page.text()
        path = re.search(r'data-session-websocket-url="([^"]+)"', told)
        assert path is not None
        cookies = {name: cookie.value for name, cookie in page.cookies.items()}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        async with browser.ws_connect(
            f"{path[1]}?width=120&height=40", headers=headers
        ) as terminal:

            async def until(shown: str) -> None:
                seen = ""
                async with asyncio.timeout(_PATIENCE):
                    while shown not in seen:
                        message = await terminal.receive()
                        assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), seen[-2000:]
                        if message.type is WSMsgType.BINARY:
                            seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", message.data.decode())

            await until("Ask your articles")
            await terminal.send_json(["stdin", f"{QUESTION}\r"])
            await until("Citations")  # passages without a number come before them
            await terminal.send_json(["stdin", "\x1b1"])
            await until("Citation 1 of")
            await terminal.send_json(["stdin", "\x11"])  # Ctrl+Q ends the app, and with it the page
            async with asyncio.timeout(_PATIENCE):
                while not terminal.closed:
                    await terminal.receive()


@pytest.mark.skipif(chromium.PROGRAM is None, reason="needs Chromium")
async def test_a_question_is_typed_and_a_citation_opened_in_chromium(
    seed_library: Path, tmp_path: Path
) -> None:
    async with (
        _serving(seed_library) as server,
        chromium.opened(server.address, tmp_path / "browser") as page,
    ):
        await page.until("Ask your articles")
        await page.click(700, 400)  # which gives the page's terminal the keyboard
        await page.type(QUESTION)
        await page.enter()
        await page.until("Citations")
        await page.alt(1)
        await page.until("Citation 1 of")
        await page.control("q")  # ends the app, and with it the connection
        await page.until_over()


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("me", False)],
)
def test_what_is_this_machine_alone(host: str, local: bool) -> None:
    assert is_local(host) is local
