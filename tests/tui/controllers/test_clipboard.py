"""Everything copied has its source; the way it went is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from quoth.qa.output.text import printed
from quoth.tui.app import QuothApp
from tests.tui.conftest import QUESTION, ask, ask_screen, notified, wait_until


@pytest.fixture
def _no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TERM_PROGRAM", raising=False)


async def _copied(pilot: Pilot[None], key: str) -> str:
    before = pilot.app.clipboard
    await pilot.press(key)
    await wait_until(pilot, lambda: pilot.app.clipboard != before)
    return pilot.app.clipboard


@pytest.mark.usefixtures("_no_tools")
async def test_each_key_copies_its_own(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        screen = ask_screen(app)
        place, answer = screen.passages.place, screen.conversation.views[0].turn.answer
        assert place is not None
        assert answer is not None
        screen.passages.focus()
        quote = " ".join(place.passage.quote(place.span).split())
        assert (await _copied(pilot, "c")).startswith(f"“{quote}” — The Long Column, “Rebuild")
        assert " ".join(place.passage.text.split()) in await _copied(pilot, "C")
        text = await _copied(pilot, "a")
        assert text.startswith(QUESTION)
        assert printed(answer.citations[0]) in text
        assert "characters" not in text
        await wait_until(pilot, lambda: "Answer with its sources copied through" in notified(app))


@pytest.mark.usefixtures("_no_tools")
async def test_what_is_selected_is_copied(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        box = ask_screen(app).box
        box.value = "some words"
        await pilot.press("ctrl+a", "shift+end", "ctrl+c")
        await wait_until(pilot, lambda: app.clipboard == "some words")
        assert app.is_running


@pytest.mark.usefixtures("_no_tools")
@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("TERM_PROGRAM", "Apple_Terminal")])
async def test_a_terminal_that_is_deaf_gets_a_file(
    app: QuothApp, name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "quoth")
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        ask_screen(app).passages.focus()
        await pilot.press("a")
        file = tmp_path / "quoth" / "copied.txt"
        await wait_until(pilot, lambda: f"copied into {file}" in notified(app))
        assert file.read_text().startswith("How many pictures")
        assert app.clipboard == ""


async def test_a_tool_that_fails_is_passed_over(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, code in (("wl-copy", 1), ("xclip", 0)):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\nexit {code}\n")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        ask_screen(app).passages.focus()
        await pilot.press("c")
        await wait_until(pilot, lambda: "copied with xclip" in notified(app))


async def test_over_ssh_only_tmux_reaches_the_right_clipboard(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("wl-copy", "tmux"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    monkeypatch.setenv("TMUX", "/tmp/tmux")
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        ask_screen(app).passages.focus()
        await pilot.press("c")
        await wait_until(pilot, lambda: "copied with tmux" in notified(app))
