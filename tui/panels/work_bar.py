"""How far a rebuild is: the phase, a bar, the speed, the time that is left."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from quoth.index.progress import Progress
from quoth.tui.text.formatting import bar
from quoth.tui.text.terminal_text import literal, terminal_line


class WorkBar(Widget):
    """Two lines as wide as they may be."""

    DEFAULT_CSS = "WorkBar { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._idle = ""

    def show(self, progress: Progress | None, idle: str) -> None:
        """`idle` is our own word for there being nothing to do."""
        self._progress, self._idle = progress, idle
        self.refresh()

    def render(self) -> RenderResult:
        progress = self._progress
        if progress is None:
            return Content.assemble(("○ ", "$foreground-muted"), literal(self._idle))
        parts = (progress.detail, progress.time_left)
        told = " · ".join(filter(None, map(terminal_line, parts)))
        head = Content.assemble(
            ("◌ ", "$text-accent"),
            literal(terminal_line(progress.phase), "bold"),
            literal(f"  {told}" if told else "", "$foreground-muted"),
        )
        share = f" {progress.fraction:4.0%}"
        width = max(1, self.content_size.width - len(share))
        return Content("\n").join(
            [head, Content.assemble((bar(progress.fraction, width), "$text-accent"), share)]
        )
