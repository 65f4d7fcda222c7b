"""The `quoth` command. Every failure is one line and a hint on standard error, and an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from quoth.index.errors import QuothError
from quoth.index.logs import quiet_libraries
from quoth.qa.questions import Question
from quoth.tui.cli import output
from quoth.tui.cli.add import add
from quoth.tui.cli.articles import articles, entities, show
from quoth.tui.cli.ask import ask, print_answer_to, timeline
from quoth.tui.cli.doctor import doctor
from quoth.tui.cli.evaluate import evaluate
from quoth.tui.cli.mcp import mcp
from quoth.tui.cli.options import (
    BaseUrlOption,
    ChromaUrlOption,
    GlobalOptions,
    LibraryOption,
    ModelOption,
    library_of,
)
from quoth.tui.cli.question_command import QuestionCommand
from quoth.tui.cli.rebuild import rebuild
from quoth.tui.cli.serve import serve
from quoth.tui.cli.streams import give_up_output, repair_streams
from quoth.tui.settings import TuiSettings

app = typer.Typer(
    name="quoth",
    help="Ask your articles; get the sentence that answers, and the place it stands.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_PRIVATE = 0o077  # what others may not do with what we write
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
    is_terminal = (sys.stdin.isatty() and sys.stdout.isatty()) or "TEXTUAL_DRIVER" in os.environ
    if not is_terminal and seeds is None:
        typer.echo(context.get_help())
        return
    chosen = library_of(context, None, model=model, base_url=base_url)
    if is_terminal:
        # Until the first picture: of what is loaded for it nothing is garbage, and looking for some
        # takes a sixth of the time.
        gc.disable()
        from quoth.tui.app import QuothApp

        # Under nohup too: without its terminal the app would run for ever, and nobody could end it.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        opened = QuothApp(chosen, seeds, chosen.table(TuiSettings, "tui"))
        opened.run()
        raise typer.Exit(opened.return_code or 0)
    if seeds is not None and chosen.index.is_empty():
        with output.progress() as report:
            output.print_report(chosen.rebuild([seeds], report=report), sys.stderr)
    typer.echo(f"$ quoth ask {EXAMPLE!r}\n")
    print_answer_to(chosen, Question(EXAMPLE))


app.command(cls=QuestionCommand)(ask)
for command in (timeline, rebuild, add, articles, entities, show, doctor, mcp, serve):
    app.command()(command)
app.command("eval")(evaluate)


def main() -> None:
    """Run the command; a QuothError becomes its two lines and its exit code, and so does what the
    surroundings lack: room for the output, memory.
    """
    repair_streams()
    quiet_libraries()
    os.umask(_PRIVATE)
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except QuothError as error:
        _end(error)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            output.print_notice("Stopped. What was indexed before is as it was.")
        raise
    except BrokenPipeError:
        give_up_output()
        sys.exit(1)
    except OSError as error:
        what = f"{error.filename} cannot be used" if error.filename else "What to say is lost"
        hint = "Check where the output goes, and the free disk space."
        _end(QuothError(f"{what}: {error.strerror or error}.", hint))
    except MemoryError:
        _end(QuothError("There is not enough memory.", "Close other programs, or raise the limit."))


def _end(error: QuothError) -> NoReturn:
    with suppress(OSError):
        output.print_error(error)
    give_up_output()
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
