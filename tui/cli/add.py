"""`quoth add`"""

from __future__ import annotations

from typing import Annotated

import typer

from quoth.tui.cli import output
from quoth.tui.cli.consent import ask_about_roots
from quoth.tui.cli.options import ChromaUrlOption, LibraryOption, library_of


def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A page, or an RSS or Atom feed.")],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let it be on this machine or network.")
    ] = False,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Fetch a page, or the items of a feed, into the library, and index it."""
    chosen = library_of(context, library, chroma_url)
    ask_about_roots(chosen.index)
    with output.progress() as report:
        fetched, done = chosen.add(url, allow_private=allow_private, report=report)
    for error in fetched.failed:
        output.print_notice(error.message)
    if fetched.left:
        output.print_notice(f"{fetched.left} more items of the feed were left out.")
    output.print_report(done)
