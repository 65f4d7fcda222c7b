"""What the commands print. Articles, paths and errors are literal text: nothing in them is obeyed."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from quoth.index.articles import Article, ArticleCard
from quoth.index.errors import QuothError
from quoth.index.progress import Progress, Report, silent
from quoth.index.text.clean import one_line
from quoth.qa.answers import Answer, AnswerSentence, Citation
from quoth.qa.output.text import doubt_of, place_of, request_of, source_of
from quoth.tui.text.reports import counted

if TYPE_CHECKING:
    from quoth.index.building.report import RebuildReport
    from quoth.index.doctor import Check
    from quoth.qa.corpus.entities import Entity

_MAX_LINE_CELLS = 100
_MAX_NEAREST_SHOWN = 3
_MAX_SKIPPED_SHOWN = 10


def print_json(value: Any, indent: int | None = 2) -> None:
    """One JSON document, on one line without `indent`; what UTF-8 cannot carry becomes an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def print_error(error: QuothError) -> None:
    _say(f"quoth: {one_line(error.message)}", sys.stderr)
    if error.hint:
        _say(f"  {one_line(error.hint)}", sys.stderr)


def print_notice(text: str) -> None:
    _say(f"quoth: {one_line(text)}", sys.stderr)


def print_line(text: str, end: str = "\n") -> None:
    """A line of our own words, or of text that was cleaned, on standard error; at once."""
    _say(text, sys.stderr, end)
    sys.stderr.flush()


def print_sentence(sentence: AnswerSentence) -> None:
    """A sentence that a model wrote, and below it what is wrong with it; at once."""
    _say(_wrapped(sentence.text, ""))
    if doubt := doubt_of(sentence):
        _say(_wrapped(doubt, "    "))
    sys.stdout.flush()


def print_answer(answer: Answer, *, was_streamed: bool = False) -> None:
    """The answer; of one that `was_streamed` only the sources: its sentences are printed already."""
    from quoth.qa.answerers.extractive import NAME as EXTRACTIVE

    if answer.understood_as:
        _say(_wrapped(f"Understood as: {answer.understood_as}", ""))
    if answer.notice:
        _say(_wrapped(answer.notice, ""))
    if not answer.answered:
        _print_nearest(answer)
        return
    if answer.answerer == EXTRACTIVE or answer.lines or not was_streamed:
        for line in answer.text.split("\n"):
            _say(_wrapped(line, "", "  "))
    for citation in answer.citations:
        _print_source(citation)
    if answer.kind:
        _say(f"\n{request_of(answer)}")
        return
    _say(f"\n{answer.verdict.value.capitalize()}")


def _print_nearest(answer: Answer) -> None:
    """What is near, of an answer that there is none; a notice alone where nothing is."""
    if not answer.hits and answer.notice:
        return
    _say("Not here: nothing in the library answers this.")
    if answer.hits:
        _say("The nearest passages, which are only near:")
    for hit in answer.hits[:_MAX_NEAREST_SHOWN]:
        _say("")
        _say(_wrapped(hit.passage.text, "    "))
        _say(f"    {source_of(hit.article)}")


def _print_source(citation: Citation) -> None:
    _say("")
    _say(f"[{citation.number}] {source_of(citation.article)}")
    _say(f"    {place_of(citation)}")
    if citation.context:
        _say(_wrapped(f"before it: {citation.context}", "    "))
    if citation.also:
        _say(f"    {also_line(citation.also)}")


def also_line(cards: Sequence[ArticleCard]) -> str:
    """In which other articles a passage stands."""
    articles = "article" if len(cards) == 1 else "articles"
    names = ", ".join(one_line(card.source or card.title) for card in cards)
    return f"also in {len(cards)} {articles}: {names}"


def print_articles(cards: Sequence[ArticleCard]) -> None:
    for card in cards:
        date = card.published.isoformat() if card.published else "-"
        _say(f"{card.id}  {date:10}  {card.language:3}  {one_line(card.title)}")


def print_entities(found: Sequence[Entity]) -> None:
    for one in found:
        others = ", ".join(one_line(spelling) for spelling, _ in one.spellings[1:])
        also = f"  also {others}" if others else ""
        _say(f"{one.articles:>6,}  {one_line(one.name)}{also}")


def print_article(article: Article) -> None:
    _say(one_line(article.card.title))
    _say(source_of(article.card))
    _say(one_line(article.card.place) + "\n")
    _say(article.text)


def print_report(done: RebuildReport, stream: TextIO | None = None) -> None:
    _say(counted(done), stream)
    for file in done.skipped[:_MAX_SKIPPED_SHOWN]:
        _say(f"skipped: {one_line(file.path)} {one_line(file.reason)}", stream)
    if len(done.skipped) > _MAX_SKIPPED_SHOWN:
        more = len(done.skipped) - _MAX_SKIPPED_SHOWN
        _say(f"… and {more:,} more skipped: quoth doctor lists them", stream)


def print_rebuilt(done: RebuildReport) -> None:
    """One of many rebuilds, on a line that begins with the time; at once, also into a pipe."""
    skipped = f", {len(done.skipped)} skipped" if done.skipped else ""
    _say(f"{datetime.now():%H:%M:%S}  {counted(done)}{skipped}")
    sys.stdout.flush()


def report_json(done: RebuildReport) -> dict[str, Any]:
    return {
        "added": done.added,
        "changed": done.changed,
        "removed": done.removed,
        "unchanged": done.unchanged,
        "renamed": done.renamed,
        "skipped": [{"path": file.path, "reason": file.reason} for file in done.skipped],
        "articles": done.articles,
        "passages": done.passages,
        "seconds": done.seconds,
        "published": done.published,
    }


def print_checks(checks: Sequence[Check]) -> None:
    for check in checks:
        _say(f"{'ok  ' if check.ok else 'BAD '} {check.name}: {one_line(check.detail)}")
        for file in check.files:
            _say(f"     skipped: {one_line(file.path)} {one_line(file.reason)}")


def check_json(check: Check) -> dict[str, Any]:
    files = [{"path": file.path, "reason": file.reason} for file in check.files]
    found: dict[str, Any] = {"name": check.name, "ok": check.ok, "detail": check.detail}
    return found | ({"skipped": files} if files else {})


@contextmanager
def progress() -> Iterator[Report]:
    """A progress bar on standard error, where that is a terminal; silence where it is not."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[detail]}", markup=False),
        TextColumn("{task.fields[left]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, detail="", left="", visible=False)

        def show(progress: Progress) -> None:
            bar.update(
                task,
                description=progress.phase,
                completed=progress.fraction,
                detail=progress.detail,
                left=progress.time_left,
                visible=True,
            )

        yield show


def _wrapped(text: str, indent: str, further: str | None = None) -> str:
    """Text in lines, with an indent in front, and another one in front of its `further` lines."""
    width = min(_MAX_LINE_CELLS, shutil.get_terminal_size((_MAX_LINE_CELLS, 24)).columns)
    one = one_line(text)
    return textwrap.fill(
        one, width, initial_indent=indent, subsequent_indent=indent if further is None else further
    )


def _say(text: str, stream: TextIO | None = None, end: str = "\n") -> None:
    """Print text that was cleaned; what the stream's encoding cannot carry becomes an escape."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + end)
