"""The app over an index on a Chroma server: it follows what is published, and outlives the server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.tui.screens import ask as asking
from quoth.tui.screens.library import LibraryScreen
from tests.chroma_server import ChromaServer
from tests.tui.conftest import app_over, ask, ask_screen, seen, wait_until


async def test_it_follows_and_outlives_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_LOOK_SECONDS", 0.1)
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "well.txt").write_text(
        "The well\n\nThe well of Tarn is ninety feet deep.\n", "utf-8"
    )
    with ChromaServer(tmp_path / "chroma") as server:
        settings = IndexSettings(chroma_url=server.url)
        writer = Library(tmp_path / "writer", settings)
        writer.rebuild([articles])
        app = app_over(Library(tmp_path / "reader", settings))
        async with app.run_test(size=(120, 30)) as pilot:
            await ask(pilot, "How deep is the well of Tarn?")
            assert "ninety feet deep" in seen(app)

            (articles / "kiln.txt").write_text(
                "The kiln\n\nYsolde Perrin fires the kiln of Marrow in May.\n", "utf-8"
            )
            await asyncio.to_thread(writer.rebuild)
            await ask(pilot, "Who fires the kiln of Marrow?")
            assert "Ysolde Perrin" in seen(app)
            await pilot.press("f3")
            await wait_until(pilot, lambda: isinstance(app.screen, LibraryScreen))
            await wait_until(pilot, lambda: "2 articles" in seen(app))
            await pilot.press("f1", "escape", "escape")

            server.kill()
            await asyncio.sleep(0.5)  # long enough to look for a newer index in vain
            await ask(pilot, "Who mends the well of Tarn?")
            views = ask_screen(app).conversation.views
            assert views[-1].has_class("-failed")
            assert "There is no Chroma server" in seen(app)

            server.start()
            await ask(pilot, "How deep is the well of Tarn?")
            assert views[-1] is not ask_screen(app).conversation.views[-1]
            assert ask_screen(app).conversation.views[-1].has_class("-answered")
