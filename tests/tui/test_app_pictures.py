"""What the screens look like. Look at the picture before accepting a new one.

The articles are real and so is the app; the scores are written here, since the model's last digits
differ between processors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from index.generation import Generation
from qa.answers import Answer, Evidence, Hit
from qa.citations import cite, cited_text
from tests.tui.conftest import ask_screen, wait_until
from tui.app import QuothApp
from tui.messages import AnswerArrived
from tui.screens.reader import ReaderScreen

Compare = Callable[..., bool]
sizes = pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])

_TITLES = ("Rebuilding Palmyra", "Waiting for Halley", "Palmyre", "Le cendré")
_QUOTES = ("rebuild the Temple of Baalshamin", "worked out where each camera", "photogrammetry")


def _hits(generation: Generation) -> tuple[Hit, ...]:
    """Every passage of the article of the quotes, and the first of some others."""
    catalog = generation.catalog
    hits: list[Hit] = []
    for title in _TITLES:
        card = next(card for card in catalog.articles() if card.title.startswith(title))
        passages = catalog.passages_of(card.id)[:3]
        if title != _TITLES[0]:
            passages = passages[:1]
        for passage in passages:
            hits.append(Hit(passage, card, 1 - 0.03 * len(hits), len(hits) + 1, 0.85, 0.5))
    return tuple(hits)


def _answer(generation: Generation, question: str, *, answered: bool) -> Answer:
    hits = _hits(generation)
    found = [
        Evidence(hit, span, 1.5)
        for quote in _QUOTES
        for hit in hits
        for span in hit.passage.sentences
        if quote in hit.passage.quote(span) and answered
    ]
    citations = cite(found)
    confidence = 0.87 if answered else 0.06
    text = cited_text(citations)
    return Answer(question, answered, confidence, "extractive", text, citations, hits, {})


def _shown(question: str, *, answered: bool, keys: tuple[str, ...] = ()) -> Any:
    async def run(pilot: Pilot[None]) -> None:
        screen = ask_screen(pilot.app)
        screen.box.cursor_blink = False
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        answerer = screen.session.answerer
        assert answerer is not None
        exchange = await screen.conversation.add(question)
        exchange.answerer = answerer
        answer = _answer(answerer.generation, question, answered=answered)
        screen.post_message(AnswerArrived(exchange, answer))
        await wait_until(pilot, lambda: exchange.answer is not None and screen.passages.is_drawn)
        await pilot.press(*keys)
        await pilot.pause()
        reader = pilot.app.screen
        if isinstance(reader, ReaderScreen):
            await wait_until(pilot, lambda: reader.view.is_wrapped)

    return run


_THERE = "Why do many models of the temple look sharp in front and foggy at the back?"


@sizes
def test_answered(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    story = _shown(_THERE, answered=True, keys=("tab", "tab"))  # to the citations
    assert snap_compare(app, terminal_size=size, run_before=story)


@sizes
def test_not_here(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    story = _shown("What is the boiling point of nitrogen?", answered=False)
    assert snap_compare(app, terminal_size=size, run_before=story)


@sizes
def test_reader(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    story = _shown(_THERE, answered=True, keys=("tab", "1"))  # open the first citation
    assert snap_compare(app, terminal_size=size, run_before=story)
