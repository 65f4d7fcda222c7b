"""`quoth rebuild`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tui import output
from tui.commands.options import JsonOption, LibraryOption, library_of


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
        done = library_of(context, library).rebuild(paths or [], full=full, report=report)
    if as_json:
        output.print_json(output.report_json(done))
    else:
        output.print_report(done)
