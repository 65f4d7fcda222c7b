"""What the screens look like. Look at the picture before accepting a new one.

The articles are real and so is the app; the scores are written here, since the model's last digits
differ between processors.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from quoth.index.library import Library
from quoth.index.progress import Progress
from quoth.index.settings import IndexSettings
from quoth.index.store.generation import Generation
from quoth.qa.answers import Answer, Evidence, Hit
from quoth.qa.api import QuothLibrary
from quoth.qa.citations import cite, cited_text
from quoth.qa.saved.store import ConversationStore
from quoth.qa.turns import Turn
from quoth.tui.app import QuothApp
from quoth.tui.controllers.session import Within
from quoth.tui.dialogs.choice import Offer
from quoth.tui.dialogs.place_prompt import PlacePrompt
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.messages import AnswerArrived, WorkChanged
from quoth.tui.panels.path_box import PathBox
from quoth.tui.panels.welcome import Welcome
from quoth.tui.screens.conversations import ConversationsScreen
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.screens.settings import SettingsScreen
from quoth.tui.settings import TuiSettings
from quoth.tui.themes import THEMES
from tests.tui.conftest import app_over, ask_screen, seen, wait_until

NOW = "2024-05-06T07:08:09+00:00"
Compare = Callable[..., bool]
sizes = pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])

_OFFERED = (
    "Waiting for Halley: the comet that keeps its appointments",
    "واحة تدمر: نخيلٌ ينتظر الماء",
)

_TITLES = ("Rebuilding Palmyra", "Waiting for Halley", "Palmyre", "Le cendré")
_QUOTES = ("rebuild the Temple of Baalshamin", "worked out where each camera", "photogrammetry")


@pytest.fixture(autouse=True)
def _offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same questions on every processor."""
    monkeypatch.setattr("quoth.qa.suggestions.suggested", lambda *_: iter(_OFFERED))


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor that does not blink, in whichever box it is."""
    monkeypatch.setattr(Input, "cursor_blink", False)


def _is_welcomed(pilot: Pilot[None]) -> bool:
    """Whether all that is to be read before the first question stands there."""
    panels = ask_screen(pilot.app).query(Welcome)
    return bool(panels) and bool(panels.first().question(len(_OFFERED)))


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
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        answerer = screen.session.answerer
        assert answerer is not None
        turn = Turn(question)
        await screen.conversation.add(turn)
        answer = _answer(answerer.generation, question, answered=answered)
        screen.post_message(AnswerArrived(turn, answer))
        await wait_until(pilot, lambda: turn.answer is not None and screen.passages.is_drawn)
        await pilot.press(*keys)
        if "1" in keys:  # it opens the reader, on a busy machine some time after it was pressed
            await wait_until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
            reader = pilot.app.screen
            assert isinstance(reader, ReaderScreen)
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


@sizes
def test_searching_in_the_reader(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int]
) -> None:
    open_it = _shown(_THERE, answered=True, keys=("tab", "1"))

    async def run(pilot: Pilot[None]) -> None:
        await open_it(pilot)
        reader = pilot.app.screen
        assert isinstance(reader, ReaderScreen)
        await pilot.press("slash")
        await wait_until(pilot, lambda: pilot.app.focused is reader.bar)
        await pilot.press(*"PALMYRA", "enter")
        await wait_until(pilot, lambda: bool(reader.bar.matches) and reader.view.is_wrapped)
        await wait_until(pilot, lambda: pilot.app.focused is reader.view)
        first = reader.bar.border_subtitle
        await pilot.press("n")
        await wait_until(pilot, lambda: reader.bar.border_subtitle != first)

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_conversations(
    snap_compare: Compare,
    app: QuothApp,
    loaded_library: Library,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quoth.qa.saved.store.now", lambda: NOW)
    monkeypatch.setattr("quoth.tui.screens.conversations._local", lambda moment: moment[:16])
    store = ConversationStore(loaded_library.folder)
    for question in (_THERE, "Qui a perdu son troupeau ?", "隕石はどこに落ちましたか"):
        store.ask(Turn(question))
    store.close()

    async def run(pilot: Pilot[None]) -> None:
        await pilot.press("f2")
        screen = pilot.app.screen
        assert isinstance(screen, ConversationsScreen)
        await wait_until(pilot, lambda: len(screen.table.rows) == 3 and screen.table.is_arranged)
        await pilot.press("down")

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_library(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: ask_screen(pilot.app).session.answerer is not None)
        await pilot.press("f3")
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        await wait_until(pilot, lambda: len(screen.articles.rows) == 16)
        await pilot.press("s", "down", "down")
        await wait_until(pilot, lambda: screen.articles.is_arranged)

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_rebuild(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: ask_screen(pilot.app).session.answerer is not None)
        work = ask_screen(pilot.app).rebuilding
        work.progress = Progress("Embedding", 0.42, "5,880 of 14,000 passages · 41/s", 198.0)
        lines = ("Rebuilding", "Looking for changes", "Reading articles", "Embedding")
        work.log.extend(f"07:08:0{second}  {line}" for second, line in enumerate(lines))
        work.logged = len(lines)
        await pilot.press("f4")
        roots = pilot.app.screen.query_one("#roots", Static)
        await wait_until(pilot, lambda: "seeds" in str(roots.visual))
        roots.update("  /home/you/articles")

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_settings(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await pilot.press("f5")
        screen = pilot.app.screen
        assert isinstance(screen, SettingsScreen)
        await wait_until(pilot, lambda: bool(screen.table.rows))
        screen.query_one(".note", Static).update("Kept in /home/you/library/settings.toml")
        await pilot.press("down", "down")

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_prompt(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        prompt = Prompt("Export to", "/home/you/why-do-many-models.md", ".json gives JSON")
        await pilot.app.push_screen(prompt)
        await wait_until(pilot, lambda: _is_welcomed(pilot))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_welcome(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: _is_welcomed(pilot))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_nothing_indexed(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: isinstance(pilot.app.focused, OptionList))

    app = app_over(Library(tmp_path / "library", IndexSettings()))
    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_a_wrong_folder(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Articles", "Pictures", "press archive"):
        (tmp_path / "home" / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: isinstance(pilot.app.focused, OptionList))
        await pilot.press("a")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, PlacePrompt))
        box = pilot.app.screen.query_one(PathBox)
        box.value = "'/home/you/no such [b]press'"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "There is no file" in seen(pilot.app))

    app = app_over(Library(tmp_path / "library", IndexSettings()))
    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_the_first_index_is_made(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int]
) -> None:
    async def run(pilot: Pilot[None]) -> None:
        screen = ask_screen(pilot.app)
        await wait_until(pilot, lambda: isinstance(pilot.app.focused, OptionList))
        screen.rebuilding.progress = Progress("Embedding", 0.42, "5,880 of 14,000 · 41/s", 198.0)
        screen.post_message(WorkChanged())
        await wait_until(pilot, lambda: pilot.app.focused is screen.box)

    app = app_over(Library(tmp_path / "library", IndexSettings()))
    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_narrowed_with_a_trouble(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int]
) -> None:
    show = _shown(_THERE, answered=True)

    async def run(pilot: Pilot[None]) -> None:
        await show(pilot)
        screen = ask_screen(pilot.app)
        screen.narrow(Within("“Rebuilding Palmyra in pixels” and 3 more", ("a",)))
        screen.status.note("trouble", f"{'A model cannot be had. ' * 4}Run: pip install it")
        screen.refresh_bindings()
        await wait_until(pilot, lambda: "Dismiss" in seen(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_help(snap_compare: Compare, app: QuothApp, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: _is_welcomed(pilot))
        await pilot.press("f1")
        await wait_until(pilot, lambda: "Special here" in seen(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=run)


@sizes
def test_models(
    snap_compare: Compare, app: QuothApp, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("gemma3", "mistral", "qwen3")
    found = [Offer(f"ollama:{name}\n", f"ollama:{name}", "http://127.0.0.1") for name in names]
    monkeypatch.setattr("quoth.tui.controllers.models.offered", lambda _: iter(found))

    async def run(pilot: Pilot[None]) -> None:
        await wait_until(pilot, lambda: _is_welcomed(pilot))
        await pilot.press("ctrl+p", *"choose the mod", "enter")
        await wait_until(pilot, lambda: "3 found" in seen(pilot.app))

    assert snap_compare(app, terminal_size=size, run_before=run)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES[1:]])
def test_themes(snap_compare: Compare, loaded_library: Library, theme: str) -> None:
    app = QuothApp(QuothLibrary.over(loaded_library), look=TuiSettings(theme=theme))
    app.animation_level = "none"
    story = _shown(_THERE, answered=True, keys=("tab", "tab"))
    assert snap_compare(app, terminal_size=(120, 34), run_before=story)
