"""The files that articles were read from: whether they changed, and how to open them elsewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from quoth.index.articles import ArticleCard
from quoth.index.disk import checksum
from quoth.index.errors import LoadError, UsageError
from quoth.index.loaders import format_of, supported
from quoth.index.loaders.decoding import decode

# How an editor is told the line.
_PLUS = set("vi vim nvim view nano emacs emacsclient kak micro joe ne mg".split())
_COLON = {"hx", "helix", "subl", "zed"}
_GOTO = {"code", "codium"}
_SOUGHT_WORDS = (8, 4)  # of a sentence, by which its line is found; markup may stand between them
_MAX_SUMMED_BYTES = 2_000_000_000  # bytes that are read to tell whether a file changed
_MAX_SEARCHED_BYTES = 20_000_000  # bytes that are looked through for a line


def openable(path: str, roots: Sequence[str]) -> str:
    """The path of an article's file, once it may be given to another program.

    A catalog may come from anybody, and a viewer runs some kinds of files: so it is opened only
    where it is a regular file of a format that is read as articles, below one of the `roots`.
    Raises UsageError.
    """
    plain = os.path.normpath(path) if os.path.isabs(path) else ""
    inside = any(
        plain == root or plain.startswith(root.rstrip(os.sep) + os.sep)
        for root in roots
        if os.path.isabs(root)
    )
    if plain != path or not inside or not supported(Path(path)):
        raise UsageError(
            "The file is not one of this library's folders.",
            "Add its folder to open it: quoth rebuild PATH",
        )
    if not os.path.isfile(path):
        raise UsageError("The file is no longer there.", "This is the text as it was indexed.")
    return path


def state_of(card: ArticleCard) -> str:
    """What is to be known of an article's file since it was indexed; mostly nothing."""
    try:
        file = Path(card.path)
        if not (os.path.isabs(file) and stat.S_ISREG(os.stat(file).st_mode)):
            return "The file cannot be read: it is no file."
        if os.path.getsize(file) > _MAX_SUMMED_BYTES:
            return "The file is too large to be compared; this is the text as it was indexed."
        same = checksum(file) == card.content_hash
    except FileNotFoundError:
        return "The file is no longer there; this is the text as it was indexed."
    except (OSError, ValueError) as error:
        return f"The file cannot be read: {getattr(error, 'strerror', error)}."
    return "" if same else "The file has changed since it was indexed; this is the text as it was."


def viewer_command(path: str) -> list[str]:
    """What opens a file as the user's desktop does, by a path that `openable` gave.

    Raises UsageError where nothing does.
    """
    for name in ("open",) if sys.platform == "darwin" else ("wslview", "xdg-open", "gio"):
        if found := shutil.which(name):
            return [found, *(["open"] if name == "gio" else []), path]
    raise UsageError("There is no viewer here that opens files.", "e opens it in your $EDITOR.")


def editor_command(path: str, line: int) -> list[str]:
    """The user's editor at a line (from 1) of a file whose path `openable` gave: $VISUAL, then
    $EDITOR. Raises UsageError.
    """
    read = format_of(Path(path))
    if read is not None and not read.is_text:
        raise UsageError("An editor shows nothing of this format.", "o opens it in a viewer.")
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(chosen)
    except ValueError as error:
        raise UsageError(
            f"$EDITOR is {chosen!r}: {error}.", "Set it to the name of a program."
        ) from error
    program = shutil.which(command[0]) if command else None
    if program is None:
        raise UsageError(f"There is no editor {chosen!r}.", "Set $EDITOR to one that there is.")
    name = Path(program).name
    if name in _PLUS:
        return [program, *command[1:], f"+{line}", path]
    if name in _COLON:
        return [program, *command[1:], f"{path}:{line}"]
    if name in _GOTO:
        return [program, *command[1:], "--goto", f"{path}:{line}"]
    return [program, *command[1:], path]


def line_of(path: str, sentence: str) -> int:
    """The line (from 1) of the file on which a sentence begins; 1 where it is not found."""
    words = re.findall(r"\w+", sentence)
    try:
        size = os.path.getsize(path) if os.path.isfile(path) else 0
        text = decode(Path(path).read_bytes()) if 0 < size <= _MAX_SEARCHED_BYTES else ""
    except (OSError, ValueError, LoadError):
        return 1
    for count in _SOUGHT_WORDS:
        found = re.search(r"\W{1,20}".join(words[:count]), text) if words else None
        if found:
            return text.count("\n", 0, found.start()) + 1
    return 1
