"""What is typed, pasted or dropped for a place -> a path or a web address that can be added."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from quoth.index.errors import UsageError
from quoth.index.fetching.urls import web_address
from quoth.index.loaders import supported
from quoth.tui.text.terminal_text import terminal_line

_FILE = "file:"


def is_web(place: str) -> bool:
    """Whether a place is to be fetched from the web."""
    return place.lower().startswith(("http://", "https://"))


def place_in(typed: str) -> str:
    """The web address or the absolute path that is meant; "" where nothing is.

    A path is read as it stands, as a shell reads it (quotes, backslashes, ~), or as a file: URL,
    whichever is there; where none is, the reading that takes most away. Looks at the disk.
    """
    bare = typed.strip()
    if not bare or is_web(bare):
        return bare
    readings = [os.path.abspath(os.path.expanduser(path)) for path in _readings(typed)]
    return next(filter(os.path.exists, readings), readings[-1])


def trouble_with(place: str) -> str:
    """Why a place cannot be added, and what to do; "" where it can. Looks at the disk, not the web."""
    if not place:
        return "Type a folder, a file or a web address."
    shown = terminal_line(place)
    try:
        if is_web(place):
            web_address(place)
        elif not os.path.exists(place):
            return f"There is no file or folder {shown}. Check its spelling."
        elif os.path.isdir(place):
            if _is_bare(place):
                return f"The folder {shown} is empty. Name one with articles."
        elif not supported(Path(place)):
            return f"Articles cannot be read from a file like {terminal_line(Path(place).name)}."
        elif not os.access(place, os.R_OK):
            return f"You may not read the file {shown}."
    except UsageError as error:
        return f"{error.message} {error.hint}"
    except OSError as error:
        return f"{shown} cannot be read: {error.strerror or error}."
    return ""


def _is_bare(folder: str) -> bool:
    with os.scandir(folder) as entries:
        return next(entries, None) is None


def _readings(typed: str) -> Iterator[str]:
    yield from dict.fromkeys((typed.strip("\r\n"), typed.strip()))
    try:
        words = shlex.split(typed)
    except ValueError:  # an opening quote without its like
        words = [typed.strip().lstrip("'\"")]
    word = words[0] if len(words) == 1 else typed.strip()
    if len(words) == 1:
        yield word
    if word.lower().startswith(_FILE):
        yield _decoded(word)


def _decoded(url: str) -> str:
    """The path of a file: URL, on whatever host it names."""
    path = url[len(_FILE) :]
    if path.startswith("//"):
        path = "/" + path[2:].partition("/")[2]
    return os.fsdecode(unquote_to_bytes(path))
