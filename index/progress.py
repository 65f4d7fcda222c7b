"""How far long work has come, as it is told to whoever waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`fraction` of the phase is done, 0..1; `detail` counts what was worked on."""

    phase: str
    fraction: float
    detail: str = ""


Report = Callable[[Progress], None]
"""Called often, from the working thread. Whatever it raises stops the work."""


def silent(_: Progress) -> None:
    """For work that nobody watches."""
