"""What a fetch may do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of a fetch. `allow_private` lets it reach this machine and the networks around it.

    `connect_seconds` is the longest silence that is waited for, `total_seconds` the time for a
    document with all its redirects, `items` how many of a feed's items are fetched.
    """

    allow_private: bool = False
    most_bytes: int = 10_000_000
    connect_seconds: float = 10.0
    total_seconds: float = 30.0
    redirects: int = 5
    items: int = 50


ORDINARY = Rules()
