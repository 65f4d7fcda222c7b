"""Asks, in a terminal, whether a library may have what it wants; each thing once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from quoth.index.consent import add_roots, agree
from quoth.index.library import Library
from quoth.index.text.clean import one_line
from quoth.tui.cli import output


def agreed_to_settings(library: Library) -> bool:
    """Whether the user said yes just now to what the library's own settings file would choose."""
    pending = library.unagreed()
    if not pending or not _can_ask():
        return False
    lines = [f"{key} = {value!r}" for key, value in pending.items()]
    if not _asked("The library's own settings want:", lines, "Allow this, from now on?"):
        return False
    agree(library.folder, pending)
    return True


def ask_about_roots(library: Library) -> None:
    """Ask about the files and folders that a library of somebody else's names to be indexed.

    Without a terminal, or with a no, they stay unasked, and `Library.own_roots` refuses them.
    """
    roots = library.unasked_roots()
    if (
        roots
        and _can_ask()
        and _asked("This library was not made here. It indexes:", roots, "Go on with these?")
    ):
        add_roots(library.folder, roots)


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(what: str, lines: Sequence[str], question: str) -> bool:
    """Anything but a plain yes is a no."""
    output.print_notice(what)
    for line in lines:
        output.print_line(f"  {one_line(line)}")
    output.print_line(f"{question} [y/N] ", end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
