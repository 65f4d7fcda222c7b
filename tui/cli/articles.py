"""`quoth articles`, `quoth entities` and `quoth show`"""

from __future__ import annotations

from typing import Annotated

import typer

from quoth.tui.cli import output
from quoth.tui.cli.options import ChromaUrlOption, JsonOption, LibraryOption, library_of


def articles(
    context: typer.Context,
    as_json: JsonOption = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """List the articles of the library."""
    from quoth.qa.output.json import card_json

    cards = library_of(context, library, chroma_url).articles()
    if as_json:
        output.print_json([card_json(card) for card in cards])
    else:
        output.print_articles(cards)


def entities(
    context: typer.Context,
    as_json: JsonOption = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """List the people, places and organisations that the articles name, in all their spellings."""
    from quoth.qa.output.json import entity_json

    found = library_of(context, library, chroma_url).entities()
    if as_json:
        output.print_json([entity_json(one) for one in found])
    else:
        output.print_entities(found)


def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="An id, a path, a file name or a title.")],
    as_json: JsonOption = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Print one article as it was indexed."""
    from quoth.qa.output.json import article_json

    found = library_of(context, library, chroma_url).article(article)
    if as_json:
        output.print_json(article_json(found))
    else:
        output.print_article(found)
