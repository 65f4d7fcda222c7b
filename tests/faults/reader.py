"""A process that asks one library, opened afresh each time, until its standard input is closed.

It prints a line of JSON for each answer: as `tests.faults.shelf.answers` has it, or the error.
"""

from __future__ import annotations

import json
import select
import sys
from pathlib import Path

from quoth.index.embedders import open_embedder
from quoth.index.errors import QuothError
from tests.faults.shelf import answers


def main() -> None:
    embedder = open_embedder("builtin")
    while not select.select([sys.stdin], [], [], 0)[0]:
        try:
            said = json.dumps(answers(Path(sys.argv[1]), embedder))
        except QuothError as error:
            said = json.dumps({"error": error.message})
        sys.stdout.write(said + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
