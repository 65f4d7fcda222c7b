"""`quoth mcp`"""

from __future__ import annotations

from importlib.util import find_spec

import typer

from index.errors import UsageError
from tui.cli.options import ChromaUrlOption, LibraryOption, folder_of, server_of


def mcp(
    context: typer.Context,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Serve the library to other programs over the Model Context Protocol, on stdin and stdout."""
    if find_spec("mcp") is None:
        raise UsageError(
            "Serving needs a package that is not installed.", "Run: pip install 'quoth[mcp]'"
        )
    from qa import open_library
    from qa.mcp_server import serve

    url = server_of(context, chroma_url)
    with open_library(folder_of(context, library), chroma_url=url) as opened:
        serve(opened)
