"""How far long work has come, as it is told to whoever waits."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

_SPEED_SECONDS = (
    20.0  # seconds that a speed is taken over: long enough not to jump, short enough to turn
)
_MIN_SECONDS = 0.5  # seconds before there is any


@dataclass(frozen=True, slots=True)
class Progress:
    """`fraction` of the phase is done, 0..1; `detail` counts what was worked on; `seconds_left`
    are those of the phase, None as long as that cannot be told.
    """

    phase: str
    fraction: float
    detail: str = ""
    seconds_left: float | None = None

    @property
    def time_left(self) -> str:
        """Tell the time that is left in words, or "" while it is not known."""
        if self.seconds_left is None:
            return ""
        seconds = round(self.seconds_left)
        if seconds < 60:
            return f"{seconds} s left"
        minutes = round(seconds / 60)
        return (
            f"{minutes} min left" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min left"
        )


Report = Callable[[Progress], None]
"""Called often, from the working thread. Whatever it raises stops the work and leaves nothing half
done: that is how a screen cancels."""


def silent(_: Progress) -> None:
    """Report nothing: for work that nobody watches."""


class Pace:
    """The speed at which something grows, by its last seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def per_second(self, amount: float) -> float:
        """What it grows by in a second, having reached `amount` now; 0 while that is not known."""
        now = time.monotonic()
        self._seen.append((now, amount))
        while now - self._seen[0][0] > _SPEED_SECONDS and len(self._seen) > 2:
            self._seen.popleft()
        since, before = self._seen[0]
        return (amount - before) / (now - since) if now - since >= _MIN_SECONDS else 0.0


def with_time_left(report: Report) -> Report:
    """A report that is also told how long each phase will take on."""
    phase, pace = "", Pace()

    def timed(progress: Progress) -> None:
        nonlocal phase, pace
        if progress.phase != phase:
            phase, pace = progress.phase, Pace()
        speed = pace.per_second(progress.fraction)
        left = (1 - progress.fraction) / speed if speed > 0 else None
        report(replace(progress, seconds_left=left))

    return timed
