"""Asking: before the model is there, afterwards, in vain, and of an empty library."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.events import Paste
from textual.widgets import Static

from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.api import QuothLibrary
from quoth.qa.turns import Failure, Turn
from quoth.tui.app import QuothApp
from quoth.tui.dialogs.choice import Choice
from quoth.tui.keys import own_bindings, unknown
from quoth.tui.panels.question_box import QuestionBox
from quoth.tui.panels.table import Table
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.settings import TuiSettings
from tests.conftest import SEEDS
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


async def test_an_answer_shows_its_sentence_its_verdict_and_its_source(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        view = ask_screen(app).conversation.views[0]
        assert view.turn.answer is not None
        shown = " ".join(seen(app).split())
        assert view.has_class("-answered")
        assert "[1]" in shown
        assert f" {view.turn.answer.verdict.value}" in shown
        assert "%" not in shown
        assert "[1] The Long Column · 2018-11-06" in shown
        assert "16 articles · quotes" in shown
        assert "Rebuilding Palmyra in pixels" in shown
        assert "2018-11-06" in shown
        assert "The Long Column" in shown


async def test_the_sentence_is_marked_within_its_passage(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ask(pilot, QUESTION)
        panel = ask_screen(app).passages
        place = panel.place
        assert place is not None
        quote = place.passage.quote(place.span)
        content = panel.children[0].visual  # type: ignore[attr-defined]
        bold = {content.plain[s.start : s.end] for s in content.spans if "bold" in str(s.style)}
        assert quote in bold


async def test_a_question_asked_before_the_model_is_there_is_answered(app: QuothApp) -> None:
    async with app.run_test() as pilot:
        screen = ask_screen(app)
        assert screen.session.answerer is None
        assert isinstance(screen.focused, QuestionBox)
        await pilot.press(*"who", "space", *"wrote", "enter")
        assert screen.conversation.views[0].turn.question == "who wrote"
        assert screen.box.value == ""
        await wait_until(pilot, lambda: screen.conversation.views[0].turn.answer is not None)


async def test_filters_narrow_what_is_asked(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, f"{QUESTION} lang:fr")
        answer = ask_screen(app).conversation.views[0].turn.answer
        assert answer is not None
        assert {hit.article.language for hit in answer.hits} == {"fr"}
        await ask(pilot, f"{QUESTION} since:sometime")
        answer = ask_screen(app).conversation.views[1].turn.answer
        assert answer is not None
        assert "since:sometime was read as words" in answer.notice
        assert "sometime" in seen(app)


async def test_a_question_is_asked_with_those_before_it(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, f"{OTHER_QUESTION} lang:fr")
        await ask(pilot, NOT_HERE)
        screen = ask_screen(app)
        conversation = screen.conversation
        last = conversation.views[-1]
        asked = tuple(earlier.question for earlier in screen.session.before(last.turn))
        assert asked[0] == QUESTION
        assert asked[1].endswith(OTHER_QUESTION)  # "son" leans on what was asked before
        assert len(asked) == 2
        assert screen.session.before(conversation.views[0].turn) == ()


async def test_what_is_not_in_the_articles_looks_different(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, NOT_HERE)
        screen = ask_screen(app)
        assert screen.conversation.views[0].has_class("-not-here")
        shown = " ".join(seen(app).split())
        assert "∅ not here" in shown
        assert "%" not in shown
        assert "Only near: none of them answers." in shown
        assert "[1]" not in shown
        assert str(screen.passages.border_title) == "Nearest passages"


async def test_history_and_the_draft_come_back(app: QuothApp) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, OTHER_QUESTION)
        box = ask_screen(app).box
        box.value = "a draft"
        await pilot.press("up")
        assert box.value == OTHER_QUESTION
        await pilot.press("up", "up")
        assert box.value == QUESTION
        await pilot.press("down", "down", "down")
        assert box.value == "a draft"


async def test_the_passages_follow_the_chosen_answer(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, NOT_HERE)
        screen = ask_screen(app)
        screen.conversation.focus()
        await pilot.press("left")
        await pilot.pause()
        assert str(screen.passages.border_title) == "Citations"
        assert screen.passages.places == screen.conversation.views[0].places


async def test_the_view_follows_only_a_reader_who_is_at_the_bottom(app: QuothApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        conversation = ask_screen(app).conversation
        for question in (QUESTION, OTHER_QUESTION, NOT_HERE):
            await ask(pilot, question)
        assert _at_bottom(conversation)
        conversation.scroll_home(animate=False)
        await pilot.pause()
        await ask(pilot, "Who rebuilt the arch in London?")
        assert conversation.scroll_y == 0
        conversation.scroll_end(animate=False)
        await pilot.pause()
        await ask(pilot, QUESTION)
        assert _at_bottom(conversation)


async def test_an_error_is_a_line_and_a_hint_and_the_app_goes_on(app: QuothApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "???")
        assert ask_screen(app).conversation.views[0].has_class("-failed")
        assert "✗" in seen(app)
        assert "Traceback" not in seen(app)
        await ask(pilot, QUESTION)
        assert ask_screen(app).conversation.views[1].has_class("-answered")


async def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    app = app_over(Library(tmp_path / "library", IndexSettings()))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "Add a folder" in seen(app))
        assert "Nothing is indexed yet" in seen(app)
        screen = ask_screen(app)
        screen.box.focus()
        await pilot.press(*"Anyone?", "enter")
        await wait_until(pilot, lambda: "adds a folder" in notified(app))
        assert screen.box.value == "Anyone?"
        assert not screen.conversation.views


async def test_seeds_are_indexed_into_an_empty_library(tmp_path: Path) -> None:
    seeds = tmp_path / "articles"
    seeds.mkdir()
    for name in ("rebuilding-palmyra-in-pixels.md", "waiting-for-halley.md"):
        (seeds / name).write_bytes((SEEDS / name).read_bytes())
    app = app_over(Library(tmp_path / "library", IndexSettings()), seeds)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, QUESTION)
        assert ask_screen(app).conversation.views[0].has_class("-answered")
        assert "2 articles" in seen(app)
    assert not Library(tmp_path / "library", IndexSettings()).is_empty()


async def test_forty_columns_and_twelve_rows_are_enough(app: QuothApp) -> None:
    async with app.run_test(size=(40, 12)) as pilot:
        await ask(pilot, QUESTION)
        assert "[1]" in seen(app)
        assert len(seen(app).splitlines()) == 12
        await pilot.press("tab", "tab", "enter")
        await pilot.pause()
        assert "Citation 1 of" in seen(app)


async def test_another_theme_recolours_the_markers(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        before = _colours_of_markers(app)
        app.theme = "quoth-light"
        await wait_until(pilot, lambda: _colours_of_markers(app) != before)
        assert len(before) == len(_colours_of_markers(app)) == 1


def _colours_of_markers(app: QuothApp) -> set[str]:
    """Of [1] in the answer and in front of its source."""
    shown = ask_screen(app).conversation.views[0].query(".best, .answer, .sources")
    segments = [
        segment
        for widget in shown
        for y in range(widget.size.height)
        for segment in widget.render_line(y)
    ]
    return {str(s.style.color) for s in segments if s.style and s.text.startswith("[1")}


async def test_several_pasted_lines_are_one_question(app: QuothApp) -> None:
    async with app.run_test() as pilot:
        box = ask_screen(app).box
        box.post_message(Paste("Who\nwrote\x1b]52;c;aGk=\x07 it?\t" + "x" * 10_000))
        await wait_until(pilot, lambda: bool(box.value))
        assert box.value.startswith("Who wrote it? xxx")
        assert len(box.value) == 2000
        assert "was cut" in notified(app)


async def test_the_quote_is_copied_with_its_source(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        place = ask_screen(app).passages.place
        assert place is not None
        await pilot.press("tab", "tab", "c")
        await wait_until(pilot, lambda: bool(app.clipboard))
        assert place.passage.quote(place.span) in app.clipboard
        assert app.clipboard.endswith(f"— The Long Column, “{place.article.title}”, 2018-11-06")
        await wait_until(pilot, lambda: "copied through the terminal" in notified(app))

        await pilot.press("f")
        await wait_until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press(*"footn", "enter")
        await wait_until(pilot, lambda: app.clipboard.startswith(f"## {QUESTION}"))
        await pilot.press("escape", "ctrl+y")  # the format stays chosen
        await wait_until(pilot, lambda: "as Markdown with footnotes copied" in notified(app))
    assert TuiSettings(**_kept(app)).copy_as == "markdown"


def _kept(app: QuothApp) -> dict[str, Any]:
    """What the library's settings file says of the app; it is shared with other tests, and goes."""
    file = app.preferences.file
    kept: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))["tui"]
    file.unlink()
    return kept


async def test_a_native_tool_is_tried_first(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool = tmp_path / "wl-copy"
    tool.write_text(f'#!/bin/sh\nwhile read -r line; do echo "$line" >> {tmp_path}/taken; done\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "tab", "c")
        await wait_until(pilot, lambda: "copied with wl-copy" in notified(app))
        assert app.clipboard == ""


async def test_help_begins_with_what_is_special_here(app: QuothApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("F2", "F3", "F4", "F5"):
            assert key in seen(app)
        await pilot.press("f1")
        await wait_until(pilot, lambda: "Special here" in seen(app))
        shown = seen(app)
        assert shown.index("source:AFP") < shown.index("! in front") < shown.index(":2 ⏎")
        await pilot.press("end")
        await wait_until(pilot, lambda: "Take" not in seen(app) and "Quit" in seen(app))
        await pilot.press("f1")
        assert app.screen is ask_screen(app)
        await pilot.press("f5", "f1")
        await wait_until(pilot, lambda: "settings.model" in seen(app))
        await pilot.press("q", "q")
        assert app.screen is ask_screen(app)


def test_every_key_has_an_id_of_its_own() -> None:
    assert unknown({"ask.nothing": "x", "library.facets": "x"}) == ["ask.nothing"]
    owners: dict[str, type] = {}
    for kind, binding in own_bindings():
        assert binding.id, (kind, binding)
        assert owners.setdefault(binding.id, kind) is kind, binding.id
    assert len(owners) > 60


async def test_the_settings_change_keys(
    loaded_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = TuiSettings(keys="ask.new=ctrl+b,f9 app.library=f6 no.such=x")
    app = QuothApp(QuothLibrary.over(loaded_library), look=look)
    told: list[str] = []
    monkeypatch.setattr(app, "notify", lambda message, **_: told.append(message))
    async with app.run_test(size=(120, 40)) as pilot:
        assert told == ["There is no key 'no.such': F1 lists them."]
        await ask(pilot, QUESTION)
        await pilot.press("ctrl+n")
        assert ask_screen(app).conversation.views
        await pilot.press("f9")
        assert not ask_screen(app).conversation.views
        await pilot.press("f6")
        assert isinstance(app.screen, LibraryScreen)


@pytest.mark.parametrize("keys", ["ask.new", "new=ctrl+b", "ask.new=ctrl+b,"])
def test_keys_that_are_no_keys_are_refused(keys: str) -> None:
    with pytest.raises(UsageError, match="no key's id"):
        TuiSettings(keys=keys)


def focused(app: QuothApp) -> object:
    """The widget that has the focus now; a call, as a type checker takes an attribute to stay."""
    return app.focused


def top(app: QuothApp) -> object:
    """The screen that is shown now."""
    return app.screen


async def test_letters_belong_to_the_question_and_q_goes_back_one_screen(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        box, screen = ask_screen(app).box, ask_screen(app)
        await pilot.press("tab")
        assert focused(app) is screen.conversation
        await pilot.press("q", "c", "é", "question_mark")
        assert focused(app) is box
        assert box.value == "qcé?"
        await pilot.press("tab", "tab")
        assert focused(app) is screen.passages
        await pilot.press("z")  # no key of the passages
        assert box.value == "qcé?z"
        await pilot.press("f3")
        await wait_until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        await wait_until(pilot, lambda: bool(app.screen.query_one("#articles", Table).rows))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("q")
        assert isinstance(top(app), LibraryScreen)
        await pilot.press("q")
        assert top(app) is screen
        await pilot.press("q")
        assert app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0


async def test_a_citation_is_opened_by_its_number_from_the_box(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("alt+1")  # one keystroke to the source
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("escape", "1", "enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("escape", ":", "7", "enter")
        await wait_until(pilot, lambda: "no citation 7" in notified(app))
        assert ask_screen(app).box.value == ""
        assert len(ask_screen(app).conversation.views) == 1


async def test_ctrl_c_leaves_at_the_second_press(app: QuothApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert app.is_running
        await pilot.press("ctrl+c")
        await pilot.pause()
    assert app.return_code == 0


def _at_bottom(view: VerticalScroll) -> bool:
    return view.max_scroll_y > 0 and view.scroll_y == view.max_scroll_y


async def test_a_conversation_that_is_resumed_while_the_library_opens_stays(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        conversation = ask_screen(app).conversation
        turn = Turn(QUESTION, outcome=Failure("Nothing", "Ask again."))
        await asyncio.gather(
            conversation.replace([turn]), conversation.welcome(Static("Welcome", markup=False))
        )
        await pilot.pause()
        assert [view.turn for view in conversation.views] == [turn]
        assert not conversation.query(".welcome")
