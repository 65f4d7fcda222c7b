"""`quoth ask`"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from index.library import Library
from tui import output
from tui.commands.options import JsonOption, LibraryOption, answer_settings, library_of

NOT_ANSWERED = 3


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    as_json: JsonOption = False,
    top_k: Annotated[
        int | None,
        typer.Option("--top-k", min=1, max=100, help="Passages to find.", show_default=False),
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Answer a question with the sentences that say it. Exits 3 when nothing in the library does."""
    if question == "-":
        question = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if not print_answer_to(library_of(context, library), question, top_k, as_json=as_json):
        raise typer.Exit(NOT_ANSWERED)


def print_answer_to(library: Library, question: str, top_k: int | None, *, as_json: bool) -> bool:
    """Print the answer; whether there was one."""
    from qa.engine import QuestionAnswerer
    from qa.serialise import answer_json

    settings = answer_settings(library)
    with output.progress() as report:
        answerer = QuestionAnswerer.open(library, settings, report)
    with answerer:
        answer = answerer.answer(question, top_k)
        for notice in library.notices(answerer.generation):
            output.print_notice(notice)
    if as_json:
        output.print_json(answer_json(answer))
    else:
        output.print_answer(answer)
    return answer.answered
