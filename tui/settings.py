"""The [tui] table of the settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TuiSettings:
    """`theme` is the name of one of the app's; with `watch` it follows the library's folders."""

    theme: str = "quoth-dark"
    watch: bool = False
