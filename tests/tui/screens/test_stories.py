"""More of what the screens look like. Look at the picture before accepting a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from quoth.index.articles import Span
from quoth.index.store.generation import Generation
from quoth.qa.answers import Answer, Evidence
from quoth.qa.citations import cite, cited_text
from quoth.qa.turns import Failure, Turn
from quoth.tui.app import QuothApp
from quoth.tui.dialogs.choice import Choice
from quoth.tui.screens.chronology import ChronologyScreen
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from tests.tui.conftest import ask_screen, chronology, seen, sentence_of, show, wait_until

Compare = Callable[..., bool]
sizes = pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
_QUOTES = ("1,640 of the façade", "photogrammetry")


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cursors that do not blink, and no questions that are offered."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr("quoth.qa.suggestions.suggested", lambda *_: iter(()))


tiny = pytest.mark.parametrize("size", [(40, 12)], ids=["40x12"])


def _quoting(confidence: float, generation: Generation) -> Answer:
    found = [sentence_of(generation, words) for words in _QUOTES]
    citations = cite([Evidence(one.hit, one.span, 1.0) for one in found])
    hits = tuple({one.hit.passage.id: one.hit for one in found}.values())
    text = cited_text(citations)
    return Answer("Who?", True, confidence, "extractive", text, citations, hits, {})


@sizes
def test_verdicts(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        for confidence in (0.9, 0.6, 0.4):
            question = f"How many pictures has the student, at {confidence}?"
            await show(pilot, question, partial(_quoting, confidence))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_a_long_error(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        screen = ask_screen(pilot.app)
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        turn = Turn("Who rebuilt the arch?")
        await screen.conversation.add(turn)
        message = (
            "The server at http://127.0.0.1:11434 gave no answer: " + "connection refused; " * 12
        )
        screen.finish(turn, Failure(message, "Start it, or choose another model with Ctrl+P."))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_a_chronology(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await show(pilot, "Timeline of Palmyra", chronology)

    assert snap_compare(app, terminal_size=size, run_before=run)


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (40, 12)], ids=["80x24", "160x48", "40x12"])
def test_a_timeline(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await show(pilot, "Timeline of Palmyra", chronology)
        await pilot.press("f7")
        screen = pilot.app.screen
        assert isinstance(screen, ChronologyScreen)
        await wait_until(pilot, lambda: screen.table.is_arranged)
        await pilot.press("down", "down")
        await wait_until(pilot, lambda: "± km" in seen(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
@pytest.mark.parametrize("key", ["f", "n"], ids=["facets", "names"])
def test_what_articles_are_told_apart_by(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int], key: str
) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: ask_screen(pilot.app).session.answerer is not None)
        await pilot.press("f3")
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        await wait_until(pilot, lambda: len(screen.articles.rows) == 16)
        await pilot.press(key)
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await wait_until(pilot, lambda: "All articles" in seen(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_the_format_of_copies(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await show(pilot, "How many pictures?", partial(_quoting, 0.9))
        await pilot.press("tab", "tab", "f")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await wait_until(pilot, lambda: "BibTeX" in seen(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_searching_by_meaning(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def near(*_: object) -> list[Span]:
        answerer = ask_screen(app).session.answerer
        assert answerer is not None
        return [sentence_of(answerer.generation, words).span for words in _QUOTES]

    monkeypatch.setattr("quoth.tui.screens.reader.sentences_near", near)

    async def run(pilot: Pilot[None]) -> None:
        await show(pilot, "How many pictures?", partial(_quoting, 0.9))
        await pilot.press("tab", "1")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        reader = pilot.app.screen
        assert isinstance(reader, ReaderScreen)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        await pilot.press("slash", *"cameras", "ctrl+s")
        await wait_until(pilot, lambda: len(reader.bar.matches) == 2)
        await wait_until(pilot, lambda: pilot.app.focused is reader.view)

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_what_was_understood(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    """With the keys that take it back."""

    def make(generation: Generation) -> Answer:
        return replace(_quoting(0.9, generation), understood_as="Who took the student's pictures?")

    async def run(pilot: Pilot[None]) -> None:
        await show(pilot, "And who took them?", make)

    assert snap_compare(app, terminal_size=size, run_before=run)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
def test_asked_within_an_article(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int]
) -> None:
    """With a chip above the box that says so, and with which key it goes."""

    async def run(pilot: Pilot[None]) -> None:
        screen = ask_screen(pilot.app)
        await show(pilot, "How many pictures?", partial(_quoting, 0.9))
        await pilot.press("f3")
        library = pilot.app.screen
        assert isinstance(library, LibraryScreen)
        await wait_until(pilot, lambda: len(library.articles.rows) == 16)
        await pilot.press("w")
        await wait_until(pilot, lambda: "⌫ only within" in seen(pilot.app))
        await pilot.press(*"When was it?")
        await wait_until(pilot, lambda: screen.box.value == "When was it?")

    assert snap_compare(app, terminal_size=size, run_before=run)


@tiny
@pytest.mark.parametrize("keys", [(), ("tab", "tab"), ("tab", "1")], ids=["ask", "cited", "read"])
def test_a_very_small_terminal(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """The question box and the best quote are in sight, and the article of a citation is read."""

    async def run(pilot: Pilot[None]) -> None:
        question = "How many pictures of the rear wall of the temple did the student have?"
        await show(pilot, question, partial(_quoting, 0.9))
        await pilot.press(*keys)
        if "1" in keys:
            await wait_until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
            reader = pilot.app.screen
            assert isinstance(reader, ReaderScreen)
            await wait_until(pilot, lambda: reader.view.is_wrapped)

    assert snap_compare(app, terminal_size=size, run_before=run)
