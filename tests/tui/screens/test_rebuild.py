"""Rebuilding from the app, while questions are answered."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.tui.dialogs.confirm import Confirm
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.screens.rebuild import RebuildScreen
from tests.tui.conftest import app_over, ask, ask_screen, seen, wait_until

WELL = "How deep is the well of Tarn?"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "well.txt").write_text("The well\n\nThe well of Tarn is ninety feet deep.\n")
    return folder


@pytest.fixture
def library(tmp_path: Path, articles: Path) -> Library:
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    return library


async def _rebuild_screen(pilot: Pilot[None]) -> RebuildScreen:
    await pilot.press("f4")
    screen = pilot.app.screen
    assert isinstance(screen, RebuildScreen)
    return screen


async def test_it_may_be_left_before_its_folders_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, left = threading.Event(), threading.Event()

    def slow(self: Library) -> tuple[str, ...]:
        asked.set()
        assert left.wait(60)
        return ("/articles",)

    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        monkeypatch.setattr(Library, "roots", slow)
        ask_screen(app).rebuilding._note("Something happened")
        screen = await _rebuild_screen(pilot)
        await wait_until(pilot, asked.is_set)
        await pilot.press("escape")
        await wait_until(pilot, lambda: not screen.is_attached)
        left.set()
        await app.workers.wait_for_complete()
        assert app.is_running


async def test_what_is_new_is_indexed_and_offered(library: Library, articles: Path) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, WELL)
        (articles / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
        (articles / "[b]x.zip").write_bytes(b"x")
        await _rebuild_screen(pilot)
        await pilot.press("r")
        work = ask_screen(app).rebuilding
        assert work.is_running
        await wait_until(pilot, lambda: not work.is_running)
        await wait_until(pilot, lambda: "2 articles" in seen(app))
        assert "skipped:" in seen(app)
        assert "[b]x.zip" in seen(app)
        await pilot.press("escape")
        await wait_until(pilot, lambda: "A new index is ready" in seen(app))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: "2 articles" in seen(app))
        await ask(pilot, "Who fires the kiln of Marrow?")
        answer = ask_screen(app).conversation.views[-1].turn.answer
        assert answer is not None
        assert "Ysolde Perrin" in answer.text


async def test_questions_are_answered_meanwhile_and_it_can_be_cancelled(
    library: Library, articles: Path
) -> None:
    for number in range(400):
        text = f"Note {number}\n\nThe ferry of landing {number} leaves at {number % 24} o'clock.\n"
        (articles / f"note{number}.txt").write_text(text)
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        work = ask_screen(app).rebuilding
        work.rebuild()
        await wait_until(pilot, lambda: "F4 shows it" in seen(app))
        await ask(pilot, WELL)
        assert ask_screen(app).conversation.views[0].has_class("-answered")
        assert work.is_running
        await _rebuild_screen(pilot)
        await pilot.press("x")
        await wait_until(pilot, lambda: not work.is_running)
        await wait_until(pilot, lambda: "Cancelled" in seen(app))
    with library.open() as generation:
        assert generation.manifest.articles == 1


async def test_leaving_asks_about_a_running_rebuild(library: Library, articles: Path) -> None:
    for number in range(400):
        (articles / f"note{number}.txt").write_text(f"Note {number}\n\nIt says {number}.\n")
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        work = ask_screen(app).rebuilding
        work.rebuild()
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await pilot.pause()
        assert app.is_running
        assert work.is_running
        await pilot.press("ctrl+c", "ctrl+c")
        await wait_until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await pilot.pause()
    assert app.return_code == 0


@pytest.mark.parametrize("keys", [["f3", "a"], ["ctrl+o"]])
async def test_a_folder_is_added(library: Library, tmp_path: Path, keys: list[str]) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        await pilot.press(*keys)
        await wait_until(pilot, lambda: isinstance(app.screen, Prompt))
        app.screen.query_one("Input").value = str(other)  # type: ignore[attr-defined]
        await pilot.press("enter")
        work = ask_screen(app).rebuilding
        await wait_until(pilot, lambda: work.is_running)
        work.watch(on=True)  # waits for it
        assert work.is_watching
        await wait_until(pilot, lambda: library.roots()[-1:] == (str(other),))
        await wait_until(pilot, lambda: not work.is_running)
        await wait_until(pilot, lambda: any("Watching the folders" in line for line in work.log))
        assert not any("✗" in line for line in work.log)
        # It is answered from without being asked to be.
        await wait_until(pilot, lambda: "2 articles" in ask_screen(app).status.told)


async def test_what_cannot_be_added_says_why(library: Library) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f4", "a")
        await wait_until(pilot, lambda: isinstance(app.screen, Prompt))
        app.screen.query_one("Input").value = "/no/such/[b]folder"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(
            pilot, lambda: "There is no file or folder /no/such/[b]folder" in seen(app)
        )


async def test_folders_are_watched_when_asked(library: Library, articles: Path) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        await _rebuild_screen(pilot)
        await pilot.press("w")
        await wait_until(pilot, lambda: "Watching the folders" in seen(app))
        await wait_until(pilot, lambda: "waiting for changes" in seen(app))
        (articles / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
        await wait_until(pilot, lambda: "2 articles" in seen(app))
        await wait_until(pilot, lambda: ask_screen(app).rebuilding.progress is None)
        await pilot.press("w")
        await wait_until(pilot, lambda: "No longer watching" in seen(app))


async def test_from_scratch_is_asked_about(library: Library) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        work = ask_screen(app).rebuilding
        await _rebuild_screen(pilot)
        await pilot.press("f")
        await wait_until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await pilot.pause()
        assert not work.is_running
        await pilot.press("f")
        await wait_until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        await wait_until(pilot, lambda: work.is_running)
        await wait_until(pilot, lambda: not work.is_running)
        await wait_until(pilot, lambda: "Embedding" in seen(app))


async def test_folders_that_the_user_never_named_are_asked_about(
    library: Library, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a library that somebody else made: a no leaves it, a yes holds from then on."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "of somebody else"))
    (articles / "kiln.txt").write_text("The kiln\n\nYsolde Perrin fires the kiln of Marrow.\n")
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await _rebuild_screen(pilot)
        work = ask_screen(app).rebuilding
        for answer in ("n", "y"):
            await pilot.press("r")
            await wait_until(pilot, lambda: isinstance(app.screen, Confirm))
            assert "not made here" in seen(app)
            assert not work.is_running
            await pilot.press(answer)
            await wait_until(pilot, lambda: app.screen is screen)
            await pilot.pause()
            assert library.unasked_roots() == ((str(articles),) if answer == "n" else ())
        await wait_until(pilot, lambda: work.logged > 0 and not work.is_running)
    assert "2 articles" in "\n".join(work.log)
