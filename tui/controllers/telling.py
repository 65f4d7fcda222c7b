"""Errors, popped up in a corner of the screen."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widget import Widget

from quoth.index.errors import QuothError
from quoth.tui.text.terminal_text import terminal_line


def tell_error(where: App[Any] | Widget, error: Exception) -> None:
    """Pop up what is wrong and what to do about it, letter for letter."""
    text = f"{error.message} {error.hint}" if isinstance(error, QuothError) else str(error)
    where.notify(terminal_line(text), severity="error", markup=False)
