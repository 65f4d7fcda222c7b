"""A process that rebuilds libraries in children of its own, so that one can be killed at any moment.

It loads the model once. For each order, a line of JSON on its standard input, it forks a child
that carries it out and prints the child's process id; after another line, how the child ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from quoth.index.building.rebuild import rebuild
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder
from quoth.index.errors import QuothError
from quoth.index.library import Library
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from quoth.index.text.language import language_of


def main() -> None:
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # its threads do not survive a fork
    import chromadb  # noqa: F401  # here, so that no child spends its time on it

    embedder = open_embedder("builtin")
    embedder.count_tokens(["loaded"])
    language_of("This loads what tells languages.")  # and unpacks it where files may still grow
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _be_child(json.loads(line), embedder)
        _say(child)
        sys.stdin.readline()
        _say(os.waitpid(child, 0)[1])


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _be_child(order: dict[str, Any], embedder: Embedder) -> NoReturn:
    code = 70
    try:
        code = _carry_out(order, embedder)
    finally:  # whatever it raised, the parent's work is none of a child's
        if code == 70:
            traceback.print_exc()
        os._exit(code)


def _carry_out(order: dict[str, Any], embedder: Embedder) -> int:
    """Rebuild; what a user would have been told is in the file `said` when it returns."""
    library = Path(order["library"])
    said = Path(order["said"])
    if limit := order["largest_file"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if watch := order["watch"]:
        os.setpgid(0, 0)
        told = (watch[key] for key in ("log", "count", "kind", "pattern", "number"))
        os.environ["WATCH_FILES"] = "\n".join(map(str, (library, *told)))
        ctypes.CDLL(None).watch_as_told()
    try:
        settings = Library(library, IndexSettings()).settings
        report = rebuild(
            library,
            order["paths"],
            settings,
            lambda: embedder,
            silent,
            reread=order["reread"],
        )
    except QuothError as error:
        said.write_text(json.dumps({"error": error.message, "hint": error.hint}))
        return error.exit_code
    said.write_text(json.dumps(asdict(report)))
    return 0


if __name__ == "__main__":
    main()
