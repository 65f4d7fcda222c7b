"""The index made anew: how far it is, what happened, and the watch over the folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, RichLog, Static

from quoth.index.errors import QuothError
from quoth.tui.panels.work_bar import WorkBar
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.tui.controllers.library_work import LibraryWork
    from quoth.tui.controllers.rebuild_jobs import Rebuilding

_LOOK_SECONDS = 0.2  # seconds between two looks at the work
_MAX_ROOTS_SHOWN = 4


class RebuildScreen(Screen[None]):
    """It goes on when this screen is left."""

    CSS_PATH = "rebuild.tcss"
    AUTO_FOCUS = "#log"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", key_display="esc", id="index.back"),
        Binding("r", "rebuild", "Rebuild", id="index.rebuild"),
        Binding("x", "cancel", "Cancel", id="index.cancel"),
        Binding("a", "add", "Add", id="index.add"),
        Binding("w", "watch", "Watch", id="index.watch"),
        Binding("f", "full", "From scratch", id="index.from-scratch"),
    ]

    bar = getters.query_one(WorkBar)
    log_view = getters.query_one("#log", RichLog)

    def __init__(self, rebuilding: Rebuilding, work: LibraryWork) -> None:
        super().__init__()
        self._rebuilding = rebuilding
        self._work = work
        self._shown = 0
        self._was_running = rebuilding.is_running

    def compose(self) -> ComposeResult:
        yield Static(literal("Rebuild", "bold $text-accent"), markup=False, classes="heading")
        yield WorkBar()
        yield Static(markup=False, id="roots")
        yield RichLog(max_lines=1000, wrap=True, min_width=1, id="log")
        yield Footer()

    def on_mount(self) -> None:
        self.log_view.border_title = "What happened"
        self._show_roots()
        self._look()
        self.set_interval(_LOOK_SECONDS, self._look)

    def on_resize(self) -> None:
        """Wrap all lines again."""
        self.call_after_refresh(self._write_again)

    def _write_again(self) -> None:
        if not self.log_view.size.width:
            return
        self.log_view.clear()
        self._write(list(self._rebuilding.log))
        self._shown = self._rebuilding.logged

    def _write(self, lines: list[str]) -> None:
        for line in lines:
            self.log_view.write(Text(line))

    def _look(self) -> None:
        work = self._rebuilding
        idle = "Nothing to do: waiting for changes." if work.is_watching else "Nothing is running."
        self.bar.show(work.progress, idle)
        fresh = min(work.logged - self._shown, len(work.log))
        if fresh and self.log_view.size.width:
            self._write(list(work.log)[-fresh:])
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

    @work(group="ask")
    async def action_rebuild(self) -> None:
        await self._work.rebuild()

    def action_cancel(self) -> None:
        self._rebuilding.cancel()

    @work(group="ask")
    async def action_watch(self) -> None:
        await self._work.watch()

    @work(group="ask")
    async def action_add(self) -> None:
        await self._work.add()

    @work(group="ask")
    async def action_full(self) -> None:
        await self._work.rebuild_fully()
