"""`quoth ask` and `quoth timeline`"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, cast

import typer

from quoth.index.errors import UsageError
from quoth.qa.api import QuothLibrary
from quoth.qa.questions import Question
from quoth.qa.search.filters import Filters, Narrowing, filters_of
from quoth.tui.cli import output
from quoth.tui.cli.batch import answer_lines, in_conversation
from quoth.tui.cli.options import (
    ArticleOption,
    AuthorOption,
    BaseUrlOption,
    ChromaUrlOption,
    JsonOption,
    LanguageOption,
    LibraryOption,
    ModelOption,
    NameOption,
    SinceOption,
    SourceOption,
    TagOption,
    UntilOption,
    library_of,
)

if TYPE_CHECKING:
    from quoth.qa.answers import Answer, AnswerEvent

NOT_ANSWERED = 3  # the exit code


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    as_json: JsonOption = False,
    top_k: Annotated[
        int | None,
        typer.Option("--top-k", min=1, max=100, help="Passages to find.", show_default=False),
    ] = None,
    source: SourceOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    language: LanguageOption = None,
    article: ArticleOption = None,
    author: AuthorOption = None,
    tag: TagOption = None,
    name: NameOption = None,
    after: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="Asked before, in a conversation."),
    ] = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="One question a line of stdin; JSON Lines in answer.")
    ] = False,
) -> None:
    """Answer a question with the sentences that say it. Exits 3 when nothing in the library does.

    A question may hold filters: source:AFP since:2016-03 until:2016-04 lang:fr article:canal
    author:Brandt tag:climate name:Zelensky "exact phrase" -word.
    """
    filters = filters_of(date.today(), **_narrowing(context))
    if batch:
        chosen = library_of(context, library, chroma_url, model, base_url)
        _answer_batch(chosen, question, top_k, filters, after or ())
        return
    if question == "-":
        question = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    asked = Question.read(question, date.today(), filters)
    chosen = library_of(context, library, chroma_url, model, base_url)
    if not print_answer_to(chosen, asked, top_k, after or (), as_json=as_json):
        raise typer.Exit(NOT_ANSWERED)


def _narrowing(context: typer.Context) -> Narrowing:
    """What the options of `ask` narrow its question by."""
    given = {name: context.params[name] or None for name in Narrowing.__annotations__}
    return cast(Narrowing, given)


def _answer_batch(
    library: QuothLibrary,
    question: str,
    top_k: int | None,
    filters: Filters,
    after: Sequence[str],
) -> None:
    """Answer the lines of standard input. Exits 1 where one could not be asked."""
    if question != "-":
        raise UsageError(
            "--batch reads its questions from standard input.",
            "Write - in place of the question: quoth ask - --batch < questions.txt",
        )
    with output.progress() as report, _uncollected():
        library.open(report)
    with library:
        for notice in library.notices():
            output.print_notice(notice)
        if not answer_lines(library, sys.stdin.buffer, top_k, filters, after):
            raise typer.Exit(1)


def timeline(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="What it is of, as the articles name it.")],
    as_json: JsonOption = False,
    since: SinceOption = "",
    until: UntilOption = "",
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Tell the events of a topic in their order, a dated quote each. Exits 3 when there are none."""
    today = date.today()
    filters = filters_of(today, since=since or None, until=until or None)
    asked = Question(topic, filters, kind="chronology")
    chosen = library_of(context, library, chroma_url)
    if not print_answer_to(chosen, asked, as_json=as_json):
        raise typer.Exit(NOT_ANSWERED)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold garbage collections back: the libraries that are loaded leave no garbage, and looking
    through what they keep, again and again, takes a twentieth of a question.
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
    """Ask a library, after the questions asked before, and print the answer; sentence by sentence
    where a model writes it. Returns whether the library answers.
    """
    from quoth.qa.output.json import answer_json

    with output.progress() as report, _uncollected():
        library.open(report)
    with library:
        question = in_conversation(library, question, after)
        answer, was_streamed = _answer_of(library.events(question, top_k=top_k), quiet=as_json)
        for notice in library.notices():
            output.print_notice(notice)
    if as_json:
        output.print_json(answer_json(answer))
    else:
        output.print_answer(answer, was_streamed=was_streamed)
    return answer.answered


def _answer_of(events: Iterator[AnswerEvent], *, quiet: bool) -> tuple[Answer, bool]:
    """The answer, and whether its sentences were printed as they came, unless `quiet`."""
    from quoth.qa.answers import AnswerFinished, PartRead, SentenceWritten
    from quoth.qa.output.text import progress_of

    was_streamed = False
    for event in events:
        if isinstance(event, AnswerFinished):
            return event.answer, was_streamed
        if isinstance(event, PartRead):
            output.print_line(progress_of(event))
        if isinstance(event, SentenceWritten) and not quiet:
            output.print_sentence(event.sentence)
            was_streamed = True
    raise RuntimeError("a question ended without its answer")
