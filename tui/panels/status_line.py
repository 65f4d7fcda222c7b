"""What the program is doing, and what the user should know of the index."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from quoth.index.progress import Progress
from quoth.tui.text.formatting import bar
from quoth.tui.text.terminal_text import literal, terminal_line

_ROOMS = "  ".join(
    f"[@click=app.room('{name.lower()}')][$text-accent]F{key}[/] {name}[/]"
    for key, name in enumerate(("Conversations", "Library", "Rebuild", "Settings"), start=2)
)
_BRAND = Content.styled("Quoth", "bold $text-accent")


class StatusLine(Vertical):
    """One line, and below it the notices when there are some."""

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[str, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(_BRAND, markup=False, id="state")
            yield Static(_ROOMS, id="rooms")
        yield Static(markup=False, id="notices")

    def say(self, sign: str, text: str, *, busy: bool = False) -> None:
        """Busy, it has the line to itself."""
        self.set_class(busy, "-busy")
        state = Content.assemble(_BRAND, f"  {sign} ", literal(terminal_line(text)))
        self.query_one("#state", Static).update(state)

    def progress(self, progress: Progress) -> None:
        if not progress.fraction:
            self.say("◌", f"{progress.phase}… {progress.detail}", busy=True)
            return
        done = f"{bar(progress.fraction, 10)} {progress.fraction:.0%}"
        parts = (f"{progress.phase} {done}", progress.detail, progress.time_left)
        self.say("◌", " · ".join(filter(None, parts)), busy=True)

    def note(self, subject: str, *notices: str) -> None:
        """What to know of a subject from now on; nothing ends it."""
        self._notices[subject] = notices
        every = [notice for known in self._notices.values() for notice in known]
        lines = [literal(f"▲ {terminal_line(notice)}") for notice in every]
        self.query_one("#notices", Static).update(Content("\n").join(lines))
        self.set_class(bool(lines), "-noticed")
