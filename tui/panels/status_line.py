"""What the program is doing, and what the user should know of the index."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from quoth.index.progress import Progress
from quoth.tui.text.formatting import bar
from quoth.tui.text.terminal_text import literal, terminal_line

_ROOMS = (
    ("conversations", "Conversations", "Past"),
    ("library", "Library", "Library"),
    ("rebuild", "Rebuild", "Rebuild"),
    ("settings", "Settings", "Settings"),
)
"""Each with its name in full, and shorter."""
_LEAST_CELLS: tuple[tuple[int, int | None], ...] = ((100, 1), (64, 2), (0, None))
"""Cells from which on the names at that place in _ROOMS have room."""
_BRANDED_CELLS = 50  # from which on what it says stands behind the name of the program
_BRAND = Content.styled("Quoth", "bold $text-accent")


class StatusLine(Vertical):
    """One line, and below it the notices when there are some."""

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[str, tuple[str, ...]] = {}
        self._sign = ""
        self.told = ""
        """What it says, without its sign."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(_BRAND, markup=False, id="state")
            yield Static(id="rooms")
        yield Static(markup=False, id="notices")

    def on_resize(self) -> None:
        """Name the other screens as fully as there is room for."""
        fitting = [names for least, names in _LEAST_CELLS if self.size.width >= least]
        self.query_one("#rooms", Static).update(_rooms(fitting[0]))
        self._show_state()

    def ready(self, articles: int, writer: str) -> None:
        """Say how much is asked, and what writes the answers: a model's name, or "" for quotes."""
        counted = f"{articles:,} article{'' if articles == 1 else 's'}"
        self.say("●", f"{counted} · {writer or 'quotes'}")

    def say(self, sign: str, text: str, *, busy: bool = False) -> None:
        """Busy, it has the line to itself."""
        self.set_class(busy, "-busy")
        self._sign, self.told = sign, terminal_line(text)
        self._show_state()

    def _show_state(self) -> None:
        brand: list[str | Content] = (
            [_BRAND, "  "] if self.size.width >= _BRANDED_CELLS or not self.told else []
        )
        state = Content.assemble(*brand, f"{self._sign} ".lstrip(), literal(self.told))
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
        self._show()

    def forget(self, *subjects: str) -> None:
        for subject in subjects:
            self._notices.pop(subject, None)
        self._show()

    def is_telling(self, *subjects: str) -> bool:
        """Whether there is something to know of any of these subjects."""
        return any(self._notices.get(subject) for subject in subjects)

    def _show(self) -> None:
        every = [notice for known in self._notices.values() for notice in known]
        lines = [literal(f"▲ {terminal_line(notice)}") for notice in every]
        self.query_one("#notices", Static).update(Content("\n").join(lines))
        self.set_class(bool(lines), "-noticed")


def _rooms(name: int | None) -> str:
    """The other screens with their keys, each to be clicked; `name` counts within _ROOMS."""
    links = [
        f"[@click=app.room('{room[0]}')][$text-accent]F{key}[/]{f' {room[name]}' if name else ''}[/]"
        for key, room in enumerate(_ROOMS, start=2)
    ]
    return (" " if name is None else "  ").join(links)
