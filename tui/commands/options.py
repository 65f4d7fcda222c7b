"""What the commands share: the options that several take, and the library that they mean."""

from __future__ import annotations

from dataclasses import replace
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
ModelOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="A chat model that writes the answer, such as ollama:qwen3; '' quotes instead.",
        show_default=False,
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="A server that speaks as OpenAI's does.", show_default=False),
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


def with_model(settings: AnswerSettings, model: str | None, base_url: str | None) -> AnswerSettings:
    """The settings with a command's own model. Raises UsageError for a URL without a model."""
    if model == "":
        return replace(settings, model="", base_url="")
    chosen = settings if model is None else replace(settings, model=model, base_url="")
    return chosen if base_url is None else replace(chosen, base_url=base_url)
