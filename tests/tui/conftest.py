"""The app over the library of the seeds, driven as a user drives it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.api import QuothLibrary
from quoth.qa.saved.file import FILE_NAME
from quoth.tui.app import QuothApp
from quoth.tui.screens.ask import AskScreen

PATIENCE = 120  # seconds; a loaded machine may take its time

QUESTION = "How many pictures of the rear wall of the temple did the student have?"
OTHER_QUESTION = "Qui a perdu tout son troupeau de moutons et de chèvres ?"
NOT_HERE = "What is the boiling point of nitrogen?"


@pytest.fixture(scope="session")
def loaded_library(seed_library: Path) -> Library:
    """The library of the seeds with its model, which takes a second to load."""
    library = Library(seed_library, IndexSettings())
    library.embedder()
    return library


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that obeys OSC 52, wherever the tests run."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("TERM_PROGRAM", raising=False)


@pytest.fixture
def app(loaded_library: Library) -> QuothApp:
    """The app over the seeds, in whose library no conversation is kept yet."""
    (loaded_library.folder / FILE_NAME).unlink(missing_ok=True)
    return app_over(loaded_library)


def app_over(library: Library, seeds: Path | None = None) -> QuothApp:
    app = QuothApp(QuothLibrary.over(library), seeds)
    app.animation_level = "none"
    return app


def ask_screen(app: App[None]) -> AskScreen:
    """The screen that is asked on, below whatever lies on it."""
    return next(screen for screen in app.screen_stack if isinstance(screen, AskScreen))


async def wait_until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the app run until the condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        await pilot.pause()
        await asyncio.sleep(0.01)
    await pilot.pause()


async def ask(pilot: Pilot[None], question: str) -> None:
    """Type the question, press Enter, and wait for what comes of it."""
    screen = ask_screen(pilot.app)
    screen.box.focus()
    screen.box.value = question
    before = screen.conversation.views[-1:]
    await pilot.press("enter")
    await wait_until(pilot, lambda: screen.conversation.views[-1:] not in ([], before))
    await wait_until(pilot, lambda: not screen.conversation.views[-1].has_class("-waiting"))
    await wait_until(pilot, lambda: screen.passages.is_drawn)


def notified(app: App[None]) -> str:
    """What pops up in a corner, which is wrapped there."""
    return "\n".join(notification.message for notification in app._notifications)


def seen(app: App[None]) -> str:
    """The text on the terminal, row by row."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
