"""How long the stages of a question take."""

from __future__ import annotations

import time


class Clock:
    """Milliseconds by stage; what happens between a lap and `restart` is nobody's time."""

    def __init__(self) -> None:
        self._laps: dict[str, float] = {}
        self.restart()

    def restart(self) -> None:
        """Begin to count from now."""
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Add the time since the last lap to a stage's."""
        spent = (time.perf_counter() - self._since) * 1000
        self._laps[stage] = self._laps.get(stage, 0.0) + spent
        self.restart()

    def laps(self) -> dict[str, float]:
        """Milliseconds of each stage, and "total"."""
        total = sum(self._laps.values())
        return {stage: round(ms, 2) for stage, ms in (*self._laps.items(), ("total", total))}
