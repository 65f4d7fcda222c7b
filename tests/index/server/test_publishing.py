"""Publishing: only what is new is sent, readers see one state, and nothing is lost when it stops."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import EmptyLibrary, IndexMoved, LibraryBusy, LibraryError
from quoth.index.server import publishing
from quoth.index.server.address import Address
from quoth.index.server.connection import Server
from quoth.index.server.generation import ServerGeneration
from quoth.index.server.pointer import Pointer
from quoth.index.server.records import Record, Records
from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from tests.index.server.conftest import Publish, write

_QUESTION = "How many arches has the bridge of Corran?"


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """The passages that are sent."""
    sent: list[Record] = []
    real = Records.put

    def counting(self: Records, records: list[Record]) -> None:
        sent.extend(record for record in records if record.document)
        real(self, records)

    monkeypatch.setattr(Records, "put", counting)
    return sent


def titles(address: Address) -> set[str]:
    with ServerGeneration.open(address) as generation:
        return {card.title for card in generation.catalog.articles()}


def ids_of(address: Address) -> set[str]:
    """The records of all passages on the server, live or not."""
    with ServerGeneration.open(address) as generation:
        return set(generation._cache._records.ids())


def test_a_reader_needs_nothing_but_the_url(
    publish: Publish, address: Address, embedder: Embedder
) -> None:
    with pytest.raises(EmptyLibrary, match="Nothing is published yet"):
        ServerGeneration.open(address)
    assert publish(address)
    with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
        answer = answerer.answer(_QUESTION)
    assert answer.answered
    assert answer.citations[0].quote == "The bridge of Corran has nine arches."


def test_only_what_changed_is_sent(
    publish: Publish, address: Address, articles: Path, put: list[Record]
) -> None:
    publish(address)
    assert len(put) == 4
    put.clear()
    assert not publish(address)
    assert put == []
    (articles / "orchard.txt").unlink()
    (articles / "bridge.txt").rename(articles / "arches.txt")
    write(articles, "quarry", "The quarry of Pell was opened again in 2011.")
    write(articles, "mill", "The mill of Orsel grinds rye.")
    assert publish(address)
    mill, quarry = sorted((r.document.split() for r in put), key=lambda words: "rye" not in words)
    assert "rye" in mill
    assert "2011" in quarry
    assert titles(address) == {
        "About the bridge",
        "About the quarry",
        "About the mill",
        "About the phare",
    }


def test_words_are_counted_as_if_all_were_new(
    publish: Publish, address: Address, articles: Path, tmp_path: Path
) -> None:
    publish(address)
    write(articles, "quarry", "The quarry of Pell was opened again in 2011.")
    (articles / "orchard.txt").unlink()
    publish(address)
    with ServerGeneration.open(address) as changed:
        counted = (changed._snapshot.words(), changed._snapshot.tokens)
    publish(address, afresh=True)
    with ServerGeneration.open(address) as anew:
        assert (anew._snapshot.words(), anew._snapshot.tokens) == counted
        assert anew.words.count == 3


def test_everything_anew_goes_beside_what_is_read(
    publish: Publish, address: Address, embedder: Embedder, put: list[Record]
) -> None:
    publish(address)
    with ServerGeneration.open(address) as reader:
        vector = embedder.embed_question(_QUESTION)
        before = reader.nearest([vector], 3)[0]
        put.clear()
        assert publish(address, afresh=True)
        assert len(put) == 4
        assert reader.nearest([vector], 3)[0] == before
        assert reader.current().name != reader.name
        publish(address, afresh=True)
        with pytest.raises(IndexMoved):
            reader.nearest([vector], 3)[0]
        assert reader.current().nearest([vector], 3)[0].keys() == before.keys()


def test_a_text_that_comes_back_is_there_again(
    publish: Publish, address: Address, articles: Path
) -> None:
    publish(address)
    text = (articles / "orchard.txt").read_text(encoding="utf-8")
    (articles / "orchard.txt").unlink()
    publish(address)
    assert "About the orchard" not in titles(address)
    (articles / "orchard.txt").write_text(text, encoding="utf-8")
    publish(address)
    with ServerGeneration.open(address) as generation:
        (card,) = [c for c in generation.catalog.articles() if c.title == "About the orchard"]
        article = generation.catalog.article(card.id)
        assert article is not None
        assert "three kinds of pear" in article.text
        assert generation.catalog.passages_of(card.id)[0].text in article.text


def test_what_nobody_reads_any_more_is_removed(
    publish: Publish, address: Address, articles: Path
) -> None:
    publish(address)
    first = ids_of(address)
    write(articles, "quarry", "The quarry of Pell was opened again in 2011.")
    publish(address)
    assert first < ids_of(address)  # who began before still finds it
    write(articles, "mill", "The mill of Orsel grinds rye.")
    publish(address)
    with ServerGeneration.open(address) as generation:
        assert ids_of(address) == set(generation._snapshot.keys().values())
        snapshots = {id for id in generation._pointer.records.ids() if id.endswith("/0")}
        assert len(snapshots) == 2


@pytest.mark.parametrize("step", ["_send", "_move", "_clean"])
def test_stopped_anywhere_it_goes_on_the_next_time(
    publish: Publish,
    address: Address,
    articles: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    embedder: Embedder,
) -> None:
    publish(address)
    before = titles(address)
    write(articles, "mill", "The mill of Orsel grinds rye.")
    (articles / "orchard.txt").unlink()
    after = before - {"About the orchard"} | {"About the mill"}
    real = getattr(publishing._Publication, step)

    def stopped(self: object, *arguments: object) -> None:
        if step == "_send":
            real(self, *arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing._Publication, step, stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(address)
    assert titles(address) == (after if step == "_clean" else before)
    with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
        assert answerer.answer(_QUESTION).answered
    publish(address)
    assert titles(address) == after
    publish(address, afresh=False)
    with ServerGeneration.open(address) as generation:
        live = set(generation._snapshot.keys().values()) | generation._snapshot.retired()
        assert ids_of(address) <= live


def test_another_writer_is_waited_for(
    publish: Publish, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(address)
    server = Server(address)
    Pointer.on(server).claim("somebody else")
    with pytest.raises(LibraryBusy, match="Another rebuild is publishing"):
        publish(address, library="another")
    monkeypatch.setattr("quoth.index.server.pointer._CLAIM_SECONDS", 0)
    publish(address, library="another")
    assert Pointer.on(server).claim("a third") is False
    server.close()


def test_what_another_version_published_is_replaced_only_when_told(
    publish: Publish, address: Address
) -> None:
    publish(address)
    server = Server(address)
    pointer = Pointer.on(server)
    pointer._write("live", {"format": 99})
    with pytest.raises(LibraryError, match="of another format"):
        ServerGeneration.open(address)
    server.close()
    with pytest.raises(LibraryError, match="of another format"):
        publish(address)
    assert publish(address, afresh=True)
    assert "About the bridge" in titles(address)


def test_readers_ask_while_articles_are_published(
    publish: Publish, address: Address, articles: Path, embedder: Embedder
) -> None:
    """Eight of them: no error, and each answer from one state of the index, none between two."""
    publish(address)
    stop = threading.Event()
    failed: list[BaseException] = []
    given: list[Answer] = []

    def ask() -> None:
        try:
            with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
                while not stop.is_set():
                    given.append(answerer.answer("How many boats has the harbour of Brannock?"))
        except BaseException as error:  # noqa: BLE001 - looked at below
            failed.append(error)

    readers = [threading.Thread(target=ask) for _ in range(8)]
    for number in range(2, 8):
        if number == 2:
            write(articles, "harbour", "The harbour of Brannock has 2 boats. It is 2 fathoms deep.")
            publish(address)
            for reader in readers:
                reader.start()
        else:
            text = f"The harbour of Brannock has {number} boats. It is {number} fathoms deep."
            write(articles, "harbour", text)
            write(articles, f"raft {number}", f"The raft {number} is moored at Sorne.")
            publish(address, afresh=number == 5)
        asked = len(given)
        deadline = time.monotonic() + 30
        while len(given) < asked + 4 and not failed and time.monotonic() < deadline:
            time.sleep(0.02)
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert len(given) > 20
    seen = set()
    for answer in given:
        assert answer.answered
        quotes = " ".join(citation.quote for citation in answer.citations)
        numbers = {word for word in quotes.split() if word.isdigit()}
        assert len(numbers) == 1, quotes
        versions = [hit for hit in answer.hits if hit.article.title == "About the harbour"]
        assert len(versions) == 1
        seen |= numbers
    assert "7" in seen
    assert len(seen) > 2


def test_what_is_published_is_plain_to_read(publish: Publish, address: Address) -> None:
    """Values fit what Chroma Cloud takes."""
    publish(address)
    with ServerGeneration.open(address) as generation:
        for records in (generation._cache._records, generation._pointer.records):
            found = records.get(list(records.ids()), "metadatas", "documents")
            assert found
            for record in found.values():
                assert len(record.id.encode()) <= 128
                assert len(record.document.encode()) <= 16_384
                assert len(record.metadata) <= 32
                assert all(len(str(v).encode()) <= 4096 for v in record.metadata.values())
                json.dumps(dict(record.metadata))
