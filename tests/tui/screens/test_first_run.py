"""From nothing indexed to an answer, by the keys that the screen names."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import OptionList

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.tui.app import QuothApp
from quoth.tui.controllers.startup import samples
from quoth.tui.dialogs.place_prompt import PlacePrompt
from quoth.tui.panels.first_run import FirstRun
from quoth.tui.panels.path_box import PathBox
from quoth.tui.panels.welcome import Welcome
from tests.conftest import SEEDS
from tests.tui.conftest import QUESTION, app_over, ask, ask_screen, notified, seen, wait_until

WELL = "How deep is the well of Tarn?"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "my press"
    folder.mkdir()
    (folder / "well.txt").write_text("The well\n\nThe well of Tarn is ninety feet deep.\n")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", IndexSettings())


async def _offered(pilot: Pilot[None]) -> None:
    await wait_until(pilot, lambda: isinstance(pilot.app.focused, OptionList))


async def _prompt(pilot: Pilot[None]) -> PlacePrompt:
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, PlacePrompt))
    prompt = pilot.app.screen
    assert isinstance(prompt, PlacePrompt)
    return prompt


def _typed(prompt: PlacePrompt) -> PathBox:
    return prompt.query_one(PathBox)


def _is_ready(app: QuothApp) -> bool:
    return ask_screen(app).session.answerer is not None


async def test_a_dropped_folder_is_indexed_opened_and_asked(
    library: Library, articles: Path
) -> None:
    app = app_over(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await _offered(pilot)
        for offer in (" a  Add a folder", " w  Add a web address", " s  Try the sample articles"):
            assert offer in seen(app)
        assert "Nothing is indexed yet" in seen(app)
        await pilot.press("a")
        prompt = await _prompt(pilot)
        _typed(prompt).post_message(Paste(f"'{articles}' "))
        await wait_until(pilot, lambda: bool(_typed(prompt).value))
        await pilot.press("enter")
        await wait_until(pilot, lambda: ask_screen(app).first.are_coming)
        assert ask_screen(app).focused is ask_screen(app).box
        await wait_until(pilot, lambda: _is_ready(app))
        await wait_until(pilot, lambda: "1 article ·" in seen(app))
        assert "Nothing is indexed yet" not in seen(app)
        assert not app.screen.query(FirstRun)
        await ask(pilot, WELL)
        assert "ninety feet deep" in seen(app)


async def test_a_wrong_path_keeps_the_dialog_and_what_was_typed(
    library: Library, articles: Path
) -> None:
    app = app_over(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await _offered(pilot)
        await pilot.press("enter")  # the first offer
        prompt = await _prompt(pilot)
        wrong = "/no/such/[b]press"
        _typed(prompt).value = wrong
        await pilot.press("enter")
        await wait_until(pilot, lambda: f"There is no file or folder {wrong}" in seen(app))
        assert app.screen is prompt
        assert _typed(prompt).value == wrong
        _typed(prompt).value = str(articles)[:-3]
        await wait_until(pilot, lambda: _typed(prompt)._suggestion == f"{articles}/")
        assert "There is no file" not in seen(app)
        assert "my press" in seen(app)
        await pilot.press("tab")
        assert _typed(prompt).value == f"{articles}/"
        assert app.focused is _typed(prompt)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is ask_screen(app))
        assert library.is_empty()
        assert isinstance(app.focused, OptionList)


async def test_the_samples_are_indexed_and_a_question_waits_for_them(
    library: Library, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert samples() == SEEDS.resolve()
    monkeypatch.setattr("quoth.tui.controllers.first_articles.samples", lambda: articles)
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await _offered(pilot)
        await pilot.press("s")
        await wait_until(pilot, lambda: ask_screen(app).first.are_coming)
        await ask(pilot, WELL)
        assert "ninety feet deep" in seen(app)
    assert library.roots() == (str(articles),)


async def test_the_palette_has_the_offers_and_the_screens(library: Library) -> None:
    app = app_over(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await _offered(pilot)
        found = {command.title: command.help for command in app.get_system_commands(app.screen)}
        assert found["Add a folder"] == "key: a"
        assert {"Add a web address", "Try the sample articles", "Library", "Index"} <= set(found)


async def test_without_samples_there_is_no_such_offer(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.tui.controllers.first_articles.samples", lambda: None)
    app = app_over(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await _offered(pilot)
        assert "sample" not in seen(app)
        await pilot.press("s")
        assert not ask_screen(app).rebuilding.is_running


async def test_an_address_is_taken_without_its_scheme_and_a_failure_is_told_in_place(
    library: Library,
) -> None:
    app = app_over(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await _offered(pilot)
        await pilot.press("w")
        prompt = await _prompt(pilot)
        _typed(prompt).value = "me@127.0.0.1/page"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "There is a user name in" in seen(app))
        _typed(prompt).value = "127.0.0.1:9/page"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "https://127.0.0.1:9/page is on" in seen(app))
        assert isinstance(app.focused, OptionList)
        assert "○ Nothing is indexed yet" in seen(app)


async def test_what_is_indexed_elsewhere_is_opened(library: Library, articles: Path) -> None:
    app = app_over(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await _offered(pilot)
        await pilot.press("f3")
        assert "Ctrl+O adds a folder" in notified(app)
        library.rebuild([articles])
        await wait_until(pilot, lambda: _is_ready(app))
        await ask(pilot, WELL)
        assert "ninety feet deep" in seen(app)


async def test_the_welcome_says_what_there_is(app: QuothApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_until(pilot, lambda: "16 · from" in seen(app))
        shown = seen(app)
        assert "French" in shown
        assert "Arabic" in shown
        assert "The Long Column 1" in shown or "more" in shown
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: "16 · from" in seen(app))


@pytest.mark.parametrize(
    "keys", [("2", "enter"), ("tab", "2"), ("tab", "tab", "down", "down", "enter")]
)
async def test_a_question_is_chosen_with_its_digit(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    offered = ["[b]Who[/b] wrote?", QUESTION]
    monkeypatch.setattr("quoth.qa.suggestions.suggested", lambda *_: iter(offered))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: "2  How many pictures" in seen(app))
        assert "1  [b]Who[/b] wrote?" in seen(app)
        assert screen.focused is screen.box
        await pilot.press(*keys)
        await wait_until(pilot, lambda: bool(screen.conversation.views))
        assert screen.conversation.views[0].turn.question == QUESTION
        assert not screen.query(Welcome)


async def test_other_numbers_are_told_to_open_nothing(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.qa.suggestions.suggested", lambda *_: iter(["Who?"]))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: "1  Who?" in seen(app))
        await pilot.press("7", "enter")
        await wait_until(pilot, lambda: "no citation 7" in notified(app))
        assert not screen.conversation.views
