"""The [qa] table of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import UsageError


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """`top_k` passages are shown for a question; an answer quotes at most `quotes` sentences."""

    top_k: int = 10
    quotes: int = 3

    def __post_init__(self) -> None:
        for name, value, most in (("top_k", self.top_k, 100), ("quotes", self.quotes, 10)):
            if not 1 <= value <= most:
                raise UsageError(f"{name} is {value}.", f"Choose between 1 and {most}.")
