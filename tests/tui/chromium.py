"""A page in headless Chromium, driven by its DevTools protocol, which the program itself speaks."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
_ALT, _CONTROL = 1, 2
_PATIENCE = 100  # seconds
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Page:
    """What is typed into a page, and what the terminal in it is sent."""

    def __init__(self, tools: ClientWebSocketResponse) -> None:
        self._tools = tools
        self._sent = 0
        self._seen = ""

    async def send(self, method: str, **parameters: Any) -> None:
        self._sent += 1
        await self._tools.send_json({"id": self._sent, "method": method, "params": parameters})

    async def until(self, shown: str) -> None:
        """Wait until the terminal has been sent this text since the last wait."""
        async with asyncio.timeout(_PATIENCE):
            while shown not in self._seen:
                message = await self._told()
                frame = message.get("params", {}).get("response", {})
                if message.get("method") == "Network.webSocketFrameReceived":
                    data = frame["payloadData"]
                    if frame["opcode"] == 2:  # bytes, which the protocol writes in base64
                        data = base64.b64decode(data).decode("utf-8", "replace")
                    self._seen += _ESCAPES.sub("", data)
        self._seen = ""

    async def until_over(self) -> None:
        """Wait until the terminal's connection is closed."""
        async with asyncio.timeout(_PATIENCE):
            while (await self._told()).get("method") != "Network.webSocketClosed":
                pass

    async def _told(self) -> Any:
        return json.loads((await self._tools.receive()).data)

    async def click(self, x: int, y: int) -> None:
        for what in ("mousePressed", "mouseReleased"):
            where = {"x": x, "y": y, "button": "left", "clickCount": 1}
            await self.send("Input.dispatchMouseEvent", type=what, **where)

    async def type(self, text: str) -> None:
        await self.send("Input.insertText", text=text)

    async def press(self, key: str, code: str, number: int, text: str = "", held: int = 0) -> None:
        """`number` is the key's virtual key code, `held` the keys held with it."""
        how = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": held}
        await self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **how)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **how)

    async def enter(self) -> None:
        await self.press("Enter", "Enter", 13, "\r")

    async def alt(self, digit: int) -> None:
        await self.press(str(digit), f"Digit{digit}", 48 + digit, held=_ALT)

    async def control(self, letter: str) -> None:
        await self.press(letter, f"Key{letter.upper()}", ord(letter.upper()), held=_CONTROL)


@asynccontextmanager
async def opened(address: str, folder: Path) -> AsyncIterator[Page]:
    """The page at an address, in a browser of its own whose files are kept in `folder`."""
    assert PROGRAM is not None
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")
    command = [
        PROGRAM,
        *flags,
        f"--user-data-dir={folder}",
        "--window-size=1400,900",
        "about:blank",
    ]
    browser = await asyncio.to_thread(
        subprocess.Popen,
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            while not (folder / "DevToolsActivePort").exists():
                await asyncio.sleep(0.05)
        port = (folder / "DevToolsActivePort").read_text().split()[0]
        async with ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                (tab,) = [one for one in await answer.json() if one["type"] == "page"]
            async with client.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as tools:
                page = Page(tools)
                await page.send("Network.enable")
                await page.send("Page.navigate", url=address)
                yield page
    finally:
        os.killpg(browser.pid, signal.SIGKILL)
        await asyncio.to_thread(browser.wait)
