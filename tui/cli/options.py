"""What the commands share: the options that several take, and the library that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from quoth.index.library import default_folder
from quoth.qa.api import QuothLibrary
from quoth.tui.cli.consent import agreed_to_settings

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
SinceOption = Annotated[
    str, typer.Option(metavar="DATE", help="Published then or later: 2016-03, last week.")
]
UntilOption = Annotated[str, typer.Option(metavar="DATE", help="Published then or earlier.")]
SourceOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only from this source.")
]
LanguageOption = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Only in this language: fr, en.")
]
ArticleOption = Annotated[
    list[str] | None, typer.Option(metavar="TITLE", help="Only from this article.")
]
AuthorOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only by this author.")
]
TagOption = Annotated[list[str] | None, typer.Option(metavar="TAG", help="Only with this tag.")]
NameOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only where this name stands, in any spelling or script."),
]


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """The options that stand before a command."""

    library: Path | None = None
    chroma_url: str | None = None


def folder_of(context: typer.Context, library: Path | None) -> Path:
    """The library's directory: the command's own option, or the one before the command."""
    return library or _before(context).library or default_folder()


def server_of(context: typer.Context, chroma_url: str | None) -> str | None:
    """The Chroma server's URL, as above; None where the settings say it."""
    return _before(context).chroma_url if chroma_url is None else chroma_url


def library_of(
    context: typer.Context,
    library: Path | None,
    chroma_url: str | None = None,
    model: str | None = None,
    base_url: str | None = None,
) -> QuothLibrary:
    """The library that a command means, with what its own settings want once the user has agreed,
    who may be asked. Raises UsageError for a URL that is none, and for settings that are off.
    """

    def read() -> QuothLibrary:
        return QuothLibrary(
            folder_of(context, library),
            model=model,
            base_url=base_url,
            chroma_url=server_of(context, chroma_url),
        )

    chosen = read()
    return read() if agreed_to_settings(chosen.index) else chosen


def _before(context: typer.Context) -> GlobalOptions:
    named = context.obj
    return named if isinstance(named, GlobalOptions) else GlobalOptions()
