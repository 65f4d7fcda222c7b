"""The app over the library of the seeds, driven as a user drives it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.index.store.generation import Generation
from quoth.qa.answers import Answer, Hit
from quoth.qa.api import QuothLibrary
from quoth.qa.corpus.told import Report, Told, answer_of
from quoth.qa.corpus.view import Sentence
from quoth.qa.saved.file import FILE_NAME
from quoth.qa.turns import Turn
from quoth.qa.understanding.requests import Kind, Request
from quoth.tui.app import QuothApp
from quoth.tui.messages import AnswerArrived
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


_EVENTS = (  # day, in words, words of its sentence, what of it changed
    (date(2015, 8, 18), "18 August 2015", "avaient assassiné Khaled al-Assaad", ()),
    (date(2015, 10, 1), "October 2015", "blew up the great arch", ()),
    (date(2016, 3, 29), "29 March 2016", "d'Al-Qaryatayn, une bourgade", ("km: 80 → 120",)),
    (date(2016, 5, 5), "5 May 2016", "Le concert du 5 mai", ()),
)


def sentence_of(generation: Generation, words: str) -> Sentence:
    """The first sentence that holds these words."""
    catalog = generation.catalog
    every = catalog.passages(catalog.numbers().tolist()).values()
    found = ((p, span) for p in every for span in p.sentences if words in p.quote(span))
    passage, span = next(found)
    card = catalog.cards([passage.article_id])[passage.article_id]
    return Sentence(Hit(passage, card, 1.0, 1, 0.8, 0.5), span, 1.0, 0)


def chronology(generation: Generation) -> Answer:
    """One of the seeds, the same on every processor."""
    told = []
    for day, when, words, changed in _EVENTS:
        one = sentence_of(generation, words)
        told.append(Told(f"{when}, {one.outlet}", one, day, (one.outlet,), changed))
    report = Report("4 dated events in 4 articles that hold “Palmyra” or “Palmyre”:", tuple(told))
    return answer_of("Timeline of Palmyra", Request(Kind.CHRONOLOGY, "Palmyra"), report, {})


async def show(pilot: Pilot[None], question: str, make: Callable[[Generation], Answer]) -> Answer:
    """Show a question with this answer, as if it had been asked."""
    screen = ask_screen(pilot.app)
    await wait_until(pilot, lambda: screen.session.answerer is not None)
    assert screen.session.answerer is not None
    turn, answer = Turn(question), make(screen.session.answerer.generation)
    await screen.conversation.add(turn)
    screen.post_message(AnswerArrived(turn, answer))
    await wait_until(pilot, lambda: turn.answer is not None and screen.passages.is_drawn)
    return answer


def notified(app: App[None]) -> str:
    """What pops up in a corner, which is wrapped there."""
    return "\n".join(notification.message for notification in app._notifications)


def seen(app: App[None]) -> str:
    """The text on the terminal, row by row."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
