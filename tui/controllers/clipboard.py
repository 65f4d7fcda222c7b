"""Text to the clipboard: with the system's own tool, through the terminal, or into a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
from textual.app import App
from textual.screen import Screen
from textual.worker import get_current_worker

from quoth.index.disk import make_private
from quoth.tui.text.terminal_text import plain, terminal_line

_POWERSHELL = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; Set-Clipboard ([Console]::In.ReadToEnd())"
)
_TOOLS = {
    "wl-copy": ["wl-copy"],
    "xclip": ["xclip", "-selection", "clipboard"],
    "xsel": ["xsel", "--clipboard", "--input"],
    "pbcopy": ["pbcopy"],
    "clip.exe": ["clip.exe"],
    "powershell.exe": ["powershell.exe", "-NoProfile", "-Command", _POWERSHELL],
}
_TMUX = {"tmux": ["tmux", "load-buffer", "-w", "-"]}
_TOOL_SECONDS = 2  # seconds: xclip without a display may hang
_MAX_ESCAPED_BYTES = 70_000  # bytes: terminals refuse longer escape sequences
_DEAF = {"TERM": ("", "dumb", "linux"), "TERM_PROGRAM": ("Apple_Terminal",)}


def copy(screen: Screen[Any], text: str, what: str) -> None:
    """Copy in a thread, and say how. `what` is our own words."""
    text = plain(text)
    app: App[Any] = screen.app

    def work() -> None:
        worker = get_current_worker()
        how = _copy_natively(text)
        if not how and _terminal_listens(text):
            app.call_from_thread(app.copy_to_clipboard, text)
            how = "through the terminal, where it allows it"
        if not how:
            how = _into_file(text)
        if not worker.is_cancelled:
            app.call_from_thread(screen.notify, f"{what} copied {how}.", markup=False, timeout=4)

    screen.run_worker(work, thread=True, group="copy")


def _copy_natively(text: str) -> str:
    """With which tool; empty where there is none that takes it."""
    for name, command in _tools():
        if shutil.which(name) is None:
            continue
        try:
            # Not a pipe: xclip stays behind with the selection and would hold it open.
            subprocess.run(
                command,
                input=text.encode("utf-16" if name == "clip.exe" else "utf-8"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_TOOL_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return f"with {name}"
    return ""


def _tools() -> Iterator[tuple[str, list[str]]]:
    if "SSH_CONNECTION" not in os.environ:  # a tool would reach the clipboard of the wrong machine
        yield from _TOOLS.items()
    if "TMUX" in os.environ:
        yield from _TMUX.items()


def _terminal_listens(text: str) -> bool:
    """Whether the terminal may obey OSC 52. None answers; these are known not to."""
    deaf = any(os.environ.get(name, "") in values for name, values in _DEAF.items() if values)
    return not deaf and len(text.encode()) <= _MAX_ESCAPED_BYTES


def _into_file(text: str) -> str:
    folder = platformdirs.user_cache_path("quoth", appauthor=False)
    try:
        make_private(folder)
        file = folder / "copied.txt"
        file.write_text(text, encoding="utf-8")
    except OSError:
        descriptor, name = tempfile.mkstemp(prefix="quoth-", suffix=".txt", text=True)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        file = Path(name)
    return f"into {terminal_line(str(file))}"
