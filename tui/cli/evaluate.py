"""`quoth eval`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quoth.tui.cli import output
from quoth.tui.cli.options import (
    ChromaUrlOption,
    JsonOption,
    LibraryOption,
    library_of,
)


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE2", help="The same questions, by id, in other words."),
    ] = None,
    as_json: JsonOption = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Measure how well the questions of FILE are answered.

    FILE is a set in SQuAD's format (data, paragraphs, context, qas, answers), which is asked of
    its own contexts; or JSON Lines of {"question", "answer", "article"}, the last two optional,
    which are asked of the library; or a newsroom's questions: {"question", "answer", "articles",
    "kind", "previous"}, where `answer` lists the strings of which a right quote holds one, or is
    null where nothing answers. They are asked of a folder `articles` beside FILE, or of the library.
    """
    from quoth.tui.cli.scores import lines_of

    chosen = library_of(context, library, chroma_url)
    with output.progress() as report:
        scores = chosen.evaluate(file, questions, report)
    if as_json:
        output.print_json(scores.as_json())
    else:
        typer.echo("\n".join(lines_of(scores)))
