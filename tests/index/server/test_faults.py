"""A server that is away, hangs, refuses or is none: one clear line in time, or it mends itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import (
    IndexMoved,
    LibraryError,
    ModelMismatch,
    QuothError,
    ServerError,
)
from quoth.index.library import Library
from quoth.index.server.address import TOKEN, Address
from quoth.index.server.connection import Server
from quoth.index.server.generation import ServerGeneration
from quoth.index.server.records import Record, Records
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from tests.chroma_server import ChromaServer
from tests.faults.mounts import may_mount, small_disk
from tests.index.server.answering import answering, forward, say
from tests.index.server.conftest import Publish, write
from tests.tui.command import Run

_QUESTION = "How many arches has the bridge of Corran?"
_PATIENCE = 10.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """One to be harmed."""
    with ChromaServer(tmp_path / "chroma") as started:
        yield started


@pytest.fixture
def away() -> str:
    """A URL at which nobody listens."""
    return ChromaServer(Path()).url


@contextmanager
def in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < _PATIENCE


def test_an_absent_server_is_told_in_two_lines(run: Run, tmp_path: Path, away: str) -> None:
    for command in (["ask", _QUESTION], ["articles"], ["show", "bridge"]):
        with in_time():
            done = run(*command, "--library", tmp_path / "library", "--chroma-url", away)
        assert done.code == 1
        first, hint = done.err.splitlines()
        assert first == f"quoth: There is no Chroma server at {away}."
        assert "chroma_url" in hint


def test_what_was_indexed_stays_here_when_the_server_is_away(
    articles: Path, tmp_path: Path, run: Run, away: str
) -> None:
    library = tmp_path / "library"
    done = run("rebuild", "--library", library, "--chroma-url", away, articles)
    assert done.code == 1
    assert f"There is no Chroma server at {away}." in done.err
    done = run("ask", "--library", library, _QUESTION)
    assert (done.code, "nine arches" in done.out) == (0, True)


def test_a_frozen_server_is_not_waited_for(
    publish: Publish, server: ChromaServer, embedder: Embedder
) -> None:
    address = Address(server.url)
    publish(address)
    with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
        server.freeze()
        with in_time(), pytest.raises(ServerError, match="does not answer"):
            answerer.answer(_QUESTION)
        with in_time(), pytest.raises(ServerError, match="does not answer"):
            ServerGeneration.open(address)
        server.thaw()
        assert answerer.answer(_QUESTION).answered


def test_a_server_that_comes_back_is_waited_for(
    publish: Publish,
    server: ChromaServer,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = Address(server.url)
    publish(address)
    with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
        server.kill()
        with in_time(), pytest.raises(ServerError, match="There is no Chroma server"):
            answerer.answer(_QUESTION)
        monkeypatch.setattr(
            "quoth.index.server.connection._AWAY_SECONDS", 30
        )  # a busy machine starts it slowly
        again = threading.Timer(0.3, server.start)
        again.start()
        answer = answerer.answer(_QUESTION)
        again.join()
        assert answer.answered


def test_killed_in_the_middle_of_questions(
    publish: Publish, server: ChromaServer, embedder: Embedder
) -> None:
    """Each is answered, or ends with one line; after the restart all are answered."""
    address = Address(server.url)
    publish(address)
    given: list[bool | QuothError] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                given.append(answerer.answer(_QUESTION).answered)
            except QuothError as error:
                given.append(error)

    with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
        asking = threading.Thread(target=ask)
        asking.start()
        _until(lambda: len(given) >= 2)
        server.kill()
        time.sleep(0.5)
        server.start()
        count = len(given)
        _until(lambda: len(given) >= count + 3)
        stop.set()
        asking.join()
    assert all(one is True or isinstance(one, ServerError) for one in given)
    assert given[-2:] == [True, True]


def test_killed_in_the_middle_of_a_rebuild(
    publish: Publish,
    server: ChromaServer,
    articles: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = Address(server.url)
    publish(address)
    for number in range(3):
        write(articles, f"raft {number}", f"The raft {number} is moored at Sorne.")
    monkeypatch.setattr("quoth.index.server.publishing._BATCH_PASSAGES", 1)
    real = Records.put
    puts = 0

    def killing(self: Records, records: list[Record]) -> None:
        nonlocal puts
        puts += bool(records and records[0].document)
        if puts == 2:
            server.kill()
        real(self, records)

    with monkeypatch.context() as patch:
        patch.setattr(Records, "put", killing)
        with pytest.raises(ServerError, match="There is no Chroma server"):
            publish(address)
    server.start()
    with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
        assert answerer.answer(_QUESTION).answered
        assert len(answerer.generation.catalog.articles()) == 4
        publish(address)
        assert (
            answerer.answer("Where is the raft 2 moored?")
            .citations[0]
            .quote.startswith("The raft 2")
        )


def test_a_full_disk_of_the_server(
    publish: Publish, articles: Path, tmp_path: Path, embedder: Embedder
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("mounting a small disk needs root")
    with small_disk(disk, 1_000_000), ChromaServer(disk / "chroma") as server:
        address = Address(server.url)
        publish(address)
        for number in range(6):
            lines = (f"The raft {number} has plank {n} of oak from Sorne." for n in range(40))
            write(articles, f"raft {number}", " ".join(lines))
        with pytest.raises(ServerError) as full:
            publish(address)
        assert "cannot write" in full.value.message
        assert "Make room" in full.value.hint
        with QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer:
            assert answerer.answer(_QUESTION).answered


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b'"0.6.3"', "version 0.6.3"),
        (200, b"<html>Welcome</html>", "no version of Chroma"),
        (404, b"not here", "no version of Chroma"),
        (500, b"oh", "says: "),
        (200, b'"1.0.0"', "says: "),  # and then nothing that Chroma would
    ],
)
def test_what_is_no_chroma_is_told(status: int, body: bytes, said: str) -> None:
    with answering(lambda handler: say(handler, status, body, "application/json")) as url:
        with in_time(), pytest.raises(ServerError) as refused:
            ServerGeneration.open(Address(url))
        assert said in refused.value.message
        assert "\n" not in refused.value.message


@pytest.mark.parametrize("last", [0, 2], ids=["its version", "a client's first question"])
def test_an_answer_without_end_is_left(last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its version and its database may be right, which are asked for first."""
    monkeypatch.setattr("quoth.index.fetching.http_limits.MOST_BYTES", 1_000_000)
    sent: list[int] = []
    asked: list[str] = []

    def flood(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        if len(asked) <= last:
            say(handler, 200, b'"1.0.0"', "application/json")
            return
        handler.send_response(200)
        handler.end_headers()
        with suppress(ConnectionError):
            for _ in range(5_000):
                sent.append(handler.wfile.write(b"[" * 100_000))

    refused = pytest.raises(ServerError, match="sends more at once")
    with answering(flood) as url, in_time(), refused:
        ServerGeneration.open(Address(url))
    assert sum(sent) < 100_000_000


def test_vectors_of_another_length_are_told(
    publish: Publish, address: Address, embedder: Embedder
) -> None:
    publish(address)
    with ServerGeneration.open(address) as generation:
        name = f"quoth-passages-{generation.name}"
        ids = list(generation._cache._records.ids())
        server = Server(address)
        server.drop(name)
        other = Records(server, server.make(name, "cosine"))
        other.put(
            [Record(id, embedder.embed_question(id)[:7], "of another", {"a": 1}) for id in ids]
        )
        server.close()
    with (
        QuestionAnswerer(ServerGeneration.open(address), embedder) as answerer,
        pytest.raises(LibraryError) as refused,
    ):
        answerer.answer(_QUESTION)
    assert "dimension" in refused.value.message


@pytest.mark.parametrize("tenant", ["default_tenant", "nobody"])
def test_a_missing_database_or_tenant_is_named(chroma: ChromaServer, tenant: str) -> None:
    with pytest.raises(ServerError, match=f"no tenant '{tenant}' with a database 'nothing'"):
        ServerGeneration.open(Address(chroma.url, tenant, "nothing"))


def test_a_token_is_sent_and_never_shown(
    chroma: ChromaServer,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    tmp_path: Path,
) -> None:
    """Through a proxy that checks it, as a single server of Chroma does not."""
    secret = "s3cret-of-the-newsroom"

    def checked(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Authorization") == f"Bearer {secret}":
            forward(handler, chroma.url)
        else:
            say(handler, 401, b'{"detail": "unauthorized"}', "application/json")

    with answering(checked) as url:
        ask = ("ask", "--library", tmp_path / "reader", "--chroma-url", url, _QUESTION)
        for wrong in ("", "wr0ng-token"):
            monkeypatch.setenv(TOKEN, wrong)
            done = run(*ask)
            assert done.code == 1
            assert done.err.splitlines() == [
                f"quoth: The Chroma server at {url} refuses the request.",
                f"  Put the token it wants into {TOKEN}.",
            ]
        monkeypatch.setenv(TOKEN, secret)
        publish(Address(url))
        done = run(*ask)
        assert (done.code, "nine arches" in done.out) == (0, True)
        assert secret not in done.out + done.err
        monkeypatch.setenv(TOKEN, "two\nlines")
        assert run(*ask).code == 2


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8000",
        "ftp://host",
        "http://",
        "http://host:port",
        "http://host:99999",
        "/a",
        "[x]",
    ],
)
def test_a_url_that_is_none_is_refused_by_name(run: Run, tmp_path: Path, url: str) -> None:
    done = run("ask", "--library", tmp_path, "--chroma-url", url, _QUESTION)
    assert done.code == 2
    assert repr(url) in done.err


def test_a_password_in_a_url_is_not_repeated(run: Run, tmp_path: Path) -> None:
    done = run("ask", "--library", tmp_path, "--chroma-url", "http://me:hush@host", _QUESTION)
    assert done.code == 2
    assert "hush" not in done.err
    assert TOKEN in done.err


def test_a_server_does_not_choose_what_model_is_loaded(
    publish: Publish, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IndexSettings(chroma_url=address.url, chroma_database=address.database)
    publish(address)
    library = Library(tmp_path / "reader", settings)
    with library.open() as generation:
        hostile = replace(generation.manifest, embedder="somebody/model-with-code")
        monkeypatch.setattr(generation, "manifest", hostile)
        with pytest.raises(ModelMismatch, match="somebody/model-with-code"):
            library.embedder_of(generation)


def test_the_doctor_looks_at_the_server(
    publish: Publish, server: ChromaServer, run: Run, tmp_path: Path
) -> None:
    publish(Address(server.url))
    doctor = ("doctor", "--library", tmp_path / "reader", "--chroma-url", server.url)
    done = run(*doctor)
    assert done.code == 0, done.out
    assert "4 passages are published" in done.out
    server.kill()
    done = run(*doctor)
    assert done.code == 1
    assert "There is no Chroma server" in done.out


def test_a_damaged_board_is_told(publish: Publish, address: Address) -> None:
    publish(address)
    with ServerGeneration.open(address) as generation:
        pointer = generation._pointer
        snapshot = generation.live.snapshot
        pointer.records.remove([f"{snapshot}/0"])
        (Path(generation._snapshot.file)).unlink()
    with pytest.raises(IndexMoved, match="missing"):
        ServerGeneration.open(address)
    assert publish(address, afresh=True)
    with ServerGeneration.open(address) as mended:
        assert len(mended.catalog.articles()) == 4


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
