"""Strings of articles, questions and errors are shown letter for letter and obeyed by nobody."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from quoth.index.articles import Article, ArticleCard, Passage, Skipped, Span
from quoth.index.errors import QuothError
from quoth.index.library import Library
from quoth.index.progress import Progress
from quoth.qa.answers import Answer, Citation, Hit
from quoth.qa.saved.store import ConversationStore
from quoth.qa.turns import Turn
from quoth.tui.app import QuothApp
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.messages import AnswerArrived, ArticleRead, AskingFailed, LibraryRead, OpeningFailed
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text.terminal_text import literal, plain, terminal_line
from tests.tui.conftest import ask_screen, seen, wait_until

HOSTILE = {
    "markup": "[/x] [bold]b[/bold] [link=x]l[/link] [red",
    "action": "[@click=app.quit]press me[/]",
    "ansi": "\x1b[31mred\x1b[0m \x1b[2J\x9b5mtext",
    "osc52": "before\x1b]52;c;cm0gLXJm\x07after \x1b]8;;http://x\x1b\\link",
    "unended": "a\x1b]0;title without an end",
    "bidi": "a\u202ekcab\u202c \u2067x\u2069",
    "flood": "z" + "\u0300\u0301\u0489" * 400,
    "long": "w" * 10_000,
    "joiners": "x" + "\u200d" * 300 + "\ufeff\u2060\U000e0041",
    "surrogate": "a\ud800b",
    "newlines": "a\r\nb\u2028c\x0bd\x85e",
}
_PARTS = {"markup": "[/x] [bold]b", "action": "[@click=app.quit]press me[/]"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    shown = literal(text).plain
    left = {unicodedata.category(character) for character in shown.replace("\n", "")}
    assert left.isdisjoint({"Cc", "Cs", "Co"})
    assert not any(character in shown for character in "\u202e\u202c\u2067\ufeff")
    assert "52;c" not in shown
    assert len(shown) <= 10_000
    assert plain(shown) == shown


def test_what_is_written_stays() -> None:
    kept = "Été — « l’œuvre » 10 000 €\n\u0627\u0644\u0639\u0631\u0628\u064a\u0651\u064e\u0629 नमस्ते 河 [1]"
    assert plain(kept) == kept
    family = "👨\u200d👩\u200d👧 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert plain(family) == family
    assert terminal_line("a\tb\n\n c") == "a b c"


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_answer(app: QuothApp, name: str) -> None:
    text = HOSTILE[name]
    async with app.run_test(size=(160, 48)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        turn = Turn(text)
        await screen.conversation.add(turn)
        screen.post_message(AnswerArrived(turn, _answer(text)))
        await pilot.pause()
        await pilot.pause()
        shown = seen(app)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert shown.count(_PARTS.get(name, "[1]")) >= (4 if name in _PARTS else 1)
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_error(app: QuothApp, name: str) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        error = QuothError(f"{HOSTILE[name]} cannot be read.", f"Remove {HOSTILE[name]}")
        turn = Turn("?")
        await screen.conversation.add(turn)
        screen.post_message(AskingFailed(turn, error))
        screen.post_message(OpeningFailed(error))
        screen.status.note("test", error.message)
        await pilot.pause()
        await pilot.pause()
        shown = seen(app)
        assert "✗" in shown
        assert "▲" in shown
        assert _PARTS.get(name, "✗") in shown


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_articles_conversations_and_work(
    app: QuothApp, loaded_library: Library, name: str
) -> None:
    """The screens besides the conversation: each shows it, none obeys."""
    text = HOSTILE[name]
    store = ConversationStore(loaded_library.folder)
    turn = Turn(f"Who? {text}")
    store.ask(turn)
    turn.outcome = _answer(text)
    store.finish(turn)
    store.close()
    async with app.run_test(size=(160, 48)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        card = replace(_answer(text).citations[0].article, path=f"/a/{text[:100]}")
        await pilot.press("f2")
        await wait_until(pilot, lambda: "Who?" in seen(app))
        _nothing_is_obeyed(app, name)
        await pilot.press("r")
        await wait_until(pilot, lambda: isinstance(app.screen, Prompt))
        _nothing_is_obeyed(app, name)
        await pilot.press("escape", "enter")
        await wait_until(pilot, lambda: bool(screen.conversation.views))
        await wait_until(pilot, lambda: screen.passages.is_drawn)
        _nothing_is_obeyed(app, name)
        await pilot.press("f3")
        library = app.screen
        assert isinstance(library, LibraryScreen)
        await wait_until(pilot, lambda: bool(library.articles.rows))
        library.post_message(LibraryRead([card] * 3, [Skipped(f"/a/{text[:50]}", "", text)]))
        await wait_until(pilot, lambda: len(library.articles.rows) == 3)
        _nothing_is_obeyed(app, name)
        await pilot.press("x", "a", *"[b]x")
        _nothing_is_obeyed(app, name)
        await pilot.press("escape", "escape")
        place = text[:200].replace("\0", "") + "\nx"
        if name == "ansi":  # a process says what another would
            screen.rebuilding.add(place)
        else:
            screen.rebuilding._take(QuothError(f"There is no file or folder at {place}", text))
            screen.rebuilding.progress = Progress(text, 0.5, text, 3.0)
        await pilot.press("f4")
        await wait_until(pilot, lambda: not screen.rebuilding.is_running)
        await pilot.pause(0.3)
        _nothing_is_obeyed(app, name)
        assert app.is_running


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_article_in_the_reader(
    app: QuothApp, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HOSTILE[name]
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        view = await screen.conversation.add(Turn("?"))
        screen.post_message(AnswerArrived(view.turn, _answer(text)))
        await wait_until(pilot, lambda: bool(view.places))
        assert screen.session.answerer is not None
        reader = ReaderScreen(screen.session.answerer, view.places, 0)
        article = Article(view.places[0].article, text)
        monkeypatch.setattr(reader, "_load", lambda _: None)  # no catalog has it
        await app.push_screen(reader)
        reader.post_message(ArticleRead(article, f"It is {text}"))
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        _nothing_is_obeyed(app, name)
        await pilot.press("slash", *"red", "enter", "n", "c")
        await pilot.resize_terminal(20, 8)
        await pilot.pause()
        _nothing_is_obeyed(app, name)


def _nothing_is_obeyed(app: QuothApp, name: str) -> None:
    shown = seen(app)
    assert not set(shown) & set("\x1b\x9b\x07\u202e\u2067\ud800")
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            link = segment.style.link if segment.style else None
            assert link is None
            click = (segment.style.meta if segment.style else {}).get("@click")
            assert click is None or "quit" not in str(click)


def test_square_brackets_of_a_quote_are_no_markers() -> None:
    from quoth.tui.text.answer_text import _markers

    answer = _answer("It had 12,000 people [1].")
    assert list(_markers(answer)) == [(answer.text.rindex("[1]"), 1)]


def _answer(text: str) -> Answer:
    article = ArticleCard("a", text, "", text, date(2020, 1, 2), text, text, text)
    span = Span(0, len(text))
    passage = Passage("p", 0, "a", span, text, text, "en", (span,))
    citation = Citation(1, text, span, None, 1.0, "p", article, (article,))
    hit = Hit(passage, article, 1.0, 1, 0.9, 0.5, (article,))
    quote = " ".join(text.split())
    return Answer(
        text,
        True,
        0.9,
        "extractive",
        f"{quote} [1]",
        (citation,),
        (hit,),
        {},
        understood_as=text,
        notice=text,
    )
