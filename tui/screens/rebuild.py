"""The index made anew: how far it is, what happened, and the watch over the folders."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Log, Static

from quoth.index.consent import add_roots
from quoth.index.errors import QuothError
from quoth.index.library import listed
from quoth.tui.dialogs.confirm import Confirm
from quoth.tui.dialogs.place_prompt import adding
from quoth.tui.panels.work_bar import WorkBar
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.tui.controllers.rebuild_jobs import Rebuilding

_LOOK_SECONDS = 0.2  # seconds between two looks at the work
_MAX_ROOTS_SHOWN = 4


class RebuildScreen(Screen[None]):
    """It goes on when this screen is left."""

    CSS_PATH = "rebuild.tcss"
    AUTO_FOCUS = "Log"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back"),
        Binding("r", "rebuild", "Rebuild"),
        Binding("x", "cancel", "Cancel"),
        Binding("a", "add", "Add"),
        Binding("w", "watch", "Watch"),
        Binding("f", "full", "From scratch", show=False),
    ]

    bar = getters.query_one(WorkBar)
    log_view = getters.query_one(Log)

    def __init__(self, rebuilding: Rebuilding) -> None:
        super().__init__()
        self._rebuilding = rebuilding
        self._shown = 0
        self._was_running = rebuilding.is_running

    def compose(self) -> ComposeResult:
        yield Static(literal("Rebuild", "bold $text-accent"), markup=False, classes="heading")
        yield WorkBar()
        yield Static(markup=False, id="roots")
        yield Log(max_lines=1000)
        yield Footer()

    def on_mount(self) -> None:
        self.log_view.border_title = "What happened"
        self._look()
        self.set_interval(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        work = self._rebuilding
        idle = "Nothing to do: waiting for changes." if work.is_watching else "Nothing is running."
        self.bar.show(work.progress, idle)
        fresh = min(work.logged - self._shown, len(work.log))
        if fresh:
            self.log_view.write_lines(list(work.log)[-fresh:])
            self._shown = work.logged
            self._show_roots()
        if work.is_running != self._was_running:
            self._was_running = work.is_running
            self.refresh_bindings()

    @work(thread=True, exclusive=True, group="roots")
    def _show_roots(self) -> None:
        try:
            roots = self._rebuilding.library.roots()
        except QuothError as error:
            roots = (error.message,)
        shown = [terminal_line(root) for root in roots[:_MAX_ROOTS_SHOWN]]
        more = (
            [f"… and {len(roots) - _MAX_ROOTS_SHOWN} more"] if len(roots) > _MAX_ROOTS_SHOWN else []
        )
        lines = [*shown, *more] or ["Nothing is indexed yet: a adds a folder."]
        watched = "watched: what changes there is indexed" if self._rebuilding.is_watching else ""
        text = "\n".join([*(f"  {line}" for line in lines), *([f"  {watched}"] if watched else [])])
        self.app.call_from_thread(self._list, text)

    def _list(self, roots: str) -> None:
        for shown in self.query("#roots").results(Static):  # none once the screen was left
            shown.update(literal(roots))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "cancel":
            return self._rebuilding.is_running
        return action not in ("rebuild", "add", "full") or not self._rebuilding.is_running

    async def _agreed(self) -> bool:
        """Whether the library's roots are the user's own, or the user says yes to them now."""
        library = self._rebuilding.library
        roots = await asyncio.to_thread(library.unasked_roots)
        if not roots:
            return True
        question = (
            f"This library was not made here. It indexes {terminal_line(listed(roots))}. Go on?"
        )
        if not await self.app.push_screen_wait(Confirm(question, "index these", "leave it")):
            return False
        await asyncio.to_thread(add_roots, library.folder, roots)
        return True

    @work(group="ask")
    async def action_rebuild(self) -> None:
        if await self._agreed():
            self._rebuilding.rebuild()

    def action_cancel(self) -> None:
        self._rebuilding.cancel()

    @work(group="ask")
    async def action_watch(self) -> None:
        if self._rebuilding.is_watching or await self._agreed():
            self._rebuilding.watch(on=not self._rebuilding.is_watching)

    @work(group="ask")
    async def action_add(self) -> None:
        if (place := await self.app.push_screen_wait(adding())) and await self._agreed():
            self._rebuilding.add(place)

    @work(group="ask")
    async def action_full(self) -> None:
        question = "Read and embed every article again? The index answers meanwhile."
        sure = await self.app.push_screen_wait(Confirm(question, "from scratch", "leave it"))
        if sure and await self._agreed():
            self._rebuilding.rebuild(full=True)
