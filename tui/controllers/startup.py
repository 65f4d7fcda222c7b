"""From a library to something that answers: the slow part of a start, for a worker thread."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.errors import UsageError
from quoth.index.jobs import Job
from quoth.index.progress import Progress, Report

if TYPE_CHECKING:
    from quoth.qa.api import QuothLibrary
    from quoth.qa.engine import QuestionAnswerer

_REPORT_SECONDS = 0.05  # seconds between two reports of one phase


def samples() -> Path | None:
    """The folder of the sample articles; None where the package came without."""
    folder = Path(str(files("quoth") / "seeds")).resolve()
    return folder if folder.is_dir() else None


class Stopped(Exception):
    """Raised in the working thread when nobody waits for its work any more."""


@dataclass(frozen=True)
class Opening:
    """What the app was started with. `seeds` are indexed first where the library is empty."""

    library: QuothLibrary
    seeds: Path | None = None

    def open(self, report: Report) -> tuple[QuestionAnswerer, list[str]]:
        """The answerer and what to know of its index. Raises QuothErrors."""
        library = self.library.index
        if self.seeds is not None and library.is_empty():
            seeds = [str(self.seeds.absolute())]
            seeding = Job(library, "rebuild", paths=seeds, nice=0)
            for _ in seeding.run(report):
                pass
        answerer, trouble = self._answerer(report)
        # The libraries behind it stay. A garbage collection that walks through all they hold stops
        # the screen for 150 ms.
        gc.freeze()
        return answerer, [*trouble, *library.notices(answerer.generation), *answerer.notices()]

    def _answerer(self, report: Report) -> tuple[QuestionAnswerer, list[str]]:
        """The answerer of the settings; one that quotes, and why, where their model cannot be had."""
        try:
            return self.library.answerer(report), []
        except UsageError as error:
            chosen = self.library.settings
            if not (chosen.model or chosen.answerer):
                raise
            quoting = type(self.library).over(self.library.index, chosen.with_model("", None))
            return quoting.answerer(report), [
                f"{error.message} {error.hint} – Until then answers are quotes."
            ]


def throttled(tell: Callable[[Progress], object], stopped: Callable[[], bool]) -> Report:
    """A Report that tells each phase at once and then a few times a second."""
    phase, told = "", 0.0

    def report(progress: Progress) -> None:
        nonlocal phase, told
        if stopped():
            raise Stopped
        now = time.monotonic()
        if progress.phase != phase or now - told >= _REPORT_SECONDS or progress.fraction >= 1:
            phase, told = progress.phase, now
            tell(progress)

    return report
