"""A question as it is asked: the words, what narrows it, and what was asked before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from quoth.index.errors import UsageError
from quoth.index.text.clean import one_line
from quoth.qa.search.filters import NO_FILTERS, Filters, read_filters
from quoth.qa.understanding.follow_ups import ALONE, Earlier

_MAX_QUESTION_CHARS = 2000  # what the embedder reads of a question at the most, by a wide margin


@dataclass(frozen=True, slots=True)
class Question:
    """`previous` are the turns of the conversation before it, oldest first. The articles whose ids are
    in `exclude` are as if they were not there. `remark` is said beside the answer: what looks like a
    mistyped filter. `kind` is that of an answer that the whole library is to give about `text`, as in
    `qa.understanding.requests.Kind`; "" leaves it to the words what is asked, unless it `is_plain`, a question and no request.

    Raises UsageError for a question without words, and for what is no text.
    """

    text: str
    filters: Filters = NO_FILTERS
    previous: tuple[Earlier, ...] = ()
    exclude: frozenset[str] = frozenset()
    remark: str = ""
    kind: str = ""
    is_plain: bool = False

    def __post_init__(self) -> None:
        _refuse_what_is_no_text(self.text)
        object.__setattr__(self, "text", one_line(self.text)[:_MAX_QUESTION_CHARS])
        if not any(character.isalnum() for character in self.text):
            hint = (
                "Ask in words; filters only narrow a question." if self.filters else "Ask in words."
            )
            raise UsageError("The question is empty.", hint)

    @classmethod
    def read(
        cls,
        written: str,
        today: date,
        filters: Filters = NO_FILTERS,
        previous: tuple[Earlier, ...] = (),
    ) -> Self:
        """What a user wrote, with its filters beside those given; ALONE before it leaves
        `previous` out, and asks it as a question whatever it looks like. Raises UsageError.
        """
        _refuse_what_is_no_text(written)
        read = read_filters(one_line(written)[:_MAX_QUESTION_CHARS], today)
        alone = read.words.startswith(ALONE)
        return cls(
            read.words.removeprefix(ALONE),
            filters & read.filters,
            () if alone else previous,
            remark=" ".join(read.remarks),
            is_plain=alone,
        )


def _refuse_what_is_no_text(question: object) -> None:
    """Raise UsageError for None and the like, as a program may hand them over."""
    if not isinstance(question, str):
        raise UsageError(f"A question is text, not {type(question).__name__}.", "Ask in words.")
