"""Where a path or a web address is typed, and completed from the disk."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from quoth.tui.text.path_completion import completions


class PathCompletion(Suggester):
    """Offers the first folder or article that goes on as what is typed does."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        found = await asyncio.to_thread(completions, value) if value else []
        return found[0] if found else None


class PathBox(Input):
    """Tab, as in a shell, or → takes what is offered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", id="path.complete")
    ]

    def __init__(self, placeholder: str) -> None:
        """`placeholder` is our own words."""
        super().__init__(placeholder=placeholder, suggester=PathCompletion(), select_on_focus=False)

    def action_complete(self) -> None:
        """Take the offer; stay here where there is none."""
        self.cursor_position = len(self.value)
        if self._suggestion:
            self.action_cursor_right()
