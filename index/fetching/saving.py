"""Documents in the folder of what was added: one file for a URL, however often it is added."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from quoth.index.disk import make_private
from quoth.index.errors import LibraryError
from quoth.index.text.clean import one_line

_KEY_DIGITS = 12
_MAX_NAME_BYTES = 100  # bytes: a file name has 255, and its neighbours add to it
_NO_WORD = re.compile(r"[\W_]+")


def save(folder: Path, url: str, title: str, suffix: str, data: bytes) -> Path:
    """Write a document, or write it anew where the URL was saved before; the place stays the same.

    Raises LibraryError when the folder cannot be written.
    """
    try:
        make_private(folder.parent)
        make_private(folder)
        before = _saved_before(folder, url)
        stem = before[0].stem if before else _stem(url, title)
        path = folder / (stem + suffix)
        _replace(_note_of(path), json.dumps({"url": url}, ensure_ascii=False).encode())
        _replace(path, data)
        for other in before:
            if other != path:  # it was of another format
                other.unlink(missing_ok=True)
                _note_of(other).unlink(missing_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{folder} cannot be written: {error.strerror}.", "Check the disk and your rights."
        ) from error
    return path


def source_url(path: Path) -> str:
    """The URL that a saved file came from, or "" where none is known."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        return str(json.loads(_note_of(path).read_text("utf-8"))["url"])
    return ""


def _note_of(path: Path) -> Path:
    """Beside a file, hidden from the index, so that the file stays as the web has it."""
    return path.with_name(f".{path.name}.json")


def _saved_before(folder: Path, url: str) -> list[Path]:
    key = _key(url)
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.stem.rpartition("-")[2] == key
    )


def _stem(url: str, title: str) -> str:
    """Letters, digits and dashes of any language, and a key that no other URL has."""
    words = _NO_WORD.sub("-", one_line(title)).strip("-").encode()[:_MAX_NAME_BYTES]
    return "-".join(filter(None, (words.decode("utf-8", "ignore").strip("-"), _key(url))))


def _key(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:_KEY_DIGITS]


def _replace(path: Path, data: bytes) -> None:
    """Put a file in place whole: a rebuild may be reading the folder."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
