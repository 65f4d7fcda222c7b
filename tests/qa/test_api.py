"""Quoth for other programs: the Python API, and MCP as a real client speaks it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters

import quoth
from quoth import open_library
from quoth.index.errors import EmptyLibrary, LibraryError, UsageError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answers import AnswerFinished, PassagesFound
from quoth.qa.api import QuothLibrary
from quoth.qa.mcp_server import make_server
from quoth.qa.search.filters import Narrowing

QUESTION = "How many pictures of the rear wall of the temple did the student have?"


def test_a_library_is_opened_and_asked(seed_library: Path) -> None:
    with open_library(seed_library) as library:
        answer = library.ask(QUESTION, top_k=4)
        assert "eleven of the rear wall" in answer.text
        assert len(answer.hits) == 4
        assert len(library.articles()) == 16
        article = library.article(answer.citations[0].article.id)
        assert answer.citations[0].span.of(article.text) == answer.citations[0].quote
        first, *_, last = library.events(QUESTION)
        assert isinstance(first, PassagesFound)
        assert isinstance(last, AnswerFinished)
        assert library.search(QUESTION)[0].rank == 1
        assert library.refresh() is False
        with pytest.raises(UsageError):
            library.ask(" ? ")


def test_a_question_is_narrowed_by_types(seed_library: Path) -> None:
    with open_library(seed_library) as library:
        question = "Que s'est-il passé à Palmyre ?"
        march = library.search(question, since=date(2016, 3, 1), until="2016-03")
        assert {hit.article.published for hit in march} <= {
            date(2016, 3, day) for day in range(1, 32)
        }
        assert march
        arabic = library.ask(question, language="ar", source=None)
        assert {hit.article.language for hit in arabic.hits} == {"ar"}
        tagged = library.search("What returns?", tag=["comets", "no such tag"])
        assert {hit.article.tags for hit in tagged} == {("astronomy", "comets", "history")}
        assert library.ask("Who? re:publica", author="nobody at all").hits == ()
        with pytest.raises(UsageError, match="'someday'"):
            library.ask(question, since="someday")


def test_what_cannot_be_asked_is_one_error(seed_library: Path) -> None:
    with open_library(seed_library) as library:
        wrong: list[Any] = [0, -3, 101, 2.5, "3"]
        for top_k in wrong:
            for ask in (library.ask, library.search):
                with pytest.raises(UsageError, match="top_k is"):
                    ask(QUESTION, top_k=top_k)
        questions: list[Any] = [None, b"Who?", 7]
        for question in questions:
            with pytest.raises(UsageError, match="A question is text, not"):
                library.ask(question)
    # closed behind the `with`
    closed: list[Callable[[], object]] = [
        lambda: library.ask(QUESTION),
        lambda: library.search(QUESTION),
        lambda: library.article("kiln"),
        library.articles,
        library.entities,
    ]
    for call in closed:
        with pytest.raises(LibraryError, match="closed") as raised:
            call()
        assert raised.value.hint
    assert library.open().ask(QUESTION).answered
    library.close()


def test_the_door_rebuilds_reads_and_measures(tmp_path: Path) -> None:
    (tmp_path / "kiln.txt").write_text("The kiln\n\nThe kiln of Marrow holds four hundred pots.\n")
    asked = tmp_path / "asked.jsonl"
    asked.write_text(
        json.dumps({"question": "How many pots does the kiln hold?", "answer": "four hundred"})
    )
    with QuothLibrary(tmp_path / "library", model="") as library:
        assert library.rebuild([tmp_path / "kiln.txt"]).added == 1
        assert [card.title for card in library.articles()] == ["The kiln"]
        assert "four hundred" in library.article("kiln.txt").text
        assert library.evaluate(asked).as_json()["questions"] == 1
        assert "four hundred" in library.ask("How many pots does the kiln hold?").text


def test_what_cannot_be_opened_is_said(tmp_path: Path, seed_library: Path) -> None:
    with pytest.raises(EmptyLibrary):
        open_library(tmp_path)
    with pytest.raises(UsageError):
        open_library(seed_library, model="nonsense")


def test_a_newer_index_is_taken_up(tmp_path: Path) -> None:
    article = tmp_path / "kiln.txt"
    article.write_text("The kiln\n\nThe kiln of Marrow holds four hundred pots.\n")
    index = Library(tmp_path / "library", IndexSettings())
    index.rebuild([article])
    with open_library(index.folder) as library:
        article.write_text("The kiln\n\nThe kiln of Marrow holds nine hundred pots.\n")
        index.rebuild()
        assert library.refresh() is True
        assert "nine hundred" in library.ask("How many pots does the kiln of Marrow hold?").text


def test_importing_the_api_loads_nothing_heavy() -> None:
    code = (
        "import sys, quoth; sys.exit(bool({'numpy', 'chromadb', 'onnxruntime'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@asynccontextmanager
async def connected(library: Path) -> AsyncIterator[Client]:
    """A client of `quoth mcp` in a process of its own."""
    words = ["-m", "quoth.tui.cli.main", "mcp", "--library", str(library)]
    async with Client(StdioServerParameters(command=sys.executable, args=words)) as client:
        yield client


def content(result: Any) -> Any:
    """What a tool returned."""
    value = result.structured_content
    return value["result"] if set(value) == {"result"} else value


def text_of(part: Any) -> str:
    """Of a part that is text, as all of ours are."""
    return str(part.text)


async def test_a_real_client_uses_every_tool_and_resource(seed_library: Path) -> None:
    async with connected(seed_library) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {"search_passages", "ask", "list_articles", "read_article"}
        for tool in (await client.list_tools()).tools:
            assert tool.title
            if tool.name in ("search_passages", "ask"):
                assert set(tool.input_schema["properties"]) >= set(Narrowing.__annotations__)

        answer = content(await client.call_tool("ask", {"question": QUESTION}))
        assert answer["schema"] == "quoth.answer/1"
        assert answer["answered"] is True
        (citation, *_) = answer["citations"]

        name = citation["article"]["id"]
        article = content(await client.call_tool("read_article", {"article": name}))
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert article["next"] is None
        rest = await client.call_tool("read_article", {"article": name, "start": 100})
        assert content(rest)["text"] == article["text"][100:]

        narrowed = {"question": QUESTION, "language": ["ar"], "since": ""}
        arabic = content(await client.call_tool("search_passages", narrowed))
        assert {Path(passage["path"]).name for passage in arabic} == {"wahat-tadmur-nakhil.md"}

        words = {"question": "flood", "top_k": 3}
        passages = content(await client.call_tool("search_passages", words))
        assert [passage["rank"] for passage in passages] == [1, 2, 3]

        listed = (await client.list_resources()).resources
        uris = [str(resource.uri) for resource in listed]
        assert uris[0] == "quoth://articles"
        assert len(set(uris)) == 17
        templates = (await client.list_resource_templates()).resource_templates
        assert [template.uri_template for template in templates] == ["quoth://articles/{id}"]
        cards = json.loads(text_of((await client.read_resource("quoth://articles")).contents[0]))
        assert len(cards) == 16
        assert uris[1:] == [f"quoth://articles/{card['id']}" for card in cards]
        assert [resource.title for resource in listed[1:]] == [card["title"] for card in cards]
        one = await client.read_resource(f"quoth://articles/{name}")
        assert json.loads(text_of(one.contents[0]))["text"] == article["text"]


async def test_a_large_library_lists_its_first_articles(tmp_path: Path) -> None:
    for number in range(205):
        text = f"Note {number}\n\nThe {number}th lamp of the quay of Marrow was lit at dusk.\n"
        (tmp_path / f"note-{number:03}.txt").write_text(text)
    index = Library(tmp_path / "library", IndexSettings())
    index.rebuild([tmp_path])
    async with connected(index.folder) as client:
        listed = (await client.list_resources()).resources
        assert len(listed) == 201
        everything = await client.read_resource("quoth://articles")
        assert len(json.loads(text_of(everything.contents[0]))) == 205
        ids: list[str] = []
        start: int | None = 0
        while start is not None:
            words = {"start": start, "limit": 90}
            page = content(await client.call_tool("list_articles", words))
            assert (page["total"], page["start"]) == (205, start)
            ids += [card["id"] for card in page["articles"]]
            start = page["next"]
        assert len(set(ids)) == len(ids) == 205
        behind = content(await client.call_tool("list_articles", {"start": 400}))
        assert (behind["articles"], behind["next"]) == ([], None)


async def test_a_clients_mistakes_are_told_to_it(seed_library: Path) -> None:
    async with connected(seed_library) as client:
        for tool, words, said in (
            ("ask", {"question": "?!"}, "The question is empty. Ask in words."),
            (
                "ask",
                {"question": None},
                "question: Input should be a valid string. Correct it, and",
            ),
            ("ask", {}, "question: Field required. Correct it, and call ask again."),
            (
                "read_article",
                {"article": "no such"},
                "There is no article 'no such'. Call list_articles",
            ),
            ("read_article", {"article": "quoth"}, "Call list_articles"),
            ("read_article", {"article": "x", "start": -1}, "start: "),
            ("list_articles", {"limit": 0}, "limit: "),
            ("no_such_tool", {}, "list_articles"),
            ("search_passages", {"question": "x", "top_k": 0}, "top_k: "),
            ("ask", {"question": "x", "since": "someday"}, "'someday' is not a date."),
        ):
            result = await client.call_tool(tool, words)
            assert result.is_error
            assert said in text_of(result.content[0])
            assert "Traceback" not in text_of(result.content[0])
            assert "\n" not in text_of(result.content[0])
            assert "quoth articles" not in text_of(result.content[0])
        with pytest.raises(MCPError):
            await client.read_resource("quoth://articles/no-such-article")


async def test_a_client_knows_what_it_speaks_to_and_what_comes_back(seed_library: Path) -> None:
    with QuothLibrary(seed_library, model="") as library:
        async with Client(make_server(library)) as client:
            about = client.server_info
            assert about is not None
            assert (about.name, about.title, about.version) == ("quoth", "Quoth", quoth.__version__)
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            called: dict[str, dict[str, Any]] = {
                "ask": {"question": "timeline of Palmyra"},
                "search_passages": {"question": QUESTION},
                "list_articles": {"limit": 1},
                "read_article": {"article": library.articles()[0].id},
            }
            assert called.keys() == tools.keys()
            for name, words in called.items():
                schema = tools[name].output_schema
                assert schema is not None
                assert "$defs" in schema or name == "read_article"  # objects, and not any dict
                assert "url" in json.dumps(schema)
                assert not (await client.call_tool(name, words)).is_error


async def test_what_only_the_user_can_mend_names_no_command(
    tmp_path: Path, seed_library: Path
) -> None:
    closed = QuothLibrary(seed_library, model="").open()
    closed.close()
    for library, said in ((QuothLibrary(tmp_path), "Nothing is indexed"), (closed, "is closed")):
        async with Client(make_server(library)) as client:
            for tool, words in (("ask", {"question": "Who?"}), ("list_articles", {})):
                result = await client.call_tool(tool, words)
                told = text_of(result.content[0])
                assert result.is_error
                assert said in told
                assert "tell the user" in told
                assert "quoth " not in told.replace(str(tmp_path), "")
            with pytest.raises(MCPError, match=said):
                await client.read_resource("quoth://articles")
