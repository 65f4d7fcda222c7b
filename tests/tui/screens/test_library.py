"""Every article in a table, whatever their number; files that were skipped; a timeline."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from quoth.index.articles import ArticleCard
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.tui.app import QuothApp
from quoth.tui.dialogs.choice import Choice
from quoth.tui.panels.table import Table
from quoth.tui.panels.timeline import Timeline
from quoth.tui.screens.library import LibraryScreen
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text.listing import Column, Listing
from tests.tui.conftest import app_over, ask_screen, seen, wait_until


async def _library(pilot: Pilot[None], count: int) -> LibraryScreen:
    await wait_until(pilot, lambda: ask_screen(pilot.app).session.answerer is not None)
    await pilot.press("f3")
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    await wait_until(pilot, lambda: screen.articles.is_arranged)
    await wait_until(pilot, lambda: len(screen.articles.rows) == count)
    return screen


async def test_articles_are_sorted_filtered_and_read(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await _library(pilot, 16)
        shown = seen(app)
        assert "Waiting for Halley" in shown
        assert "fr 10" in shown
        assert "2016" in shown
        published = [card.published for card in screen.articles.rows]
        stated = sorted(filter(None, published), reverse=True)
        assert published == [*stated, *[None] * (16 - len(stated))]
        await pilot.press("s")
        await wait_until(pilot, lambda: screen.articles.is_arranged)
        dates = [card.published for card in screen.articles.rows if card.published]
        assert dates == sorted(dates)
        await pilot.press("S")
        await wait_until(pilot, lambda: screen.articles.is_arranged)
        newest = [card.published for card in screen.articles.rows if card.published]
        assert newest == dates[::-1]
        assert screen.articles.rows[-1].published is None
        await pilot.press("slash", *"HALLEY", "enter")
        await wait_until(pilot, lambda: len(screen.articles.rows) == 1)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        assert "Article  Waiting for Halley" in seen(app)
        await pilot.press("escape", "slash", "escape")
        await wait_until(pilot, lambda: len(screen.articles.rows) == 16)
        await pilot.press("f")
        await wait_until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press(*"long column", "enter")
        await wait_until(pilot, lambda: "of 16 articles · Source: The Long Column" in seen(app))
        await wait_until(pilot, lambda: screen.articles.is_arranged)
        listed = {card.id for card in screen.articles.rows}
        assert {card.source for card in screen.articles.rows} == {"The Long Column"}
        await pilot.press("W")
        await wait_until(pilot, lambda: app.screen is ask_screen(app))
        within = ask_screen(app).session.within
        assert within is not None
        assert set(within.ids) == listed


async def test_skipped_files_have_their_reasons(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "well.txt").write_text("The well\n\nThe well of Tarn is ninety feet deep.\n")
    (articles / "[red]a.zip").write_bytes(b"PK")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await _library(pilot, 1)
        assert "1 files skipped" in seen(app)
        await pilot.press("x")
        await wait_until(pilot, lambda: "[red]a.zip" in seen(app))
        assert "is of a format that is not read" in seen(app)
        await pilot.press("enter", "x")
        assert "The well" in seen(app)


async def test_names_tell_articles_apart_and_a_newer_index_is_shown(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in (
        ("well", "The mayor Signe Aaberg opened the well of Tarn."),
        ("choir", "The choir of Tarn sang on Monday."),
    ):
        (articles / f"{name}.txt").write_text(f"About the {name}\n\n{text}\n")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    app = app_over(library)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await _library(pilot, 2)
        await pilot.press("n")
        await wait_until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press(*"aaberg", "enter")
        await wait_until(pilot, lambda: "1 of 2 articles · Signe Aaberg" in seen(app))
        (articles / "quay.txt").write_text("About the quay\n\nThe quay of Tarn is wet.\n")
        library.rebuild()
        ask_screen(app).action_reopen()
        await wait_until(pilot, lambda: "1 of 3 articles · Signe Aaberg" in seen(app))
        await pilot.press("n")
        await wait_until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("enter")  # all articles
        await wait_until(pilot, lambda: len(screen.articles.rows) == 3)
        assert "About the quay" in seen(app)


async def test_a_click_on_a_title_sorts_and_one_on_a_row_opens(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        screen = await _library(pilot, 16)
        rows = seen(app).splitlines()
        head = next(n for n, row in enumerate(rows) if "Title" in row)
        await pilot.click(offset=(rows[head].index("Title"), head))
        await wait_until(pilot, lambda: screen.articles.is_arranged)
        titles = [card.title for card in screen.articles.rows]
        assert titles[:2] == sorted(titles, key=str.casefold)[:2]
        await pilot.click(offset=(20, head + 2))
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        assert app.screen.place.article.title == titles[1]  # type: ignore[attr-defined]


class _TableApp(App[None]):
    def __init__(self, rows: int) -> None:
        super().__init__()
        cards = [
            ArticleCard(str(n), f"/a/{n}.txt", "", f"Title {n % 97} 河", None, "S", "", "en")
            for n in range(rows)
        ]
        columns: list[Column[ArticleCard]] = [Column("Title", lambda card: card.title)]
        self.listing = Listing(columns, cards)

    def compose(self) -> ComposeResult:
        yield Table(self.listing, id="rows")


async def test_a_hundred_thousand_rows_hold_up_no_key() -> None:
    app = _TableApp(100_000)
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.query_one(Table)
        await wait_until(pilot, lambda: table.is_arranged)
        await pilot.press("end")
        assert table.cursor == 99_999
        assert "Title" in seen(app).splitlines()[-1]
        ticks = 0
        table.action_sort()
        while not table.is_arranged:
            await asyncio.sleep(0)
            ticks += 1
        assert ticks > 1  # the loop went round while rows were sorted
        table.filter("title 96")
        await wait_until(pilot, lambda: table.is_arranged)
        assert len(table.rows) == sum(n % 97 == 96 for n in range(100_000))
        assert table.row is not None


@pytest.mark.parametrize("width", [10, 30, 78, 200])
@pytest.mark.parametrize(
    "dates",
    [
        [],
        [None, None],
        [date(2020, 1, 1)],
        [date(1789, 7, 14), date(2024, 2, 29), None],
        [date(2020, month, 1) for month in range(1, 13) for _ in range(month)],
        [date(1, 1, 1), date(9999, 12, 31)],
    ],
    ids=["none", "undated", "one", "centuries", "a year", "all there is"],
)
async def test_the_timeline_fits_and_counts_everything(
    dates: list[date | None], width: int
) -> None:
    class TimelineApp(App[None]):
        def compose(self) -> ComposeResult:
            yield Timeline()

    async with TimelineApp().run_test(size=(width, 10)) as pilot:
        timeline = pilot.app.query_one(Timeline)
        timeline.show(dates)
        drawn = timeline.render()
        assert isinstance(drawn, Content)
        assert all(len(line) <= width for line in drawn.plain.splitlines())
        if dates and all(dates) and width > 40:
            assert str(dates[0].year) in drawn.plain  # type: ignore[union-attr]
            assert "█" in drawn.plain
