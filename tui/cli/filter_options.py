"""The options of `quoth ask` that narrow a question, as filters within it do."""

from __future__ import annotations

from typing import Annotated

import typer

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
