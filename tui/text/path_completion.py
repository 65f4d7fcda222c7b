"""How the beginning of a path goes on: the folders and articles that are there."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

from quoth.index.loaders import suffixes
from quoth.tui.text.typed_place import is_web

_MOST_LOOKED_AT = 5000  # entries of one folder
_ESCAPED = re.compile(r"\\(.)")
_SPECIAL = re.compile(r"([^\w./~+,:@%=-])")


def completions(typed: str) -> list[str]:
    """`typed` with each folder, then each file of a known format, whose name goes on as it does.

    What is added is spelt as the rest is: bare, in quotes, or with backslashes. Hidden names need
    their dot typed. Looks at the disk; a folder that cannot be read has nothing.
    """
    quote = typed[:1] if typed[:1] in ("'", '"') else ""
    bare = typed[len(quote) :]
    has_backslashes = not quote and "\\" in bare
    if has_backslashes:
        bare = _ESCAPED.sub(r"\1", bare)
    if is_web(bare) or bare.lower().startswith("file:"):
        return []
    if bare == "~":
        return [f"{typed}/"]
    folder, _, begun = bare.rpartition("/")
    where = os.path.expanduser(folder or ("/" if bare.startswith("/") else "."))
    rests = [name[len(begun) :] for name in _names(where, begun)]
    if has_backslashes:
        rests = [_SPECIAL.sub(r"\\\1", rest) for rest in rests]
    return [typed + rest for rest in rests if rest]


def _names(folder: str, begun: str) -> list[str]:
    """Folders, each with a / after it, and articles, in order."""
    try:
        with os.scandir(folder) as entries:
            found = [
                (not entry.is_dir(), entry.name)
                for entry in islice(entries, _MOST_LOOKED_AT)
                if entry.name.startswith(begun or _visible(entry.name))
            ]
    except OSError:
        return []
    found.sort(key=lambda pair: (pair[0], pair[1].casefold()))
    known = suffixes()
    return [
        name if is_file else f"{name}/"
        for is_file, name in found
        if not is_file or Path(name).suffix.lower() in known
    ]


def _visible(name: str) -> str:
    """What a name must begin with for it to be offered before a letter is typed."""
    return "\0" if name.startswith(".") else ""
