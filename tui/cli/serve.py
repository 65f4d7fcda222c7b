"""`quoth serve`"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from quoth.index.errors import UsageError
from quoth.tui.cli import output
from quoth.tui.cli.options import (
    BaseUrlOption,
    ChromaUrlOption,
    LibraryOption,
    ModelOption,
    library_of,
)


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Where to listen; anything but 127.0.0.1 opens it to others.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8410,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    library: LibraryOption = None,
    chroma_url: ChromaUrlOption = None,
) -> None:
    """Show the app in a browser, on this machine. Who has the address has the library."""
    try:
        from quoth.tui.web import WebServer, is_local
    except ImportError as error:
        hint = f"Run: {sys.executable} -m pip install textual-serve"
        raise UsageError("The app in a browser needs quoth[web].", hint) from error
    chosen = library_of(context, library, chroma_url, model, base_url)
    command = [sys.executable, "-P", "-m", "quoth.tui.cli.main"]
    command += ["--library", str(chosen.folder.absolute())]
    for name, value in (("chroma-url", chroma_url), ("model", model), ("base-url", base_url)):
        command += [] if value is None else [f"--{name}", value]
    server = WebServer(command, host, port)
    if not is_local(host):
        output.print_notice("What is typed and shown goes through the network unencrypted.")
    output.print_line(f"Open {server.address}\nCtrl+C ends it.")
    try:
        server.serve()
    except OSError as error:
        raise UsageError(
            f"Port {port} of {host} cannot be had: {error.strerror or error}.",
            "--port and --host choose another.",
        ) from error
