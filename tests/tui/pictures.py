"""Writes the README's pictures of the app, from the app itself over the articles of seeds/.

python -m tests.tui.pictures
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.api import QuothLibrary
from quoth.tui.app import QuothApp
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from tests.conftest import SEEDS
from tests.tui.conftest import ask, ask_screen, wait_until

HERE = Path(__file__).parent
QUESTIONS = (
    "How much does a ticket for the Eiffel Tower cost?",
    "À quelle distance de Palmyre se trouve Al-Qaryatayn ?",
)


async def draw(folder: Path) -> None:
    app = QuothApp(QuothLibrary.over(Library(folder, IndexSettings())), SEEDS)
    async with app.run_test(size=(120, 34)) as pilot:
        await wait_until(pilot, lambda: ask_screen(app).session.answerer is not None)
        for question in QUESTIONS:
            await ask(pilot, question)
        _write(app, "app")
        await pilot.press("tab", "1")
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        _write(app, "reader")
        await pilot.press("f3")
        library = app.screen
        assert isinstance(library, LibraryScreen)
        await wait_until(
            pilot, lambda: library.articles.is_arranged and bool(library.articles.rows)
        )
        _write(app, "library")


def _write(app: QuothApp, name: str) -> None:
    picture = app.export_screenshot(title="Quoth")
    (HERE / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(draw(Path(scratch) / "library"))
