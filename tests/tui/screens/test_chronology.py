"""A chronology in the app: walked event by event, from an answer or for a topic that is typed."""

from __future__ import annotations

from dataclasses import replace

from textual.pilot import Pilot

from quoth.tui.app import QuothApp
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.screens.chronology import ChronologyScreen
from quoth.tui.screens.reader import ReaderScreen
from tests.tui.conftest import (
    ask_screen,
    chronology,
    notified,
    seen,
    show,
    wait_until,
)


async def test_the_events_of_an_answer_are_walked_and_read(app: QuothApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f7")  # only a chronology has one
        assert app.screen is ask_screen(app)
        await show(
            pilot, "What changed in Palmyra?", lambda g: replace(chronology(g), kind="changes")
        )
        assert "Timeline" in seen(app).splitlines()[-1]
        await show(pilot, "Timeline of Palmyra", chronology)
        assert "≡ chronology · 4 lines" in seen(app)
        assert "Timeline" in seen(app).splitlines()[-1]
        await pilot.press("f7")
        await wait_until(pilot, lambda: isinstance(app.screen, ChronologyScreen))
        screen = app.screen
        assert isinstance(screen, ChronologyScreen)
        await wait_until(pilot, lambda: screen.table.is_arranged)
        shown = seen(app)
        days = ("18 August 2015", "October 2015", "29 March 2016", "5 May 2016")
        at = [shown.index(day) for day in days]
        assert at == sorted(at)
        assert "18 August 2015 · Cahiers de l'Antique" in shown
        assert "Khaled al-Assaad" in " ".join(shown.split())
        await pilot.press("down", "down")
        await wait_until(pilot, lambda: "± km: 80 → 120" in seen(app))
        assert "29 March 2016 · AQ" in seen(app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        assert "Citation 3 of 4" in seen(app)
        await pilot.press("escape")
        assert app.screen is screen
        await pilot.press("escape")
        conversation = ask_screen(app).conversation
        assert app.screen is ask_screen(app)
        await pilot.press("f6")  # as a question after all
        await wait_until(pilot, lambda: len(conversation.views) == 3)
        turn = conversation.views[2].turn
        assert turn.question == "! Timeline of Palmyra"
        await wait_until(pilot, lambda: turn.answer is not None)
        assert turn.answer is not None
        assert not turn.answer.kind
        await pilot.press("f6")  # it was asked so already
        await pilot.pause()
        assert len(conversation.views) == 3


async def test_a_topic_has_its_timeline_from_everywhere(app: QuothApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        await _type_topic(pilot, "Atlantis")
        await wait_until(pilot, lambda: "no article holds “Atlantis”" in notified(app))
        await _type_topic(pilot, "Palmyre")
        await wait_until(pilot, lambda: isinstance(app.screen, ChronologyScreen))
        assert "dated events in" in seen(app)
        await pilot.press("q")
        assert app.screen is ask_screen(app)
        assert not ask_screen(app).conversation.views


async def _type_topic(pilot: Pilot[None], topic: str) -> None:
    await pilot.press("f4", "ctrl+p", *"timeline of", "enter")
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, Prompt))
    await pilot.press(*topic, "enter")
