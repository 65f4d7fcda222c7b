"""Conversations are kept, found, gone on with, renamed, exported and deleted."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.saved.file import FILE_NAME
from quoth.qa.saved.store import ConversationStore
from quoth.qa.turns import Turn
from quoth.tui.app import QuothApp
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.panels.question_box import QuestionBox
from quoth.tui.screens.conversations import ConversationsScreen
from quoth.tui.screens.reader import ReaderScreen
from tests.tui.conftest import (
    NOT_HERE,
    OTHER_QUESTION,
    QUESTION,
    app_over,
    ask,
    ask_screen,
    notified,
    seen,
    wait_until,
)

_ON_A_TERMINAL = """
import fcntl, os, signal, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGHUP, getattr(signal, sys.argv[1]))
os.execv(sys.executable, [sys.executable, "-m", "quoth.tui.cli.main", *sys.argv[2:]])
"""


async def _list(pilot: Pilot[None], count: int) -> ConversationsScreen:
    await pilot.press("f2")
    screen = pilot.app.screen
    assert isinstance(screen, ConversationsScreen)
    await wait_until(pilot, lambda: screen.table.is_arranged and len(screen.table.rows) == count)
    return screen


async def test_the_conversation_is_there_next_time(app: QuothApp, loaded_library: Library) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, NOT_HERE)
        answers = [view.turn.answer for view in ask_screen(app).conversation.views]
    again = app_over(loaded_library)
    async with again.run_test(size=(100, 30)) as pilot:
        await _list(pilot, 1)
        assert QUESTION[:40] in seen(again)
        await pilot.press("enter")
        screen = ask_screen(again)
        await wait_until(pilot, lambda: len(screen.conversation.views) == 2)
        for view, answer in zip(screen.conversation.views, answers, strict=True):
            assert answer is not None
            assert view.turn.answer is not None
            assert view.turn.answer.text == answer.text
            assert view.turn.answer.citations == answer.citations
        assert screen.conversation.views[0].has_class("-answered")
        assert screen.conversation.views[1].has_class("-not-here")

        # Its citations still open their article, and what is asked now belongs to it.
        screen.conversation.focus()
        await pilot.press("left", "1")
        await wait_until(pilot, lambda: isinstance(again.screen, ReaderScreen))
        reader = again.screen
        assert isinstance(reader, ReaderScreen)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        await pilot.press("escape")
        await ask(pilot, OTHER_QUESTION)
    store = ConversationStore(loaded_library.folder)
    assert [found.questions for found in store.summaries()] == [3]
    store.close()


@pytest.mark.parametrize("hang_up", ["SIG_DFL", "SIG_IGN"])  # as nohup leaves it
def test_nothing_is_lost_when_the_terminal_hangs_up(
    seed_library: Path, tmp_path: Path, hang_up: str
) -> None:
    """A real process on a real terminal, which goes away."""
    (tmp_path / "library").mkdir()
    for item in seed_library.iterdir():
        if item.name != FILE_NAME:
            (tmp_path / "library" / item.name).symlink_to(item)
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", _ON_A_TERMINAL, hang_up, "--library", str(tmp_path / "library")],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(follower)
    output = b""
    while b"Ask your articles" not in output:
        output += os.read(leader, 65536)
    os.write(leader, b"Who rebuilt the arch?\r")
    while not (tmp_path / "library" / FILE_NAME).exists() or not _kept(tmp_path / "library"):
        os.read(leader, 65536)
    os.close(leader)
    assert child.wait(timeout=60) in (-signal.SIGHUP, 0, 1, 129)
    assert _kept(tmp_path / "library") == ["Who rebuilt the arch?"]


def _kept(library: Path) -> list[str]:
    store = ConversationStore(library)
    try:
        return store.recent_questions(5)
    finally:
        store.close()


async def test_searching_renaming_deleting_and_undoing(app: QuothApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("ctrl+n")
        assert ask_screen(app).conversation.views == []
        await ask(pilot, OTHER_QUESTION)
        screen = await _list(pilot, 2)

        await pilot.press("slash", *"CHEVRES")
        await wait_until(pilot, lambda: len(screen.table.rows) == 1)
        assert screen.table.rows[0].title == OTHER_QUESTION
        await pilot.press("enter", "r")
        await wait_until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press("ctrl+a", "ctrl+k", *"[b]sheep", "enter")
        await wait_until(pilot, lambda: "[b]sheep" in seen(app))

        await pilot.press("d")
        await wait_until(pilot, lambda: screen.table.rows == [])
        assert "“[b]sheep” deleted" in notified(app)
        await pilot.press("u")
        await wait_until(pilot, lambda: len(screen.table.rows) == 1)
        await pilot.press("slash", "ctrl+a", "ctrl+k", "escape")
        await wait_until(pilot, lambda: len(screen.table.rows) == 2)
        await pilot.press("end", "d")
        await wait_until(pilot, lambda: len(screen.table.rows) == 1)
        await pilot.press("u")
        await wait_until(pilot, lambda: len(screen.table.rows) == 2)
        assert screen.table.row is screen.table.rows[1]  # the one that came back
        await pilot.press("escape")
        assert isinstance(app.focused, QuestionBox)


async def test_exporting(app: QuothApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.md").write_text("kept")
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("ctrl+p", *"export the", "enter")  # from where one asks
        await wait_until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press("ctrl+a", "ctrl+k", *"there.md", "enter")
        problem = app.screen.query_one(".problem", Static)
        await wait_until(pilot, lambda: "is there already" in str(problem.visual))
        assert app.screen.query_one(Input).value == "there.md"  # what was typed stays
        await pilot.press("ctrl+a", "ctrl+k", *"kept.md", "enter")
        await wait_until(pilot, lambda: "Written to" in notified(app))
        text = (tmp_path / "kept.md").read_text()
        assert QUESTION in text
        assert "[^1]: The Long Column, “" in text
        await _list(pilot, 1)
        await pilot.press("e")
        await wait_until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press("ctrl+a", "ctrl+k", *"kept.json", "enter")
        await wait_until(pilot, lambda: (tmp_path / "kept.json").exists())
        written = json.loads((tmp_path / "kept.json").read_text())
        assert written["turns"][0]["answer"]["citations"]


async def test_an_unreadable_file_is_one_line_and_questions_are_answered(
    app: QuothApp, loaded_library: Library
) -> None:
    (loaded_library.folder / FILE_NAME).write_bytes(b"no database at all")
    try:
        async with app.run_test(size=(160, 30)) as pilot:
            await ask(pilot, QUESTION)
            await wait_until(pilot, lambda: "Conversations cannot be kept" in seen(app))
            assert ask_screen(app).conversation.views[0].has_class("-answered")
            await pilot.press("f2")
            await wait_until(pilot, lambda: "not a database" in notified(app))
    finally:
        (loaded_library.folder / FILE_NAME).unlink()


async def test_questions_of_earlier_conversations_come_back_in_the_box(
    app: QuothApp, loaded_library: Library
) -> None:
    store = ConversationStore(loaded_library.folder)
    store.ask(Turn("What was asked yesterday?"))
    store.close()
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: bool(ask_screen(app).box.asked))
        await pilot.press("up")
        assert ask_screen(app).box.value == "What was asked yesterday?"
        await pilot.press("down")
        assert ask_screen(app).box.value == ""


async def test_what_was_never_answered_says_so(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path)
    store.ask(Turn("Was it answered?"))
    store.close()
    app = app_over(Library(tmp_path, IndexSettings()))
    async with app.run_test(size=(100, 30)) as pilot:
        await _list(pilot, 1)
        await pilot.press("enter")
        await wait_until(pilot, lambda: "ended before the answer came" in seen(app))
