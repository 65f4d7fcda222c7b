"""What the commands share: the options that several take, and the library that they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from index.library import Library, default_folder
from index.settings import read_table, settings_files
from qa.settings import AnswerSettings

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


def folder_of(context: typer.Context, library: Path | None) -> Path:
    """The library's directory: the command's own option, or the one before the command."""
    named: Any = library or context.obj
    return Path(named) if named else default_folder()


def library_of(context: typer.Context, library: Path | None) -> Library:
    return Library(folder_of(context, library))


def answer_settings(library: Library) -> AnswerSettings:
    return read_table(AnswerSettings, "qa", settings_files(library.folder))
