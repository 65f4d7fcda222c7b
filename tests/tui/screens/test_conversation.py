"""The conversation: the look of each verdict, and what is in sight when an answer comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

import quoth.tui.screens.ask
from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.answers import Answer, Evidence, Hit, Line
from quoth.qa.citations import cite, cited_sentences, cited_text
from quoth.qa.turns import Turn
from quoth.tui.panels.conversation import Conversation
from quoth.tui.panels.turn_view import TurnView
from quoth.tui.themes import THEMES
from tests.tui.conftest import seen

STYLES = Path(quoth.tui.screens.ask.__file__).with_name("ask.tcss")
_LONG = "The mayor of Marnham laid the first stone of the new quay. " * 4
_CONFIDENCE = {"found": 0.9, "probably": 0.6, "uncertain": 0.4, "not here": 0.1}


def _found(count: int) -> list[Evidence]:
    """A long quote of each of so many articles."""
    found = []
    for n in range(count):
        text = f"Quote {n} begins. {_LONG}"
        card = ArticleCard(
            f"a{n}", f"/{n}.txt", "", f"Article {n}", date(2021, 3, 8), "Post", "", "en"
        )
        span = Span(0, len(text))
        passage = Passage(f"p{n}", n, card.id, span, text, "", "en", (span,))
        found.append(Evidence(Hit(passage, card, 1.0, n + 1, 0.8, 0.5), span, 1.0))
    return found


def _answer(confidence: float, count: int = 4, kind: str = "") -> Answer:
    found = _found(count if confidence > 0.3 else 0)
    hits, citations = tuple(one.hit for one in found), cite(found)
    text = cited_text(citations)
    lines: tuple[Line, ...] = ()
    sentences = cited_sentences(citations)
    if kind:
        rule = f"{count} dated events:\n"
        moved = [Span(s.span.start + len(rule), s.span.end + len(rule)) for s in sentences]
        sentences = tuple(replace(s, span=at) for s, at in zip(sentences, moved, strict=True))
        text, lines = rule + text, tuple(Line((c.number,), date(2021, 3, 8)) for c in citations)
    answered = bool(citations)
    return Answer(
        "Who?", answered, confidence, "extractive", text, citations, hits, {}, (), "", sentences,
        "", kind, lines,
    )  # fmt: skip


class _Panel(App[None]):
    CSS_PATH = str(STYLES)

    def __init__(self, height: int = 11) -> None:
        super().__init__()
        self._height = height

    def compose(self) -> ComposeResult:
        conversation = Conversation()
        conversation.styles.height = self._height
        yield conversation

    @property
    def shown(self) -> Conversation:
        return self.query_one(Conversation)

    async def ask(self, question: str) -> Turn:
        turn = Turn(question)
        await self.shown.add(turn)
        return turn

    def conclude(self, turn: Turn, answer: Answer) -> TurnView:
        turn.outcome = answer
        view = self.shown.view_of(turn)
        assert view is not None
        self.shown.conclude(view)
        return view


async def test_each_verdict_has_its_own_look_in_every_theme() -> None:
    app = _Panel(40)
    async with app.run_test(size=(80, 44)) as pilot:
        views = {}
        for word, confidence in _CONFIDENCE.items():
            views[word] = app.conclude(await app.ask("Who?"), _answer(confidence, 1))
        views["listed"] = app.conclude(await app.ask("Who?"), _answer(0.9, 2, "chronology"))
        await pilot.pause()
        for theme in THEMES:
            app.register_theme(theme)
            app.theme = theme.name
            await pilot.pause()
            looks = {word: view.query_one(".verdict").styles for word, view in views.items()}
            colours = {word: look.color for word, look in looks.items()}
            assert len(set(colours.values())) == len(views), (theme.name, colours)
        styles = {
            word: str(view.query_one(".verdict").styles.text_style) for word, view in views.items()
        }
        assert len({styles["found"], styles["probably"], styles["uncertain"]}) == 3
        bars = {
            word: str(views[word].query_one(".best").styles.border_left[0])
            for word in list(views)[:3]
        }
        assert len(set(bars.values())) == 3
        words = [str(view.query_one(".verdict", Static).visual) for view in views.values()]
        signs = ("● found", "◕ probably", "◔ uncertain", "∅ not here", "≡ chronology")
        assert all(word.startswith(sign) for word, sign in zip(words, signs, strict=True))


@pytest.mark.parametrize("kind", ["", "chronology"])
async def test_the_best_quote_is_in_sight_however_long_the_answer_is(kind: str) -> None:
    app = _Panel()
    async with app.run_test(size=(78, 24)) as pilot:
        for n in range(2):
            turn = await app.ask(f"Question {n}?")
            await pilot.pause()
            assert f"Question {n}?" in seen(app)
            app.conclude(turn, _answer(0.9, 30, kind))
            await pilot.pause()
            shown = seen(app)
            assert f"❯ Question {n}?" in shown
            assert "Quote 0 begins." in shown
        asked = "word " * 300  # alone longer than the view
        app.conclude(await app.ask(asked), _answer(0.9, 3, kind))
        await pilot.pause()
        assert "Quote 0 begins." in seen(app)


async def test_a_reader_who_scrolled_away_is_left_there() -> None:
    app = _Panel()
    async with app.run_test(size=(78, 24)) as pilot:
        app.conclude(await app.ask("First?"), _answer(0.9))
        await pilot.pause()
        second = await app.ask("Second?")
        await pilot.pause()
        app.shown.scroll_home(animate=False)
        await pilot.pause()
        app.conclude(second, _answer(0.9))
        await pilot.pause()
        assert app.shown.scroll_y == 0
        short = await app.ask("Third?")
        await pilot.pause()
        assert app.shown.scroll_y == 0
        app.shown.scroll_end(animate=False)
        await pilot.pause()
        app.conclude(short, _answer(0.1))
        await pilot.pause()
        assert app.shown.scroll_y == app.shown.max_scroll_y
