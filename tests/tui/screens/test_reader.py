"""From a citation to its sentence in the article, and back."""

from __future__ import annotations

import random
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from quoth.index.articles import Span
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.tui.app import QuothApp
from quoth.tui.messages import PlaceChosen
from quoth.tui.panels.article_view import ArticleView
from quoth.tui.panels.passages import Passages
from quoth.tui.panels.question_box import QuestionBox
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text.places import Place
from quoth.tui.text.wrapping import wrap
from tests.tui.conftest import (
    OTHER_QUESTION,
    QUESTION,
    app_over,
    ask,
    ask_screen,
    notified,
    seen,
    wait_until,
)


def _reader(app: QuothApp) -> ReaderScreen:
    assert isinstance(app.screen, ReaderScreen)
    return app.screen


def _sentence_is_in_view(view: ArticleView) -> bool:
    top, height = view.scroll_offset.y, view.scrollable_content_region.height
    rows = view.quote_rows
    return view.is_wrapped and top <= rows.start and rows.stop <= top + height


def _stands_at(app: QuothApp, place: Place) -> bool:
    """Whether the reader is open, at that place, and shows its sentence: a busy machine opens it,
    reads the article and draws it at moments of their own.
    """
    reader = app.screen
    return (
        isinstance(reader, ReaderScreen)
        and reader.place == place
        and _sentence_is_in_view(reader.view)
    )


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_enter_opens_the_article_at_the_sentence(
    app: QuothApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await ask(pilot, QUESTION)
        place = ask_screen(app).passages.place
        assert place is not None
        await pilot.press("tab", "tab")
        assert isinstance(app.focused, Passages)
        await pilot.press("enter")
        await wait_until(pilot, lambda: _sentence_is_in_view(_reader(app).view))
        words = place.passage.quote(place.span).split()
        assert " ".join(words[:4]) in " ".join(seen(app).split())
        await pilot.press("escape")
        assert isinstance(app.focused, Passages)
        await pilot.press("escape")
        assert isinstance(app.focused, QuestionBox)


async def test_walking_and_digits(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ask(pilot, OTHER_QUESTION)
        panel = ask_screen(app).passages
        panel.focus()
        await pilot.press("j", "j", "k")
        assert panel.cursor == 1
        assert [card.has_class("-opened") for card in panel.query("PassageCard")][:3] == [
            False,
            True,
            False,
        ]
        await pilot.press("1")
        await pilot.pause()
        assert _reader(app).place == panel.places[0]


async def test_next_and_previous_stay_within_the_answer(app: QuothApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, OTHER_QUESTION)
        cited = [place for place in ask_screen(app).passages.places if place.number]
        await pilot.press("tab", "1")
        await wait_until(pilot, lambda: _stands_at(app, cited[0]))
        for place in (*cited[1:], cited[0]):
            await pilot.press("n")
            await wait_until(pilot, lambda place=place: _stands_at(app, place))  # type: ignore[misc]
        await pilot.press("p")
        await wait_until(pilot, lambda: _stands_at(app, cited[-1]))


async def test_a_marker_in_the_answer_can_be_clicked(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ask(pilot, QUESTION)
        rows = seen(app).splitlines()
        y = next(n for n, row in enumerate(rows) if "[1]" in row)
        await pilot.click(offset=(rows[y].index("[1]") + 1, y))
        await pilot.pause()
        assert _reader(app).place.number == 1


async def test_the_sentence_stays_in_view_when_the_terminal_is_resized(app: QuothApp) -> None:
    async with app.run_test(size=(160, 48)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "1")
        await wait_until(pilot, lambda: _sentence_is_in_view(_reader(app).view))
        await pilot.resize_terminal(50, 20)
        await wait_until(pilot, lambda: _sentence_is_in_view(_reader(app).view))


class _ViewApp(App[None]):
    def compose(self) -> ComposeResult:
        yield ArticleView()


async def test_five_megabytes_open_at_their_end() -> None:
    choose = random.Random(7)
    words = ["pierre", "sable", "العربية", "河", "été", "x" * 40, "10 000"]
    lines = [" ".join(choose.choices(words, k=choose.choice([5, 60, 1500]))) for _ in range(1400)]
    text = "\n".join(lines)
    span = Span(text.rindex("sable"), text.rindex("sable") + 5)
    assert len(text.encode()) > 5_000_000
    async with _ViewApp().run_test(size=(80, 24)) as pilot:
        view = pilot.app.query_one(ArticleView)
        started = time.monotonic()
        view.show(text, span)
        await wait_until(pilot, lambda: _sentence_is_in_view(view))
        assert time.monotonic() - started < 10
        assert "sable" in seen(pilot.app)


@pytest.mark.parametrize("width", [2, 10, 40])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line",
        "two\n\nparagraphs with a few words more",
        "x" * 10_000,
        "河沙石" * 50 + " mixed with words " + "é" * 30,
        "e" + "\u0301" * 500,
        "a 👨\u200d👩\u200d👧 family 🇫🇷 and ✈️ more",
        " \n  \n",
    ],
)
def test_rows_hold_every_word_and_fit(text: str, width: int) -> None:
    from textual.content import Content

    rows = wrap(text, width)
    pieces = [text[start:end] for start, end in zip(rows.starts, rows.ends, strict=True)]
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(Content(piece).cell_length <= width for piece in pieces)
    for offset in range(len(text)):
        row = rows.row_of(offset)
        assert rows.starts[row] <= offset or row == 0


def test_a_long_line_is_wrapped_at_its_words() -> None:
    text = "word " * 20_000
    rows = wrap(text, 80)
    pieces = [text[start:end] for start, end in zip(rows.starts, rows.ends, strict=True)]
    assert {word for piece in pieces for word in piece.split()} == {"word"}


async def test_searching_in_the_article(app: QuothApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, OTHER_QUESTION)
        await pilot.press("tab", "1")
        reader = _reader(app)
        await wait_until(pilot, lambda: _sentence_is_in_view(reader.view))
        await pilot.press("slash", "d", "e", "space", "l", "a", "enter")
        await wait_until(pilot, lambda: "match " in seen(app))
        first = reader.view.marks.here
        assert first is not None
        await pilot.press("n")
        second = reader.view.marks.here
        assert second is not None
        assert second != first
        await pilot.press("N")
        assert reader.view.marks.here == first
        await pilot.press("slash", "ctrl+a", "ctrl+k", *"zebra", "enter")
        await wait_until(pilot, lambda: "no match" in seen(app))
        await pilot.press("slash", "ctrl+a", "ctrl+k", *"sheep and goats", "ctrl+s")
        await wait_until(pilot, lambda: "by meaning: 1 of" in seen(app))
        found = reader.view.marks.here
        assert found is not None
        assert reader._article is not None
        assert "moutons" in found.of(reader._article.text)  # in the language of the article
        await pilot.press("escape")
        assert not reader.bar.is_open
        assert reader.view.marks.here is None
        await pilot.press("escape")
        assert not isinstance(app.screen, ReaderScreen)


async def test_one_article_alone_is_asked(app: QuothApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, OTHER_QUESTION)
        screen = ask_screen(app)
        article = screen.passages.places[0].article
        await pilot.press("alt+1")
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("w")
        await wait_until(pilot, lambda: "⌫ only within “" in seen(app))
        assert app.focused is screen.box
        await ask(pilot, QUESTION)  # of another article
        answer = screen.conversation.views[-1].turn.answer
        assert answer is not None
        assert {hit.article.id for hit in answer.hits} <= {article.id}
        assert f"Asked within “{article.title[:20]}" in answer.notice
        await pilot.press("backspace")
        await wait_until(pilot, lambda: "⌫ only within" not in seen(app))
        await ask(pilot, QUESTION)
        answer = screen.conversation.views[-1].turn.answer
        assert answer is not None
        assert answer.answered
        assert answer.notice == ""


async def test_other_evidence_of_the_conversation_is_marked(app: QuothApp) -> None:
    async with app.run_test(size=(100, 60)) as pilot:
        await ask(pilot, QUESTION)
        await ask(pilot, "What is photogrammetry?")
        screen = ask_screen(app)
        cited = [
            place
            for view in screen.conversation.views
            for place in view.places
            if place.number and place.article.title.startswith("Rebuilding Palmyra")
        ]
        spans = {place.span for place in cited}
        assert len(spans) >= 2
        screen.action_read(1)
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        reader = _reader(app)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        text_length = max(span.end for span in spans) + 1
        pieces = list(reader.view.marks.pieces(0, text_length))
        kinds = {span: next(k for a, _, k in pieces if a == span.start) for span in spans}
        assert kinds[reader.place.span] == "quote"
        assert set(kinds.values()) == {"quote", "other"}


async def test_pages_of_a_pdf_have_their_numbers(app: QuothApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, "Quand la convention de La Haye a-t-elle été signée ?")
        screen = ask_screen(app)
        places = screen.passages.places
        place = next(p for p in places if p.article.path.endswith(".pdf"))
        screen.post_message(PlaceChosen(place))
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        reader = _reader(app)
        await wait_until(pilot, lambda: reader.view.is_wrapped)
        pages = len(place.article.page_starts)
        await pilot.press("home")
        await wait_until(pilot, lambda: f"p. 1 of {pages}" in seen(app))
        assert " p. 1 " in "".join(seen(app).splitlines()[3:8])


async def test_a_file_that_changed_since_is_told(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    well = articles / "well.txt"
    well.write_text("The well\n\nThe well of Tarn is ninety feet deep.\n", encoding="utf-8")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([articles])
    app = app_over(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, "How deep is the well of Tarn?")
        well.write_text("It has run dry.\n", encoding="utf-8")
        await pilot.press("tab", "1")
        await wait_until(pilot, lambda: "has changed since it was indexed" in seen(app))
        assert "ninety feet" in seen(app)


async def test_the_editor_opens_at_the_line(
    app: QuothApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app stands aside while it runs; a test's terminal has nothing to stand aside from."""
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/given\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "1")
        place = _reader(app).place
        await pilot.press("e")
        await wait_until(pilot, (tmp_path / "given").exists)
        line, path = (tmp_path / "given").read_text().splitlines()
        assert path == place.article.path
        words = place.passage.quote(place.span).split()[:4]
        rows = Path(path).read_text(encoding="utf-8").splitlines()
        assert words[0] in rows[int(line[1:]) - 1]


async def test_an_editor_that_is_not_there_is_told(
    app: QuothApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "1", "e")
        await wait_until(pilot, lambda: "There is no editor" in notified(app))
        assert app.is_running


async def test_the_viewer_of_the_desktop_opens_the_file(
    app: QuothApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("xdg-open", "open"):
        (tmp_path / name).write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/given\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "1", "o")
        await wait_until(pilot, (tmp_path / "given").exists)
        assert (tmp_path / "given").read_text().strip() == _reader(app).place.article.path


async def test_a_viewer_that_fails_is_told(
    app: QuothApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("xdg-open", "open"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 3\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "1", "o")
        await wait_until(pilot, lambda: "could not open the file (code 3)" in notified(app))


async def test_without_a_viewer_it_says_so(app: QuothApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    async with app.run_test(size=(100, 30)) as pilot:
        await ask(pilot, QUESTION)
        await pilot.press("tab", "1", "o")
        await wait_until(pilot, lambda: "no viewer" in notified(app))
