"""The work on the library that goes on while questions are answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from quoth.index.errors import QuothError
from quoth.index.jobs import Job
from quoth.index.library import Library
from quoth.index.progress import Progress
from quoth.index.settings import IndexSettings
from quoth.tui.messages import WorkChanged
from quoth.tui.text.reports import counted
from quoth.tui.text.terminal_text import terminal_line

if TYPE_CHECKING:
    from quoth.index.building.report import RebuildReport

_MAX_LOG_LINES = 1000  # lines of the log
_MAX_SKIPPED_SHOWN = 20


class Rebuilding:
    """At most one rebuild that was asked for, and the watch over the folders.

    Posts WorkChanged when there is something new to show. All but what threads run belongs to the
    event loop.
    """

    def __init__(self, screen: Screen[None], library: Library) -> None:
        self._screen = screen
        self._library = library
        self._job: Job | None = None
        self._watch: Job | None = None
        self._is_adding = False
        self._watch_is_due = False  # once what is under way has ended
        self._due: Callable[[], None] | None = None  # once the watch has let the library go
        self.progress: Progress | None = None
        self.log: deque[str] = deque(maxlen=_MAX_LOG_LINES)
        self.logged = 0  # lines ever, also those that the log has let go

    @property
    def library(self) -> Library:
        return self._library

    def configure(self, settings: IndexSettings) -> None:
        """Rebuild with other settings from now on."""
        self._library.settings = settings

    @property
    def is_running(self) -> bool:
        """Whether a rebuild that was asked for is under way."""
        return self._job is not None

    @property
    def is_watching(self) -> bool:
        """Whether the folders are followed, or will be when what is under way has ended."""
        return self._watch is not None or self._watch_is_due

    def rebuild(self, *, full: bool = False) -> None:
        """Index again what is indexed."""
        self._start(Job(self._library, "rebuild", paths=[], full=full), "Rebuilding")

    def add(self, place: str, *, nice: int | None = None) -> None:
        """A folder, a file or a URL, besides what is indexed; `nice` is as a Job takes it."""
        values = {} if nice is None else {"nice": nice}
        job = Job(self._library, "add", place=place, **values)
        self._is_adding = self._job is None
        self._start(job, f"Adding {terminal_line(place)}")

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def watch(self, *, on: bool) -> None:
        """Follow the folders, once no rebuild is under way; or do no longer."""
        if on and self._job is not None:
            self._watch_is_due = True
            self._note("Watching begins when this has ended")
        elif on and self._watch is None:
            self._watch = Job(self._library, "watch")
            self._note("Watching the folders")
            self._run(self._watch, self._watched)
        elif not on:
            self._watch_is_due = False
            if self._watch is not None:
                self._watch.cancel()

    def close(self) -> None:
        for job in filter(None, (self._job, self._watch)):
            job.cancel()

    def _start(self, job: Job, what: str) -> None:
        """Begin a job; a watch gives way to it, and comes back after it."""
        if self._job is not None:
            return
        self._job = job
        self.progress = Progress("Starting", 0.0)
        self._note(what)
        if self._watch is None:
            self._run(job, self._ended)
        else:
            self._watch_is_due = True
            self._due = partial(self._run, job, self._ended)
            self._watch.cancel()

    def _run(self, job: Job, ended: Callable[[str], None]) -> None:
        self._screen.run_worker(partial(self._work, job, ended), thread=True, group="rebuild")

    def _work(self, job: Job, ended: Callable[[str], None]) -> None:
        """In a thread."""
        tell = self._screen.app.call_from_thread
        problem = ""
        try:
            for outcome in job.run(lambda progress: tell(self._show, progress)):
                tell(self._take, outcome)
        except QuothError as error:
            problem = terminal_line(f"✗ {error.message} {error.hint}")
        if self._screen.is_running:
            tell(ended, "Cancelled" if job.is_cancelled else problem)

    def _show(self, progress: Progress) -> None:
        changed = self.progress is None or self.progress.phase != progress.phase
        if changed and self.is_running:  # a watch looks too often to say so
            self._note(progress.phase)
        self.progress = progress
        self._screen.post_message(WorkChanged())

    def _take(self, outcome: RebuildReport | QuothError | None) -> None:
        self.progress = None
        self._screen.post_message(WorkChanged())
        if outcome is None:
            return
        if isinstance(outcome, QuothError):
            self._note(terminal_line(f"✗ {outcome.message} {outcome.hint}"))
            return
        for file in outcome.skipped[:_MAX_SKIPPED_SHOWN]:
            self._note(terminal_line(f"skipped: {file.path} {file.reason}"))
        more = len(outcome.skipped) - _MAX_SKIPPED_SHOWN
        if more > 0:
            self._note(f"… and {more:,} more skipped: F3 lists them")
        self._note(f"● {counted(outcome)}")

    def _ended(self, problem: str) -> None:
        self._job = self.progress = None
        if problem:
            self._note(problem)
        self._screen.post_message(WorkChanged(problem, added=self._is_adding and not problem))
        self._is_adding = False
        if self._watch_is_due:
            self._watch_is_due = False
            self.watch(on=True)

    def _watched(self, problem: str) -> None:
        self._watch = None
        due, self._due = self._due, None
        if due is not None:
            due()
            return
        if self._job is None:
            self.progress = None
        self._note(problem if problem.startswith("✗") else "No longer watching the folders")

    def _note(self, line: str) -> None:
        self.log.append(f"{datetime.now():%H:%M:%S}  {line}")
        self.logged += 1
        self._screen.post_message(WorkChanged())
