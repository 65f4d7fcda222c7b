"""The `quoth` command. Every failure is one line and a hint on standard error, and an exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import QuothError
from index.library import Library, default_folder
from index.settings import read_table, settings_files
from qa.settings import AnswerSettings
from tui import output

NOT_ANSWERED = 3

app = typer.Typer(
    name="quoth",
    help="Ask your articles; get the sentence that answers, and the place it stands.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        envvar="QUOTH_LIBRARY",
        metavar="DIR",
        help="The directory that holds the index.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
EXAMPLE = "À quelle distance de Palmyre se trouve Al-Qaryatayn ?"


@app.callback(invoke_without_command=True)
def quoth(
    context: typer.Context,
    library: LibraryOption = None,
    seeds: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Articles to index first if the library is empty."),
    ] = None,
) -> None:
    """Open the app; without a terminal, answer one example question as text."""
    context.obj = library
    if context.invoked_subcommand is not None:
        return
    chosen = _library(context, None)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from tui.app import QuothApp

        QuothApp(chosen, seeds, _answer_settings(chosen)).run()
        return
    if seeds is not None and chosen.is_empty():
        with output.progress() as report:
            output.print_report(chosen.rebuild([seeds], report=report), sys.stderr)
    typer.echo(f"$ quoth ask {EXAMPLE!r}\n")
    _ask(chosen, EXAMPLE, None, as_json=False)


@app.command()
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
    if not _ask(_library(context, library), question, top_k, as_json=as_json):
        raise typer.Exit(NOT_ANSWERED)


@app.command()
def rebuild(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]…", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read and embed everything again.")] = False,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Index these files and folders; without PATH, the ones indexed before."""
    with output.progress() as report:
        done = _library(context, library).rebuild(paths or [], full=full, report=report)
    if as_json:
        output.print_json(output.report_json(done))
    else:
        output.print_report(done)


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A page, or an RSS or Atom feed.")],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let it be on this machine or network.")
    ] = False,
    library: LibraryOption = None,
) -> None:
    """Fetch a page, or the items of a feed, into the library, and index it."""
    from index.fetching.adding import add as fetch
    from index.fetching.rules import Rules

    chosen = _library(context, library)
    with output.progress() as report:
        fetched = fetch(url, chosen.added, Rules(allow_private=allow_private), report)
        done = chosen.rebuild([*chosen.roots(), chosen.added], report=report)
    for error in fetched.failed:
        output.print_notice(error.message)
    if fetched.left:
        output.print_notice(f"{fetched.left} more items of the feed were left out.")
    output.print_report(done)


@app.command()
def articles(
    context: typer.Context, as_json: JsonOption = False, library: LibraryOption = None
) -> None:
    """List the articles of the library."""
    from qa.serialise import card_json

    with _library(context, library).open() as generation:
        cards = generation.catalog.articles()
    if as_json:
        output.print_json([card_json(card) for card in cards])
    else:
        output.print_articles(cards)


@app.command()
def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="An id, a path, a file name or a title.")],
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Print one article as it was indexed."""
    from qa.serialise import article_json

    with _library(context, library).open() as generation:
        found = generation.find_article(article)
    if as_json:
        output.print_json(article_json(found))
    else:
        output.print_article(found)


@app.command()
def doctor(
    context: typer.Context,
    mend: Annotated[bool, typer.Option("--repair", help="Make again what is damaged.")] = False,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Check the library, its index, the model and the disk. Exits 1 when something is wrong."""
    from index.doctor import examine, repair

    if mend:
        with output.progress() as report:
            repair(_folder(context, library), report)
    checks = examine(_folder(context, library))
    sound = all(check.ok for check in checks)
    if as_json:
        output.print_json({"ok": sound, "checks": [output.check_json(check) for check in checks]})
    else:
        output.print_checks(checks)
    if not sound:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE2", help="The same questions, by id, in other words."),
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Measure how well the questions of FILE are answered.

    FILE is a set in SQuAD's format (data, paragraphs, context, qas, answers), which is asked of
    its own contexts; or JSON Lines of {"question", "answer", "article"}, the last two optional,
    which are asked of the library.
    """
    from tui.evaluate import scores_of, table

    chosen = _library(context, library)
    with output.progress() as report:
        scores = scores_of(chosen, _answer_settings(chosen), file, questions, report)
    if as_json:
        output.print_json(scores.as_json())
    else:
        typer.echo("\n".join(table(scores)))


def _ask(library: Library, question: str, top_k: int | None, *, as_json: bool) -> bool:
    """Print the answer; whether there was one."""
    from qa.engine import QuestionAnswerer
    from qa.serialise import answer_json

    settings = _answer_settings(library)
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


def _answer_settings(library: Library) -> AnswerSettings:
    return read_table(AnswerSettings, "qa", settings_files(library.folder))


def _folder(context: typer.Context, library: Path | None) -> Path:
    named: Any = library or context.obj
    return Path(named) if named else default_folder()


def _library(context: typer.Context, library: Path | None) -> Library:
    return Library(_folder(context, library))


def main() -> None:
    """Run the command; a QuothError becomes its two lines and its exit code."""
    try:
        app()
    except QuothError as error:
        output.print_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        output.print_notice("Stopped. What was indexed before is as it was.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
