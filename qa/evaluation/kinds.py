"""Figures by the kind of question: fact, follow-up, date, near-absent, …"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quoth.index.articles import Span
from quoth.qa.answers import Answer
from quoth.qa.evaluation.metrics import first_rank, recall, share

Holds = Callable[[str, str, Span, str], bool]
"""Whether a text holds the answer: the id and the path of its article, its span there, and itself."""
_PASSAGES = 10  # passages looked at
ANSWERABLE, ABSENT = "answerable", "absent"
"""The kinds of a set that tells no others."""


@dataclass(slots=True)
class _Seen:
    """Of the questions of a kind: whether each was refused; of those with an answer, whether the
    first quote holds it, whether any does, and the rank of the first passage that does.
    """

    refused: list[bool] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    any: list[bool] = field(default_factory=list)
    ranks: list[int | None] = field(default_factory=list)


class Kinds:
    """Counts answers up as they come, in the order in which the kinds are first met."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, _Seen] = defaultdict(_Seen)

    def note(self, kind: str, answer: Answer, holds: Holds | None) -> None:
        """Count an answer to a question of a kind; `holds` is None where nothing answers it."""
        seen = self._seen[kind]
        seen.refused.append(not answer.answered)
        if holds is None:
            return
        said = [holds(c.article.id, c.article.path, c.span, c.quote) for c in answer.citations]
        seen.first.append(said[:1] == [True])
        seen.any.append(any(said))
        passages = [(hit.passage, hit.article) for hit in answer.hits[:_PASSAGES]]
        held = (holds(card.id, card.path, p.span, p.text) for p, card in passages)
        seen.ranks.append(first_rank(held))

    def as_json(self) -> Mapping[str, Mapping[str, Any]]:
        """By kind: the number of questions, and shares 0..1. What is asked of an answer is None where
        no question of the kind has one; "refused" is of all of them.
        """
        return {
            kind: {
                "questions": len(seen.refused),
                "first": _rounded(share(seen.first)),
                "any": _rounded(share(seen.any)),
                "passage@1": _rounded(recall(seen.ranks, 1)),
                "passage@10": _rounded(recall(seen.ranks, 10)),
                "refused": _rounded(share(seen.refused)),
            }
            for kind, seen in self._seen.items()
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
