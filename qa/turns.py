"""A turn of a conversation: one record from the question that is typed to the row that is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from quoth.qa.answers import Answer


def now() -> str:
    """The time in UTC, as ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a question has no answer: `message` says what is wrong, `hint` what to do about it."""

    message: str
    hint: str = ""


@dataclass(eq=False, slots=True, weakref_slot=True)
class Turn:
    """A question of a conversation, and what came of it. Each is itself: no two are equal.

    `question` is as it was typed, `asked` the time in UTC, as ISO 8601. `outcome` is None as long
    as neither an answer nor a failure came, and stays so where the program ended before. `id` is
    the number of its saved row, 0 until there is one.
    """

    question: str
    asked: str = field(default_factory=now)
    outcome: Answer | Failure | None = None
    id: int = 0

    @property
    def answer(self) -> Answer | None:
        """The answer, where there is one."""
        return self.outcome if isinstance(self.outcome, Answer) else None

    @property
    def error(self) -> str:
        """Why there is no answer, in a sentence; "" where there is one, or none yet."""
        return self.outcome.message if isinstance(self.outcome, Failure) else ""
