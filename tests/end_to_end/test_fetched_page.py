"""A page that `quoth add` fetched is cited by its address, at every door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from quoth.index.articles import ArticleCard
from quoth.index.fetching.saving import save
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answers import Answer
from quoth.qa.api import QuothLibrary
from quoth.qa.langchain import QuothAnswers, QuothRetriever
from quoth.qa.mcp_server import make_server
from quoth.qa.output.json import answer_json
from quoth.qa.output.text import as_markdown, as_text
from quoth.qa.saved.export import as_json
from quoth.qa.saved.records import Conversation, answer_from_json, answer_to_json
from quoth.qa.turns import Turn
from quoth.tui.cli import output
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text.copying import quote
from tests.tui.conftest import app_over, ask, ask_screen, seen, wait_until

URL = "https://example.org/kiln?page=2"
QUESTION = "How many pots does the kiln of Marrow hold?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(tmp_path_factory.mktemp("fetched") / "library", IndexSettings())
    text = b"The kiln\n\nThe kiln of Marrow holds four hundred pots. It is fired in May.\n"
    save(made.added, URL, "The kiln", ".txt", text)
    own = made.folder / "own"
    own.mkdir()
    (own / "well.txt").write_text("The well\n\nThe well of Tarn is ninety feet deep.\n")
    made.rebuild([made.added, own])
    return made


@pytest.fixture(scope="module")
def door(library: Library) -> Iterator[QuothLibrary]:
    with QuothLibrary.over(library) as opened:
        yield opened


@pytest.fixture(scope="module")
def answer(door: QuothLibrary) -> Answer:
    return door.ask(QUESTION)


def test_in_python_and_json(door: QuothLibrary, answer: Answer) -> None:
    assert answer.citations[0].article.url == URL
    written = answer_json(answer)
    assert written["citations"][0]["article"]["url"] == URL
    assert {hit["title"]: hit["url"] for hit in written["passages"]}["The kiln"] == URL
    own = door.article("The well").card
    assert own.url == ""
    assert own.place == own.path


async def test_at_the_doors_for_other_programs(library: Library, door: QuothLibrary) -> None:
    (document, *_) = QuothRetriever(library=library.folder, top_k=1).invoke(QUESTION)
    assert document.metadata["url"] == URL
    asked = QuothAnswers(library=library.folder, model="").invoke(QUESTION)
    assert asked["citations"][0]["article"]["url"] == URL
    async with Client(make_server(door)) as client:

        async def called(tool: str, **words: str) -> dict[str, Any]:
            return (await client.call_tool(tool, words)).structured_content or {}

        told = await called("ask", question=QUESTION)
        assert told["citations"][0]["article"]["url"] == URL
        assert (await called("search_passages", question=QUESTION))["result"][0]["url"] == URL
        listed = await called("list_articles")
        assert {card["title"]: card["url"] for card in listed["articles"]}["The kiln"] == URL
        assert (await called("read_article", article="The kiln"))["url"] == URL


def test_in_text_and_exports(answer: Answer) -> None:
    assert URL in as_text(answer)
    assert URL.replace("&", "&amp;") in as_markdown(answer)
    path = answer.citations[0].article.path
    assert path not in as_text(answer) + as_markdown(answer)
    exported = json.loads(as_json(Conversation(1, "Kilns", (Turn(QUESTION, outcome=answer),))))
    assert exported["turns"][0]["answer"]["citations"][0]["article"]["url"] == URL


def test_an_answer_that_was_saved_keeps_it(answer: Answer) -> None:
    assert answer_from_json(answer_to_json(answer)).citations[0].article.url == URL
    before = json.loads(answer_to_json(answer))
    for holder in (*before["citations"], *before["hits"]):
        del holder["article"]["url"]  # as an earlier Quoth wrote it
    assert answer_from_json(json.dumps(before)).citations[0].article.url == ""


def test_in_the_terminal(
    door: QuothLibrary, answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    output.print_answer(answer, was_streamed=False)
    output.print_article(door.article("The kiln"))
    assert capsys.readouterr().out.count(URL) == 2


async def test_in_the_app(library: Library) -> None:
    app = app_over(library)
    async with app.run_test(size=(160, 48)) as pilot:
        await ask(pilot, QUESTION)
        assert URL in seen(app)
        screen = ask_screen(app)
        place = screen.passages.places[0]
        assert URL in quote(place)
        screen.action_read(1)
        await wait_until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await wait_until(pilot, lambda: URL in seen(app))


def test_a_note_is_a_line_of_text(tmp_path: Path) -> None:
    made = Library(tmp_path / "library", IndexSettings())
    file = save(made.added, "https://a.example/\x1b[31m\nx", "A", ".txt", b"A\n\nIt is so.\n")
    made.rebuild([file])
    with made.open() as generation:
        (card,) = generation.catalog.articles()
    assert isinstance(card, ArticleCard)
    assert "\x1b" not in card.url
    assert "\n" not in card.url
    assert asdict(card)["url"].startswith("https://a.example/")
