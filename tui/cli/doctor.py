"""`quoth doctor`"""

from __future__ import annotations

from typing import Annotated

import typer

from quoth.tui.cli import output
from quoth.tui.cli.options import (
    ChromaUrlOption,
    JsonOption,
    LibraryOption,
    folder_of,
    server_of,
)


def doctor(
    context: typer.Context,
    mend: Annotated[bool, typer.Option("--repair", help="Make again what is damaged.")] = False,
    most: Annotated[
        int | None,
        typer.Option("--trim", metavar="MB", min=0, help="Keep no more embeddings than this."),
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Check the library, its index, the model and the disk. Exits 1 when something is wrong."""
    from quoth.index.doctor import examine, repair, trim

    if most is not None:
        trim(folder_of(context, library), most * 1_000_000)
    if mend:
        with output.progress() as report:
            repair(folder_of(context, library), report)
    checks = examine(folder_of(context, library), server_of(context, chroma_url))
    sound = all(check.ok for check in checks)
    if as_json:
        output.print_json({"ok": sound, "checks": [output.check_json(check) for check in checks]})
    else:
        output.print_checks(checks)
    if not sound:
        raise typer.Exit(1)
