"""Quotes to the clipboard, with where they are from."""

from __future__ import annotations

import os
import shutil
import subprocess

from textual.screen import Screen

from tui.literal import one_line
from tui.panels import describe
from tui.panels.places import Place

_TOOLS = {
    "wl-copy": ["wl-copy"],
    "xclip": ["xclip", "-selection", "clipboard"],
    "pbcopy": ["pbcopy"],
    "clip.exe": ["clip.exe"],
}
_PATIENCE = 2  # seconds: xclip without a display may hang


def copy_quote(screen: Screen[None], place: Place) -> None:
    """Copy in a thread, and say how: not every terminal obeys the escape sequence."""
    quote = one_line(place.passage.quote(place.span))
    text = f"“{quote}” — {describe.title(place.article)}, {describe.source(place.article)}"

    def work() -> None:
        tool = _copy_natively(text)
        screen.app.call_from_thread(_finish, screen, text, tool)

    screen.run_worker(work, thread=True, group="copy")


def _finish(screen: Screen[None], text: str, tool: str) -> None:
    if not tool:
        screen.app.copy_to_clipboard(text)
    how = f"with {tool}" if tool else "through the terminal, where it allows it"
    screen.notify(f"Quote and source copied {how}.", markup=False, timeout=3)


def _copy_natively(text: str) -> str:
    """The name of the tool that took the text, or nothing."""
    if "SSH_CONNECTION" in os.environ:  # a tool would reach the clipboard of the wrong machine
        return ""
    for name, command in _TOOLS.items():
        if shutil.which(name) is None:
            continue
        try:
            # Not a pipe: xclip stays behind with the selection and would hold it open.
            subprocess.run(
                command,
                input=text.encode("utf-16" if name == "clip.exe" else "utf-8"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return name
    return ""
