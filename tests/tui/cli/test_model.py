"""`quoth ask --model`: what a written answer looks like on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.tui.command import Run

QUESTION = "How high is the lighthouse tower of Skarvey Point?"
SAYS = (
    "The tower is 41 metres high. It was lit on 1 March 1875 [1]. \x1b[2JRead http://x.example [1]."
)


@pytest.fixture
def asked() -> list[str]:
    """What the server of `url` was sent."""
    return []


@pytest.fixture
def url(asked: list[str]) -> Iterator[str]:
    """A server of OpenAI's kind whose model always says the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for word in (SAYS[i : i + 9] for i in range(0, len(SAYS), 9)):
                choice = {"index": 0, "delta": {"content": word}}
                piece = {"id": "1", "model": "m", "created": 1, "choices": [choice]}
                piece["object"] = "chat.completion.chunk"
                self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_each_sentence_is_printed_with_what_is_wrong_with_it(
    run: Run, seed_library: Path, url: str
) -> None:
    result = run("ask", QUESTION, "--model", "m", "--base-url", url, "--library", seed_library)
    assert result.code == 0, result.err
    lines = result.out.splitlines()
    assert lines[0].startswith("The tower is 41 metres high. [")
    assert "It was lit on 1 March 1875. [1]" in lines
    (doubt,) = [line for line in lines if "1 March 1875” is not in" in line]
    assert doubt.strip().startswith("✗ unsupported:")
    assert "http" not in result.out
    assert "\x1b" not in result.out
    assert "skarvey-point-lighthouse.html" in result.out  # the sources follow


def test_what_was_asked_before_is_not_asked_of_the_model(
    run: Run, seed_library: Path, asked: list[str], url: str
) -> None:
    words = ("--after", QUESTION, "--model", "m", "--base-url", url, "--library", seed_library)
    assert run("ask", "And how many steps has it?", "--json", *words).json["answerer"] == "m"
    to_rewrite, to_answer = asked
    assert QUESTION in to_rewrite
    assert "PASSAGE" not in to_rewrite
    assert "PASSAGE" in to_answer


def test_the_json_says_the_same(run: Run, seed_library: Path, url: str) -> None:
    words = ("ask", QUESTION, "--json", "--model", "m", "--base-url", url)
    answer = run(*words, "--library", seed_library).json
    assert answer["answerer"] == "m"
    first, second, third, *_ = answer["sentences"]  # the others are quotes
    assert first["support"] == "weak"  # what Quoth found for it was not vouched for by the model
    assert first["repaired"] is True
    assert second["support"] == "unsupported"
    assert second["missing"] == ["1 March 1875"]
    assert third["support"] != "supported"
    for sentence in answer["sentences"]:
        assert answer["answer"][sentence["start"] : sentence["end"]] == sentence["text"]
    cited = {citation["number"] for citation in answer["citations"]}
    assert {n for sentence in answer["sentences"] for n in sentence["citations"]} == cited


def test_the_model_of_the_settings_is_used_and_can_be_left_out(
    run: Run, seed_library: Path, url: str, tmp_path: Path
) -> None:
    settings = tmp_path / "config" / "quoth" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[qa]\nmodel = "m"\nbase_url = "{url}"\n', encoding="utf-8")
    words = ("ask", QUESTION, "--json", "--library", seed_library)
    assert run(*words).json["answerer"] == "m"
    assert run(*words, "--model", "").json["answerer"] == "extractive"


def test_an_unreachable_model_is_said_and_the_quotes_stand_in(run: Run, seed_library: Path) -> None:
    words = ("--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--library", seed_library)
    result = run("ask", QUESTION, *words)
    assert result.code == 0
    assert "m cannot be reached" in result.out
    assert "[1]" in result.out


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--model", "gpt"), "'gpt'"),
        (("--model", "openai:gpt-5-mini"), "needs a key"),
        (("--base-url", "http://127.0.0.1:9"), "without a model"),
        (("--model", "m", "--base-url", "127.0.0.1:9"), "base_url"),
    ],
)
def test_a_model_that_cannot_be_had_is_refused(
    run: Run, seed_library: Path, words: tuple[str, ...], named: str
) -> None:
    result = run("ask", QUESTION, *words, "--library", seed_library)
    assert result.code == 2
    assert named in result.err


def test_a_key_is_never_shown(seed_library: Path, url: str) -> None:
    code = "import quoth.tui.cli.main; quoth.tui.cli.main.main()"
    words = ["ask", QUESTION, "--model", "m", "--base-url", url.replace("127.0.0.1", "127.0.0.2")]
    result = subprocess.run(
        [sys.executable, "-c", code, *words, "--library", str(seed_library)],
        env={**os.environ, "QUOTH_API_KEY": "very-private-key"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "very-private-key" not in result.stdout + result.stderr


def test_the_steps_over_much_text_are_told_and_the_lines_stand_where_nothing_comes_of_them(
    run: Run, seed_library: Path, url: str, asked: list[str]
) -> None:
    words = ("ask", "Summarise Palmyra", "--library", seed_library)
    result = run(*words, "--model", "m", "--base-url", url)
    assert result.code == 0, result.err
    told = [line for line in result.err.splitlines() if "step" in line]
    assert len(told) == len(asked) >= 2
    assert "step 1 of" in told[0]
    assert "Reading “" in told[0]
    assert "The lines stand without it." in " ".join(result.out.split())
    assert run(*words).out.strip() in result.out
