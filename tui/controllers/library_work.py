"""What changes the library, asked for from any screen: adding, rebuilding, watching."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App

from quoth.index.consent import add_roots
from quoth.index.library import listed
from quoth.tui.dialogs.confirm import Confirm
from quoth.tui.dialogs.place_prompt import adding
from quoth.tui.text.terminal_text import terminal_line

if TYPE_CHECKING:
    from quoth.tui.controllers.rebuild_jobs import Rebuilding


class LibraryWork:
    """Asks what is to be asked first, on whatever screen one is. To be awaited in a worker."""

    def __init__(self, app: App[Any], rebuilding: Rebuilding) -> None:
        self._app = app
        self._rebuilding = rebuilding

    async def add(self) -> bool:
        """Add what is typed for a place; whether anything was."""
        if self._rebuilding.is_running:
            self._app.notify("Something is being indexed: wait, or F4, x ends it.", markup=False)
            return False
        place = await self._app.push_screen_wait(adding())
        if not place or not await self._agreed():
            return False
        self._rebuilding.add(place)
        self._app.notify("It is being indexed: F4 shows how far it is.", markup=False)
        return True

    async def rebuild(self) -> None:
        if await self._agreed():
            self._rebuilding.rebuild()

    async def rebuild_fully(self) -> None:
        question = "Read and embed every article again? The index answers meanwhile."
        sure = await self._app.push_screen_wait(Confirm(question, "from scratch", "leave it"))
        if sure and await self._agreed():
            self._rebuilding.rebuild(full=True)

    async def watch(self) -> None:
        """Begin to watch the folders, or end it."""
        if self._rebuilding.is_watching or await self._agreed():
            self._rebuilding.watch(on=not self._rebuilding.is_watching)
            begun = "are watched" if self._rebuilding.is_watching else "are no longer watched"
            self._app.notify(f"The folders {begun}.", markup=False)

    async def _agreed(self) -> bool:
        """Whether the library's roots are the user's own, or the user says yes to them now."""
        library = self._rebuilding.library
        roots = await asyncio.to_thread(library.unasked_roots)
        if not roots:
            return True
        question = (
            f"This library was not made here. It indexes {terminal_line(listed(roots))}. Go on?"
        )
        if not await self._app.push_screen_wait(Confirm(question, "index these", "leave it")):
            return False
        await asyncio.to_thread(add_roots, library.folder, roots)
        return True
