"""Settings are changed, refused and kept; the palette and the help tell every key."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme

from quoth.index.library import Library
from quoth.index.settings import FILE_NAME, IndexSettings
from quoth.qa.api import QuothLibrary
from quoth.qa.settings import AnswerSettings
from quoth.tui.app import QuothApp
from quoth.tui.dialogs.choice import Choice
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.palette import EVERYWHERE
from quoth.tui.panels.completion import FilterCompletion
from quoth.tui.screens.settings import SettingsScreen
from quoth.tui.settings import TuiSettings
from quoth.tui.themes import THEMES
from tests.tui.conftest import QUESTION, app_over, ask, ask_screen, seen, wait_until


@pytest.fixture
def library(tmp_path: Path) -> Library:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "well.txt").write_text("The well\n\nThe well of Tarn is ninety feet deep.\n")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    return library


class Models:
    """A server that lists models as Ollama's and OpenAI's do, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        lists = {
            "/api/tags": {"models": [{"name": "qwen[3]"}, {"name": "evil\x1b"}]},
            "/v1/models": {"data": [{"id": "mistral"}]},
        }
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                body = json.dumps(lists[self.path]).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def models() -> Iterator[Models]:
    server = Models()
    yield server
    server.close()


async def _open(pilot: Pilot[None], name: str) -> SettingsScreen:
    """The screen, its cursor on the setting of that name."""
    await wait_until(pilot, lambda: ask_screen(pilot.app).session.answerer is not None)
    await pilot.press("f5")
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    await wait_until(pilot, lambda: bool(screen.table.rows))
    screen.table.cursor = [setting.name for setting in screen.table.rows].index(name)
    return screen


async def _change(pilot: Pilot[None], value: str) -> None:
    await pilot.press("enter")
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, Prompt))
    pilot.app.screen.query_one("Input").value = value  # type: ignore[attr-defined]
    await pilot.press("enter")


async def test_a_number_is_changed_and_works_at_once(library: Library) -> None:
    app = app_over(library)
    (library.folder / FILE_NAME).write_text("# mine\n", "utf-8")
    async with app.run_test(size=(120, 30)) as pilot:
        first = await _open(pilot, "qa.top_k")
        await _change(pilot, "1")
        file = library.folder / FILE_NAME
        await wait_until(pilot, lambda: "top_k = 1" in file.read_text("utf-8"))
        assert file.read_text("utf-8").startswith("# mine\n")
        await wait_until(pilot, lambda: first.table.is_arranged)
        await pilot.press("escape")
        session = ask_screen(app).session
        await wait_until(pilot, lambda: not session.is_opening)
        await ask(pilot, "How deep is the well of Tarn?")
        answer = ask_screen(app).conversation.views[0].turn.answer
        assert answer is not None
        assert len(answer.hits) == 1


@pytest.mark.parametrize(
    ("value", "why"), [("0", "Choose between 1 and 100"), ("ten", "is no number"), ("[b]", "[b]")]
)
async def test_what_is_off_is_refused_by_name(library: Library, value: str, why: str) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await _open(pilot, "qa.top_k")
        await _change(pilot, value)
        await wait_until(pilot, lambda: why in " ".join(seen(app).split()))
        assert app.screen.query_one("Input").value == value  # type: ignore[attr-defined]
        assert not (library.folder / FILE_NAME).exists()


async def test_the_model_is_chosen_from_what_its_server_has(
    library: Library, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.tui.controllers.models._OLLAMA", models.url)
    monkeypatch.setattr("quoth.tui.controllers.models._OTHERS", (f"{models.url}/v1",))
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        assert not models.asked  # before the list is opened
        await pilot.press("f5", "m")
        await wait_until(pilot, lambda: isinstance(app.screen, Choice))
        await wait_until(pilot, lambda: "ollama:qwen[3]" in seen(app))
        assert "openai:mistral" in seen(app)
        assert models.asked == ["/api/tags", "/v1/models"]
        await pilot.press("down", "down", "enter")  # F5 m and these: two more for the first
        file = library.folder / FILE_NAME
        await wait_until(pilot, lambda: 'model = "openai:mistral"' in file.read_text("utf-8"))
        assert f'base_url = "{models.url}/v1"' in file.read_text("utf-8")
        await wait_until(pilot, lambda: "openai:mistral" in seen(app))


async def test_a_model_that_cannot_be_had_stays_said_until_it_is_dismissed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    settings = AnswerSettings(model="anthropic:nothing")
    app = QuothApp(QuothLibrary.over(library, settings))
    monkeypatch.setattr("quoth.qa.answerers.chat_model.find_spec", lambda _: None)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, "How deep is the well of Tarn?")
        shown = " ".join(seen(app).split())
        assert "ninety feet deep" in shown  # in quotes meanwhile
        assert "pip install langchain-anthropic" in shown
        assert "1 article · quotes" in shown
        await pilot.press("ctrl+g")
        await wait_until(pilot, lambda: "pip install" not in seen(app))


async def test_the_watch_is_switched_on(library: Library) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await _open(pilot, "tui.watch")
        await pilot.press("enter")
        await wait_until(pilot, lambda: ask_screen(app).rebuilding.is_watching)
        assert "watch = true" in (library.folder / FILE_NAME).read_text("utf-8")


async def test_a_theme_is_kept(library: Library) -> None:
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        assert app.theme == "quoth-dark"
        app.theme = "quoth-light"
        file = library.folder / FILE_NAME
        await wait_until(pilot, file.exists)
        await wait_until(pilot, lambda: 'theme = "quoth-light"' in file.read_text("utf-8"))
    again = QuothApp(QuothLibrary.over(library), look=TuiSettings(theme="quoth-light"))
    async with again.run_test():
        assert again.theme == "quoth-light"
    unknown = QuothApp(QuothLibrary.over(library), look=TuiSettings(theme="no-such-theme"))
    async with unknown.run_test():
        assert unknown.theme == "quoth-dark"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_stands_out_from_its_background(theme: Theme) -> None:
    """By WCAG 2.1: 4.5 to 1 for text, 7 to 1 in high contrast."""
    least = 7.0 if "contrast" in theme.name else 4.5
    for ground in (theme.background, theme.surface):
        for ink in (theme.foreground, theme.accent, theme.success, theme.warning, theme.error):
            assert ground is not None
            assert ink is not None
            assert _contrast(Color.parse(ink), Color.parse(ground)) >= least, (ink, ground)


def _contrast(one: Color, other: Color) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    linear: Callable[[float], float] = lambda c: (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
    )
    red, green, blue = (linear(part / 255) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_the_palette_has_every_screen_and_key(app: QuothApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        names = [command.title for command in app.get_system_commands(app.screen)]
        everywhere = {title for title, _, _ in EVERYWHERE}
        assert everywhere <= set(names)
        for _, _, action in EVERYWHERE:
            assert hasattr(app, f"action_{action.partition('(')[0]}")
        assert len(names) == len(set(names))
        for key in ("f2", "f3", "f4", "f5"):
            await pilot.press(key)
            await pilot.pause()
            assert everywhere <= {one.title for one in app.get_system_commands(app.screen)}
        await pilot.press("ctrl+p", *"librar", "enter")  # from the settings
        await wait_until(pilot, lambda: "16 articles" in seen(app) and "Languages" in seen(app))


@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f5"])
async def test_each_screen_opens_from_each_and_goes_back(app: QuothApp, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        for other in ("f2", "f3", "f4", "f5"):
            await pilot.press(other, key)
            await pilot.pause()
            assert len(app.screen_stack) == 3
        await pilot.press("f1")
        await pilot.pause()
        assert len(app.screen_stack) == 4
        for screens in (3, 2):  # the help's, then the one below it
            await pilot.press("escape")
            await pilot.pause()
            assert len(app.screen_stack) == screens
        assert app.screen is ask_screen(app)


async def test_filters_are_completed() -> None:
    completion = FilterCompletion()
    completion.languages = ["fr", "en"]
    assert await completion.get_suggestion("Where is it sou") == "Where is it source:"
    assert await completion.get_suggestion("Where lang:") == "Where lang:fr"
    assert await completion.get_suggestion("Where lang:e") == "Where lang:en"
    for nothing in ("", "so", "since", "It is so", "lang:xx", "lang:fr", "zebra"):
        assert await completion.get_suggestion(nothing) is None


async def test_what_is_offered_is_taken_with_the_right_arrow(app: QuothApp) -> None:
    async with app.run_test() as pilot:
        box = ask_screen(app).box
        await pilot.press(*"sour")
        await wait_until(pilot, lambda: box._suggestion == "source:")
        await pilot.press("right")
        assert box.value == "source:"
