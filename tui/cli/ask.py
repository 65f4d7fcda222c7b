"""`quoth ask`"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from quoth.qa.api import QuothLibrary
from quoth.qa.questions import Question
from quoth.qa.search.filters import Narrowing, filters_of
from quoth.tui.cli import output
from quoth.tui.cli.options import (
    BaseUrlOption,
    ChromaUrlOption,
    JsonOption,
    LibraryOption,
    ModelOption,
    library_of,
)

NOT_ANSWERED = 3


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    as_json: JsonOption = False,
    top_k: Annotated[
        int | None,
        typer.Option("--top-k", min=1, max=100, help="Passages to find.", show_default=False),
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only from this source.")
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="Published then or later: 2016-03, last week.")
    ] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Published then or earlier.")] = "",
    language: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only in this language: fr, en.")
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option(metavar="TITLE", help="Only from this article.")
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only by this author.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Only with this tag.")
    ] = None,
    after: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="Asked before, in a conversation."),
    ] = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Answer a question with the sentences that say it. Exits 3 when nothing in the library does.

    A question may hold filters: source:AFP since:2016-03 until:2016-04 lang:fr article:canal
    author:Brandt tag:climate "exact phrase" -word.
    """
    if question == "-":
        question = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    narrowing: Narrowing = {
        "since": since or None,
        "until": until or None,
        "source": source,
        "language": language,
        "article": article,
        "author": author,
        "tag": tag,
    }
    today = date.today()
    asked = Question.read(question, today, filters_of(today, **narrowing))
    chosen = library_of(context, library, chroma_url, model, base_url)
    if not print_answer_to(chosen, asked, top_k, after or (), as_json=as_json):
        raise typer.Exit(NOT_ANSWERED)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collections: the libraries that are loaded leave none, and looking through
    what they keep, again and again, takes a twentieth of a question.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def print_answer_to(
    library: QuothLibrary,
    question: Question,
    top_k: int | None = None,
    after: Sequence[str] = (),
    *,
    as_json: bool = False,
) -> bool:
    """Print the answer, given the questions asked before, sentence by sentence where a model writes
    it; whether there was one.
    """
    from quoth.qa.answers import Answer, AnswerFinished, SentenceWritten
    from quoth.qa.output.json import answer_json

    with output.progress() as report, _uncollected():
        library.open(report)
    answer: Answer | None = None
    was_streamed = False
    with library:
        for earlier in after:
            asked = replace(Question.read(earlier, date.today()), previous=question.previous)
            question = replace(question, previous=(*question.previous, library.earlier(asked)))
        for event in library.events(question, top_k=top_k):
            if isinstance(event, SentenceWritten) and not as_json:
                output.print_sentence(event.sentence)
                was_streamed = True
            elif isinstance(event, AnswerFinished):
                answer = event.answer
        for notice in library.notices():
            output.print_notice(notice)
    assert answer is not None  # a question always ends with its answer
    if as_json:
        output.print_json(answer_json(answer))
    else:
        output.print_answer(answer, was_streamed=was_streamed)
    return answer.answered
