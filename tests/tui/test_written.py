"""An answer that a model writes: sentence by sentence, and what its passages do not carry marked."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from textual.pilot import Pilot

from quoth.index.embedders.base import Embedder
from quoth.index.errors import ModelError
from quoth.index.library import Library
from quoth.qa.answerers.prompt import Messages
from quoth.qa.answers import Support
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.saved.store import ConversationStore
from quoth.tui.app import QuothApp
from quoth.tui.messages import Opened
from quoth.tui.screens.ask import AskScreen
from tests.scripted import Scripted, answering_with
from tests.tui.conftest import app_over, ask, ask_screen, seen, wait_until

QUESTION = "How high is the lighthouse tower of Skarvey Point?"
SAYS = "The tower is 41 metres high [2]. It was lit on 1 March 1875 [/x] [1]. "


async def answered_by(answerer: QuestionAnswerer, pilot: Pilot[None]) -> AskScreen:
    """The asking screen, once what is asked on it is answered by this."""
    screen = ask_screen(pilot.app)
    await wait_until(pilot, lambda: screen.session.answerer is not None)
    screen.post_message(Opened(answerer, []))
    await wait_until(pilot, lambda: screen.session.answerer is answerer)
    return screen


async def test_sentences_come_one_by_one_and_the_unsupported_one_is_marked(
    app: QuothApp, loaded_library: Library, seed_library: Path, embedder: Embedder
) -> None:
    more = threading.Event()

    class Halting(Scripted):
        """Waits in the middle, as a model thinks."""

        def stream(self, messages: Messages):  # type: ignore[no-untyped-def]
            for number, piece in enumerate(super().stream(messages)):
                if number == 8:
                    assert more.wait(60)
                yield piece

    answerer = answering_with(Halting(SAYS), seed_library, embedder)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await answered_by(answerer, pilot)
        screen.box.value = QUESTION
        await pilot.press("enter")
        await wait_until(pilot, lambda: "The tower is 41 metres high" in seen(app))
        view = screen.conversation.views[0]
        assert view.has_class("-writing")
        assert view.turn.answer is None
        assert "1875" not in seen(app)
        more.set()
        await wait_until(pilot, lambda: view.turn.answer is not None)
        await wait_until(pilot, lambda: screen.passages.is_drawn)
        assert view.turn.answer is not None
        supports = [sentence.support for sentence in view.turn.answer.sentences]
        assert supports == [Support.SUPPORTED, Support.UNSUPPORTED]
        assert "✗ unsupported:" in seen(app)
        assert not view.has_class("-writing")
        kept = view.turn.answer
        shown = " ".join(seen(app).split())

    again = app_over(loaded_library)
    async with again.run_test(size=(120, 40)) as pilot:
        screen = ask_screen(again)
        store = ConversationStore(loaded_library.folder)
        saved = store.read(store.summaries()[0].id)
        store.close()
        await screen.resume(saved)
        await wait_until(pilot, lambda: screen.passages.is_drawn and bool(screen.passages.places))
        assert screen.conversation.views[0].turn.answer is not None
        assert screen.conversation.views[0].turn.answer.sentences == kept.sentences
        assert "✗ unsupported:" in seen(again)
        assert "✗ unsupported:" in shown


async def test_a_model_that_fails_is_told_and_the_articles_are_quoted(
    app: QuothApp, seed_library: Path, embedder: Embedder
) -> None:
    broken = Scripted("The tower", error=ModelError("[b]no such host[/x]", "Start it."))
    answerer = answering_with(broken, seed_library, embedder)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await answered_by(answerer, pilot)
        await ask(pilot, QUESTION)
        view = screen.conversation.views[0]
        assert view.turn.answer is not None
        assert view.turn.answer.notice
        assert view.has_class("-remarked")
        assert " ".join(view.turn.answer.notice.split())[:40] in " ".join(seen(app).split())


async def test_escape_ends_an_answer_that_is_being_written_and_what_came_stays(
    app: QuothApp, seed_library: Path, embedder: Embedder
) -> None:
    class Endless(Scripted):
        """Goes on after what it has to say, slowly, until it is stopped."""

        def stream(self, messages: Messages):  # type: ignore[no-untyped-def]
            yield from super().stream(messages)
            while True:
                time.sleep(0.02)
                yield "and so on "

    answerer = answering_with(Endless(SAYS), seed_library, embedder)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await answered_by(answerer, pilot)
        screen.box.value = QUESTION
        await pilot.press("enter")
        await wait_until(pilot, lambda: "The tower is 41 metres high" in seen(app))
        await pilot.press("escape")
        view = screen.conversation.views[0]
        await wait_until(pilot, lambda: view.turn.answer is not None)
        assert view.turn.answer is not None
        assert "The tower is 41 metres high" in view.turn.answer.text
        assert view.turn.answer.notice
        assert not screen.session.is_asking


async def test_steps_over_much_text_are_shown_and_escape_leaves_the_lines(
    app: QuothApp, seed_library: Path, embedder: Embedder
) -> None:
    over = threading.Event()

    class Silent(Scripted):
        def stream(self, messages: Messages):  # type: ignore[no-untyped-def]
            over.wait(60)
            yield "late"

    answerer = answering_with(Silent(""), seed_library, embedder)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await answered_by(answerer, pilot)
        screen.box.value = "Summarise Palmyra"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "step 1 of" in seen(app))
        await pilot.press("escape")
        view = screen.conversation.views[0]
        await wait_until(pilot, lambda: view.turn.answer is not None)
        assert view.turn.answer is not None
        assert view.turn.answer.lines
        assert view.turn.answer.notice.startswith("Stopped")
        over.set()
