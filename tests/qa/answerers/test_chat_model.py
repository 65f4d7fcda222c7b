"""Chat models through LangChain: a real one on loopback, and servers that fail in every way."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import ModelError, UsageError
from quoth.index.text.clean import one_line
from quoth.qa.answerers import ANSWERERS, open_answerer
from quoth.qa.answerers.chat_model import EXTRAS, ChatModel, open_model
from quoth.qa.answerers.prompt import Messages
from quoth.qa.answerers.timeout import Pieces
from quoth.qa.answers import Answer, AnswerFinished, SentenceWritten, Support
from quoth.qa.questions import Question
from quoth.qa.settings import AnswerSettings
from tests.scripted import answering_with

SHORT = AnswerSettings(top_k=1, model_timeout=120)
QUESTIONS = (
    "How high is the lighthouse tower of Skarvey Point?",
    "When did Johann Georg Palitzsch spot the comet?",
    "Who won the vote on floodlighting the tower?",
)
PLAIN: Messages = [("system", "Answer briefly."), ("human", "Name three colours, please.")]


@pytest.fixture
def model(model_url: str) -> ChatModel:
    return open_model("smollm2", model_url)


def check_well_formed(answer: Answer) -> None:
    numbers = {hit.rank for hit in answer.hits}
    cited = {citation.number for citation in answer.citations}
    for sentence in answer.sentences:
        assert answer.text[sentence.span.start : sentence.span.end] == sentence.text
        assert set(sentence.citations) <= numbers & cited
        assert sentence.support is Support.SUPPORTED or sentence.reasons


def test_a_real_models_answers_are_checked_and_mended(
    model: ChatModel, seed_library: Path, embedder: Embedder
) -> None:
    with answering_with(model, seed_library, embedder, SHORT) as answerer:
        answers = [answerer.answer(question) for question in QUESTIONS[:2]]
    for answer in answers:
        assert answer.answered
        check_well_formed(answer)
    sentences = [s for answer in answers if answer.answerer == "smollm2" for s in answer.sentences]
    assert sentences, "the model wrote nothing that could be read"
    # So small a model cites as it likes: something is always to be mended or doubted.
    assert any(s.repaired or s.support is not Support.SUPPORTED for s in sentences)


def test_a_real_stream_comes_in_pieces_and_can_be_left(model: ChatModel) -> None:
    stream = model.stream(PLAIN)
    first, second = next(stream), next(stream)
    assert first + second
    stream.close()
    again = model.stream(PLAIN)
    assert next(again) + next(again) == first + second  # the server is free again
    again.close()


class _Counted:
    """A model that sets `stop` when it has said a few words."""

    name = "counted"

    def __init__(self, model: ChatModel, stop: threading.Event) -> None:
        self._model, self._stop = model, stop
        self.pieces = 0

    def stream(self, messages: Messages) -> Pieces:
        for piece in self._model.stream(messages):
            self.pieces += 1
            if self.pieces == 6:
                self._stop.set()
            yield piece
            time.sleep(0.05)


def test_a_real_answer_can_be_stopped(
    model: ChatModel, seed_library: Path, embedder: Embedder
) -> None:
    stop = threading.Event()
    counted = _Counted(model, stop)
    with answering_with(counted, seed_library, embedder, SHORT) as answerer:
        *_, last = answerer.ask(QUESTIONS[0], stop=stop)
    assert isinstance(last, AnswerFinished)
    assert "Stopped" in last.answer.notice
    assert counted.pieces < 20


def test_a_real_model_says_that_the_passages_are_too_long(model: ChatModel) -> None:
    with pytest.raises(ModelError) as raised:
        list(model.stream([("human", "The tower is high. " * 1000)]))
    assert "context is too short" in raised.value.message


def test_a_follow_up_with_a_real_model_is_asked_in_its_words_or_in_ours(
    model: ChatModel, seed_library: Path, embedder: Embedder
) -> None:
    settings = AnswerSettings(top_k=2, model_timeout=120)
    with answering_with(model, seed_library, embedder, settings) as answerer:
        before = answerer.earlier(Question(QUESTIONS[0]))
        answer = answerer.answer(Question("How many steps does it have?", previous=(before,)))
    assert answer.understood_as
    assert len(answer.understood_as) <= 300
    assert answer.understood_as == one_line(answer.understood_as)


def test_a_real_model_that_is_too_slow_is_given_up(
    model: ChatModel, seed_library: Path, embedder: Embedder
) -> None:
    """It needs seconds to read five passages, and is allowed one; and goes on reading, so it comes last."""
    settings = AnswerSettings(top_k=5, model_timeout=1)
    with answering_with(model, seed_library, embedder, settings) as answerer:
        answer = answerer.answer(QUESTIONS[0])
    assert answer.answerer == "extractive"
    assert "said nothing for 1 seconds" in answer.notice


Reply = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def server() -> Iterator[Callable[[Reply], str]]:
    """Starts a server that replies like that; gives its base URL."""
    servers: list[ThreadingHTTPServer] = []

    def start(reply: Reply) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                reply(self)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/v1"

    yield start
    for one in servers:
        one.shutdown()
        one.server_close()


def refusing(status: int, text: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"error": {"message": text, "code": status}}).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def sending(status: int, kind: str, body: bytes) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


PAGE = b"<!DOCTYPE html><html><title>It works</title><body>Nothing else does.</body></html>"
STREAM = "text/event-stream"


@pytest.mark.parametrize(
    ("reply", "said", "hint"),
    [
        (sending(200, "text/html; charset=utf-8", PAGE), "gave a web page instead", "base_url"),
        (sending(200, "text/plain", PAGE), "gave a web page instead", "base_url"),
        (sending(200, STREAM, PAGE), "sent nothing", "base_url"),
        (sending(404, "text/html", PAGE), "gave a web page instead", "base_url"),
        (sending(502, "text/html", PAGE), "failed on its server (502)", "log"),
        (sending(200, "application/json", b'{"choices": [{"mess'), "sent broken JSON", "log"),
        (sending(200, STREAM, b'data: {"choi\n\ndata: [DONE]\n\n'), "sent broken JSON", "log"),
        (sending(200, "application/json", b'{"models": []}'), "no answer of a chat", "base_url"),
        (sending(200, STREAM, b"data: [1, 2]\n\n"), "no answer of a chat", "base_url"),
        (sending(200, STREAM, b""), "sent nothing", "base_url"),
    ],
    ids=[
        "page",
        "as-text",
        "as-stream",
        "404",
        "502",
        "json",
        "json-piece",
        "other",
        "list",
        "nothing",
    ],
)
def test_what_no_chat_model_sends_is_told_with_what_to_do(
    server: Callable[[Reply], str], reply: Reply, said: str, hint: str
) -> None:
    with pytest.raises(ModelError) as raised:
        list(open_model("some-model", server(reply)).stream(PLAIN))
    assert said in raised.value.message
    assert hint in raised.value.hint


@pytest.mark.parametrize("key", ["ключ-от", "abc def", "abc\ndef", "abc\r", "“abc”", "abc\x7f"])
def test_a_key_that_no_header_carries_is_refused_and_not_shown(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTH_API_KEY", key)
    monkeypatch.setenv("OPENAI_API_KEY", key)
    for name, url, variable in (
        ("m", "http://127.0.0.1:9/v1", "QUOTH_API_KEY"),
        ("openai:m", "", "OPENAI_API_KEY"),
    ):
        with pytest.raises(UsageError, match=f"{variable} holds a character") as raised:
            open_model(name, url)
        assert key not in raised.value.message + raised.value.hint
        assert variable in raised.value.hint


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:9", "ftp://a/v1", "http://", "http:///v1", "http://a:99999", "http://a:port/v1",
     "http://[::1", "http://a b/v1", "https://a\n.example", "http://a..b/v1", "http://a:0"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-abc")
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    with pytest.raises(UsageError, match="base_url is no web address") as raised:
        AnswerSettings(model="m", base_url=url)
    assert "https://host/v1" in raised.value.hint
    with pytest.raises(UsageError, match="OPENAI_BASE_URL is no web address"):
        open_model("openai:m")


def dying(handler: BaseHTTPRequestHandler) -> None:
    """Some words, then the connection breaks in the middle of a piece."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for word in ("The tower ", "is 41 metres high. ", "It was lit "):
        piece = {"choices": [{"index": 0, "delta": {"content": word}}], "id": "1", "model": "m",
                 "object": "chat.completion.chunk", "created": 1}  # fmt: skip
        handler.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
    handler.wfile.write(b'data: {"choi')
    handler.wfile.flush()
    handler.connection.close()


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (refusing(401, "bad key"), "did not accept the key"),
        (refusing(404, "no such model"), "not a model that its server has"),
        (refusing(429, "slow down"), "over its limit"),
        (refusing(400, "exceeds the available context size"), "context is too short"),
        (refusing(500, "oh no"), "failed on its server (500)"),
        (dying, ""),
    ],
    ids=["key", "model", "limit", "context", "broken", "dying"],
)
def test_the_quotes_stand_in_for_a_failing_server(
    server: Callable[[Reply], str], seed_library: Path, embedder: Embedder, reply: Reply, said: str
) -> None:
    model = open_model("some-model", server(reply))
    with answering_with(model, seed_library, embedder) as answerer:
        *events, last = answerer.ask(QUESTIONS[0])
    assert isinstance(last, AnswerFinished)
    assert last.answer.answerer == "extractive"
    assert last.answer.citations
    assert said in last.answer.notice
    assert last.answer.notice.endswith(" These are the sentences that answer.")
    assert last.answer.notice.startswith("some-model ")
    if reply is dying:
        assert any(isinstance(event, SentenceWritten) for event in events)


def test_nobody_at_the_other_end(seed_library: Path, embedder: Embedder) -> None:
    model = open_model("some-model", "http://127.0.0.1:9/v1")
    with answering_with(model, seed_library, embedder) as answerer:
        answer = answerer.answer(QUESTIONS[0])
    assert "cannot be reached" in answer.notice


def test_another_providers_key_is_not_sent_to_a_server_of_ones_own(
    server: Callable[[Reply], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    def reply(handler: BaseHTTPRequestHandler) -> None:
        sent.append(handler.headers["Authorization"])
        refusing(500, "later")(handler)

    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
    for _ in range(2):
        with pytest.raises(ModelError):
            list(open_model("some-model", server(reply)).stream(PLAIN))
        monkeypatch.setenv("QUOTH_API_KEY", "mine")
    assert sent == ["Bearer none", "Bearer mine"]


@pytest.mark.parametrize("provider", EXTRAS)
def test_a_missing_package_is_named_with_its_command(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoth.qa.answerers.chat_model.find_spec", lambda name: None)
    with pytest.raises(UsageError) as raised:
        open_model(f"{provider}:some-model")
    extra = "mistral" if provider == "mistralai" else provider
    assert raised.value.hint.startswith(f"Run: {sys.executable} -m pip install langchain-{extra}")


def test_a_missing_key_and_a_bad_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="needs a key"):
        open_model("openai:gpt-5-mini")
    for name in ("gpt-5-mini", ":", "openai:", "no such:thing", "frobnicate:x"):
        with pytest.raises(UsageError):
            open_model(name)
    with pytest.raises(UsageError):
        AnswerSettings(base_url="http://127.0.0.1:1/v1")
    with pytest.raises(UsageError):
        AnswerSettings(model="x", base_url="file:///etc/passwd")


@pytest.mark.parametrize("name", ANSWERERS)
def test_every_answerer_opens(name: str, model_url: str) -> None:
    settings = {
        "extractive": AnswerSettings(),
        "chat_model": AnswerSettings(model="smollm2", base_url=model_url),
    }[name]
    answerer = open_answerer(settings)
    assert answerer.name
    assert type(answerer) is type(ANSWERERS[name](settings))


def test_quoting_imports_no_langchain() -> None:
    import subprocess

    code = (
        "import sys; from quoth.qa.answerers import open_answerer; from quoth.qa.settings import "
        "AnswerSettings; open_answerer(AnswerSettings()); "
        "sys.exit(any(name.startswith('langchain') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
