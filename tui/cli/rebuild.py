"""`quoth rebuild`"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from quoth.index.errors import QuothError
from quoth.index.library import Library
from quoth.index.progress import Progress, Report
from quoth.tui.cli import output
from quoth.tui.cli.consent import ask_about_roots
from quoth.tui.cli.options import ChromaUrlOption, JsonOption, LibraryOption, library_of


def rebuild(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]…", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read and embed everything again.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Then follow them: index what changes, until Ctrl-C.")
    ] = False,
    as_json: JsonOption = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Index these files and folders; without PATH, the ones indexed before."""
    chosen = library_of(context, library, chroma_url)
    if not paths:
        ask_about_roots(chosen.index)
    with output.progress() as report:
        done = chosen.rebuild(paths or [], full=full, report=report)
    if as_json:
        output.print_json(output.report_json(done), indent=None if watch else 2)
    else:
        output.print_report(done)
    if watch:
        _follow(chosen.index, as_json)


def _follow(library: Library, as_json: bool) -> None:
    """Until Ctrl-C, which is how it is meant to end: with exit code 0."""
    from quoth.index.watching import watch

    with _ended_by_ctrl_c() as stop, suppress(KeyboardInterrupt):
        output.print_notice(f"Watching {', '.join(library.roots())}. Ctrl-C ends it.")
        for outcome in watch(library, stop, partial(_reporting, stop)):
            if isinstance(outcome, QuothError):
                output.print_error(outcome)
            elif as_json:
                output.print_json(output.report_json(outcome), indent=None)
            else:
                output.print_rebuilt(outcome)
    output.print_notice("No longer watching.")


@contextmanager
def _ended_by_ctrl_c() -> Iterator[threading.Event]:
    """Set by Ctrl-C, which also raises KeyboardInterrupt.

    Python raises that wherever it happens to be, and where it cleans up an object the exception is
    lost; what is set stays set.
    """
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, end)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _reporting(stop: threading.Event) -> Iterator[Report]:
    """Shows progress, and ends the rebuild that reports once it is to stop."""
    with output.progress() as show:

        def report(progress: Progress) -> None:
            if stop.is_set():
                raise KeyboardInterrupt
            show(progress)

        yield report
