"""The files that articles were read from: whether they changed, and how to open them elsewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

from index.articles import ArticleCard
from index.disk import checksum
from index.errors import LoadError, UsageError
from index.loaders.decoding import decode

_BINARY = {".pdf", ".docx", ".epub"}
# How an editor is told the line.
_PLUS = set("vi vim nvim view nano emacs emacsclient kak micro joe ne mg".split())
_COLON = {"hx", "helix", "subl", "zed"}
_GOTO = {"code", "codium"}
_WORDS = (8, 4)  # of a sentence, by which its line is found; markup may stand between them
_LARGEST = 20_000_000  # bytes that are looked through for a line


def state_of(card: ArticleCard) -> str:
    """What is to be known of an article's file since it was indexed; mostly nothing."""
    try:
        same = checksum(Path(card.path)) == card.content_hash
    except FileNotFoundError:
        return "The file is no longer there; this is the text as it was indexed."
    except OSError as error:
        return f"The file cannot be read: {error.strerror}."
    return "" if same else "The file has changed since it was indexed; this is the text as it was."


def viewer_command(path: str) -> list[str]:
    """What opens a file as the user's desktop does. Raises UsageError where nothing does."""
    for name in ("open",) if sys.platform == "darwin" else ("wslview", "xdg-open", "gio"):
        if found := shutil.which(name):
            return [found, *(["open"] if name == "gio" else []), path]
    raise UsageError("There is no viewer here that opens files.", "e opens it in your $EDITOR.")


def editor_command(path: str, line: int) -> list[str]:
    """The user's editor at a line (from 1): $VISUAL, then $EDITOR. Raises UsageError."""
    if Path(path).suffix.lower() in _BINARY:
        raise UsageError("An editor shows nothing of this format.", "o opens it in a viewer.")
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(chosen)
    except ValueError as error:
        raise UsageError(f"$EDITOR is {chosen!r}: {error}.", "Name a program.") from error
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
        text = decode(Path(path).read_bytes()) if os.path.getsize(path) <= _LARGEST else ""
    except (OSError, LoadError):
        return 1
    for count in _WORDS:
        found = re.search(r"\W{1,20}".join(words[:count]), text) if words else None
        if found:
            return text.count("\n", 0, found.start()) + 1
    return 1
