"""An index that is published while the app runs is offered, and what was answered stays."""

from __future__ import annotations

from pathlib import Path

from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.index.store.manifest import SCHEMA
from quoth.index.store.publishing import live_generation
from quoth.tui.screens.reader import ReaderScreen
from tests.tui.conftest import app_over, ask, ask_screen, seen, wait_until


async def test_a_newer_index_is_offered_and_taken(tmp_path: Path, loaded_library: Library) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    well = articles / "well.txt"
    well.write_text("The well\n\nThe well of Tarn is ninety feet deep.\n", encoding="utf-8")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await ask(pilot, "How deep is the well of Tarn?")
        screen = ask_screen(app)
        first = screen.session.answerer
        assert first is not None
        assert screen.conversation.views[0].has_class("-answered")
        assert "A new index is ready" not in seen(app)

        well.write_text("The well\n\nIt has run dry since.\n", encoding="utf-8")
        (articles / "kiln.txt").write_text(
            "The kiln\n\nYsolde Perrin fires the kiln of Marrow in May.\n", encoding="utf-8"
        )
        library.rebuild()
        await wait_until(pilot, lambda: "A new index is ready" in seen(app))
        await pilot.press("ctrl+r")
        await wait_until(pilot, lambda: screen.session.answerer is not first)
        assert "A new index is ready" not in seen(app)
        await ask(pilot, "Who fires the kiln of Marrow?")
        answer = screen.conversation.views[1].turn.answer
        assert answer is not None
        assert "Ysolde Perrin" in answer.text

        # The first answer still opens the article that it was quoted from.
        screen.conversation.choose(screen.conversation.views[0])
        place = screen.conversation.views[0].places[0]
        screen.passages.show(screen.conversation.views[0].places, "Citations", "")
        await pilot.pause()
        screen.action_read(place.number or 0)
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await wait_until(pilot, lambda: "ninety feet deep" in seen(app))


async def test_an_index_of_an_older_format_opens_once_it_is_made_again(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "well.txt").write_text("The well of Tarn is ninety feet deep.\n", encoding="utf-8")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    live = live_generation(library.folder)
    assert live is not None
    manifest = live / "manifest.json"
    manifest.write_text(manifest.read_text().replace(SCHEMA, "quoth.generation/1"))
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = ask_screen(app)
        await wait_until(pilot, lambda: "quoth.generation/1" in " ".join(seen(app).split()))
        screen.rebuilding.rebuild()
        await wait_until(pilot, lambda: screen.session.answerer is not None)
        await ask(pilot, "How deep is the well of Tarn?")
        assert screen.conversation.views[0].has_class("-answered")
