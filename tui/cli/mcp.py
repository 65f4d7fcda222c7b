"""`quoth mcp`"""

from __future__ import annotations

import sys
from importlib.util import find_spec

import typer

from quoth.index.errors import UsageError
from quoth.tui.cli.options import ChromaUrlOption, LibraryOption, library_of


def mcp(
    context: typer.Context,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Serve the library to other programs over the Model Context Protocol, on stdin and stdout."""
    if find_spec("mcp") is None:
        raise UsageError(
            "Serving needs a package that is not installed.",
            f"Run: {sys.executable} -m pip install 'mcp>=2.3,<3'",
        )
    from quoth.qa.mcp_server import serve

    with library_of(context, library, chroma_url) as chosen:
        serve(chosen.open())
