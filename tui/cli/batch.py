"""`quoth ask - --batch`: many questions, one a line, and one JSON object a line in answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO

from quoth.index.errors import QuothError, UsageError
from quoth.qa.api import QuothLibrary
from quoth.qa.questions import Question
from quoth.qa.search.filters import NO_FILTERS, Filters
from quoth.tui.cli import output

_MAX_LINE_BYTES = 1_000_000
_OBJECT = 'Write a question, or an object as {"question": "Who?", "id": 1, "previous": ["Where?"]}.'


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks. `id` is the one it gives, or its number; `previous` are questions before it."""

    question: str
    id: str | int
    previous: tuple[str, ...] = ()


def answer_lines(
    library: QuothLibrary,
    lines: BinaryIO,
    top_k: int | None = None,
    filters: Filters = NO_FILTERS,
    after: Sequence[str] = (),
) -> bool:
    """Answer each line of a stream as it comes, and print an object for it before the next is read.

    What `quoth ask --json` prints, with the "id"; for a line that cannot be asked "id", "error" and
    "hint". Blank lines are passed over. Returns whether every line could be asked.
    """
    from quoth.qa.output.json import answer_json

    all_asked = True
    for number, line in _numbered(lines):
        told: dict[str, Any] = {"id": number}
        try:
            given = given_in(line, number)
            told |= {name: given[name] for name in ("id", "question") if name in given}
            asked = asked_in(given, number)
            question = Question.read(asked.question, date.today(), filters)
            question = in_conversation(library, question, (*after, *asked.previous))
            told |= answer_json(library.ask(question, top_k=top_k))
        except QuothError as error:
            all_asked = False
            told |= {"error": error.message, "hint": error.hint}
        output.print_json(told, indent=None)
    return all_asked


def in_conversation(library: QuothLibrary, question: Question, after: Sequence[str]) -> Question:
    """The question as it is asked after others, oldest first. Raises UsageError for one of no words."""
    for earlier in after:
        asked = replace(Question.read(earlier, date.today()), previous=question.previous)
        question = replace(question, previous=(*question.previous, library.earlier(asked)))
    return question


def given_in(line: bytes, number: int) -> dict[str, Any]:
    """What a line gives: the fields of its JSON object, or a question. Raises UsageError."""
    if len(line) > _MAX_LINE_BYTES:
        raise UsageError(f"Line {number} is longer than a megabyte.", "Cut it.")
    text = line.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
    if not text.startswith("{"):
        return {"question": text}
    try:
        given: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"Line {number} is no JSON.", _OBJECT) from None
    return given


def asked_in(given: dict[str, Any], number: int) -> Asked:
    """What is asked by the fields of a line. Raises UsageError for one of another kind."""
    question, previous, id = given.get("question"), given.get("previous", []), given.get("id")
    if isinstance(previous, str):
        previous = [previous]
    if not isinstance(question, str):
        raise UsageError(f"Line {number} has no question.", _OBJECT)
    if not isinstance(id, str | int | None):
        raise UsageError(f"The id of line {number} is no text and no whole number.", _OBJECT)
    if not isinstance(previous, list) or not all(isinstance(one, str) for one in previous):
        raise UsageError(f"The previous questions of line {number} are no list of texts.", _OBJECT)
    return Asked(question, number if id is None else id, tuple(previous))


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; of a longer one its beginning."""
    number = 0
    while line := lines.readline(_MAX_LINE_BYTES + 2):
        number += 1
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = lines.readline(_MAX_LINE_BYTES)
        if line.strip():
            yield number, line.rstrip(b"\r\n")
