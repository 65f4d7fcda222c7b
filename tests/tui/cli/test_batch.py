"""`quoth ask - --batch`: a line in, an object out, and no bad line stops the others."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoth.index.errors import UsageError
from quoth.qa.api import QuothLibrary
from quoth.tui.cli.batch import Asked, answer_lines, asked_in, given_in
from tests.tui.command import Result, Run

QUESTION = "How high is the lighthouse tower of Skarvey Point?"
Batch = Callable[..., tuple[Result, list[dict[str, Any]]]]


@pytest.fixture
def batch(run: Run, seed_library: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Asks these lines; gives the run and the objects that it printed."""

    def call(text: bytes, *words: str) -> tuple[Result, list[dict[str, Any]]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        result = run("ask", "-", "--batch", *words, "--library", seed_library)
        return result, [json.loads(line) for line in result.out.splitlines()]

    return call


def test_each_line_has_its_object_in_order_and_a_bad_one_stops_none(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QuothLibrary] = []
    answerer = QuothLibrary.answerer

    def counted(library: QuothLibrary, *how: Any) -> Any:
        opened.append(library)
        return answerer(library, *how)

    monkeypatch.setattr(QuothLibrary, "answerer", counted)
    lines = [
        QUESTION,
        "",
        json.dumps({"question": "What is the boiling point of nitrogen?", "id": "n"}),
        '{"question": ',
        "?!",
        json.dumps({"question": "And how many steps has it?", "id": 7, "previous": [QUESTION]}),
        json.dumps({"id": "none", "answer": "more is passed over"}),
    ]
    result, told = batch("\r\n".join(lines).encode())  # and none behind the last
    assert result.code == 1
    assert [one["id"] for one in told] == [1, "n", 4, 5, 7, "none"]
    tower, nitrogen, broken, empty, steps, none = told
    assert tower["schema"] == "quoth.answer/1"
    assert "lighthouse" in tower["citations"][0]["article"]["title"]
    assert nitrogen["answered"] is False
    assert (broken["error"], empty["error"]) == ("Line 4 is no JSON.", "The question is empty.")
    assert all(one["hint"] for one in (broken, empty, none))
    assert "lighthouse tower" in steps["understood_as"]
    assert none["error"] == "Line 7 has no question."
    assert len(opened) == 1


def test_what_is_not_here_is_no_failure_and_options_hold_for_every_line(batch: Batch) -> None:
    lines = b"Que s'est-il pass\xc3\xa9 \xc3\xa0 Palmyre ?\nWhat is nitrogen? author:nobody\n"
    result, told = batch(lines, "--language", "fr", "--top-k", "2")
    assert result.code == 0
    french, nobody = told
    assert len(french["passages"]) == 2
    assert nobody["passages"] == []
    result, told = batch(b"")
    assert (result.code, told) == (0, [])


def test_the_answer_to_a_line_is_out_before_the_next_is_read(
    seed_library: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    class Watching(io.BytesIO):
        def __init__(self, text: bytes) -> None:
            super().__init__(text)
            self.seen: list[int] = []

        def readline(self, size: int | None = -1, /) -> bytes:
            self.seen.append(capsysbinary.readouterr().out.count(b"\n"))
            return super().readline(size)

    lines = Watching(f"{QUESTION}\n?\n{QUESTION}\n".encode())
    with QuothLibrary(seed_library, model="") as library:
        assert answer_lines(library, lines) is False
    assert lines.seen == [0, 1, 1, 1]


def test_it_asks_standard_input_alone(run: Run, seed_library: Path) -> None:
    result = run("ask", QUESTION, "--batch", "--library", seed_library)
    assert result.code == 2
    assert "quoth ask - --batch" in result.err


def read_line(line: bytes, number: int) -> Asked:
    return asked_in(given_in(line, number), number)


def test_lines_are_read_as_what_they_are() -> None:
    assert read_line(b"\xef\xbb\xbf Who? ", 1) == Asked("Who?", 1)
    assert read_line(b'{"question": "Who?", "previous": "Where?"}', 3) == Asked(
        "Who?", 3, ("Where?",)
    )
    assert read_line(b"caf\xe9?", 1).question == "caf\ufffd?"
    for line in (
        b"{" * 100_000,
        b'{"question": 7}',
        b'{"question": "Who?", "id": [1]}',
        b'{"question": "Who?", "previous": [1]}',
        b"x" * 1_000_001,
    ):
        with pytest.raises(UsageError) as raised:
            read_line(line, 9)
        assert "ine 9" in raised.value.message
        assert raised.value.hint
