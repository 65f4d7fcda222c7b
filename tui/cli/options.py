"""What the commands share: the options that several take, and the library that they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from index.library import Library, default_folder, library_at
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
ChromaUrlOption = Annotated[
    str | None,
    typer.Option(
        "--chroma-url",
        envvar="QUOTH_CHROMA_URL",
        metavar="URL",
        help="A Chroma server that holds the index; '' for none.",
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


@dataclass(frozen=True, slots=True)
class Named:
    """What stands before a command."""

    library: Path | None = None
    chroma_url: str | None = None


def folder_of(context: typer.Context, library: Path | None) -> Path:
    """The library's directory: the command's own option, or the one before the command."""
    return library or _before(context).library or default_folder()


def server_of(context: typer.Context, chroma_url: str | None) -> str | None:
    """The Chroma server's URL, as above; None where the settings say it."""
    return _before(context).chroma_url if chroma_url is None else chroma_url


def library_of(
    context: typer.Context, library: Path | None, chroma_url: str | None = None
) -> Library:
    """Raises UsageError for a URL that is none, and for settings that are off."""
    return library_at(folder_of(context, library), server_of(context, chroma_url))


def _before(context: typer.Context) -> Named:
    named = context.obj
    return named if isinstance(named, Named) else Named()


def answer_settings(library: Library) -> AnswerSettings:
    return read_table(AnswerSettings, "qa", settings_files(library.folder))


def with_model(settings: AnswerSettings, model: str | None, base_url: str | None) -> AnswerSettings:
    """The settings with a command's own model. Raises UsageError for a URL without a model."""
    if model == "":
        return replace(settings, model="", base_url="")
    chosen = settings if model is None else replace(settings, model=model, base_url="")
    return chosen if base_url is None else replace(chosen, base_url=base_url)
