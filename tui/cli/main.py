"""The `quoth` command. Every failure is one line and a hint on standard error, and an exit code."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from index.errors import QuothError
from qa.questions import Question
from tui.cli import output
from tui.cli.add import add
from tui.cli.articles import articles, show
from tui.cli.ask import ask, print_answer_to
from tui.cli.doctor import doctor
from tui.cli.evaluate import evaluate
from tui.cli.mcp import mcp
from tui.cli.options import (
    BaseUrlOption,
    ChromaUrlOption,
    GlobalOptions,
    LibraryOption,
    ModelOption,
    library_of,
)
from tui.cli.question_command import QuestionCommand
from tui.cli.rebuild import rebuild
from tui.settings import TuiSettings

app = typer.Typer(
    name="quoth",
    help="Ask your articles; get the sentence that answers, and the place it stands.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_INTERRUPTED = 130  # the code that typer makes of Ctrl-C

EXAMPLE = "À quelle distance de Palmyre se trouve Al-Qaryatayn ?"


def print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"quoth {version('quoth')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def quoth(
    context: typer.Context,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
    seeds: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Articles to index first if the library is empty."),
    ] = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=print_version, is_eager=True, help="Print it."),
    ] = False,
) -> None:
    """Open the app. Without a terminal it prints this, or what --seeds are asked for an example."""
    context.obj = GlobalOptions(library, chroma_url)
    if context.invoked_subcommand is not None:
        return
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not is_terminal and seeds is None:
        typer.echo(context.get_help())
        return
    chosen = library_of(context, None, model=model, base_url=base_url)
    if is_terminal:
        from tui.app import QuothApp

        # Under nohup too: without its terminal the app would run for ever, and nobody could end it.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        QuothApp(chosen, seeds, chosen.table(TuiSettings, "tui")).run()
        return
    if seeds is not None and chosen.index.is_empty():
        with output.progress() as report:
            output.print_report(chosen.rebuild([seeds], report=report), sys.stderr)
    typer.echo(f"$ quoth ask {EXAMPLE!r}\n")
    print_answer_to(chosen, Question(EXAMPLE))


app.command(cls=QuestionCommand)(ask)
for command in (rebuild, add, articles, show, doctor, mcp):
    app.command()(command)
app.command("eval")(evaluate)


def main() -> None:
    """Run the command; a QuothError becomes its two lines and its exit code."""
    try:
        app()
    except QuothError as error:
        output.print_error(error)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            output.print_notice("Stopped. What was indexed before is as it was.")
        raise
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
