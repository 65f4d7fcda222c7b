"""The `quoth` command. Every failure is one line and a hint on standard error, and an exit code."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from index.errors import QuothError
from index.settings import read_table, settings_files
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
    LibraryOption,
    ModelOption,
    Named,
    answer_settings,
    library_of,
    with_model,
)
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
) -> None:
    """Open the app; without a terminal, answer one example question as text."""
    context.obj = Named(library, chroma_url)
    if context.invoked_subcommand is not None:
        return
    chosen = library_of(context, None)
    settings = with_model(answer_settings(chosen), model, base_url)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from tui.app import QuothApp

        look = read_table(TuiSettings, "tui", settings_files(chosen.folder))
        # Under nohup too: without its terminal the app would run for ever, and nobody could end it.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        QuothApp(chosen, seeds, settings, look).run()
        return
    if seeds is not None and chosen.is_empty():
        with output.progress() as report:
            output.print_report(chosen.rebuild([seeds], report=report), sys.stderr)
    typer.echo(f"$ quoth ask {EXAMPLE!r}\n")
    print_answer_to(chosen, Question(EXAMPLE), settings)


for command in (ask, rebuild, add, articles, show, doctor, mcp):
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
