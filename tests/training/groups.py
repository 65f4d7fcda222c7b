"""Questions with the windows that a reader must tell apart: the one that answers among those that
do not, or none that does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.articles import Span
from tests.training.articles import Text, Window, windows

WINDOWS = 5
"""Windows of a question that are read side by side."""
_STRANGERS = (0, 0, 1, 1, 2)  # how many of them are of a text about something else
_AFTER = 0.2  # chance that another question stands before one
_WITHOUT = 0.25  # chance that an answer is held back, where it is known that nothing else answers


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the training data. `answers` are the spans that answer, by text id, none for a
    question without an answer; `near` are the texts that may be shown beside those. `closed` says
    that no other text of `near` answers. `before` are questions that may have been asked before."""

    question: str
    answers: dict[str, Span]
    near: tuple[Text, ...]
    closed: bool
    before: tuple[str, ...] = ()
    strangers: tuple[Window, ...] = ()
    """Windows of other texts that a search would bring and that do not answer."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question and its windows; for each window, the sentences that answer and those that may, by
    number in the text, and the span of its text that answers."""

    question: str
    windows: tuple[Window, ...]
    right: tuple[frozenset[int], ...]
    unsure: tuple[frozenset[int], ...]
    spans: tuple[Span | None, ...]


def group(asked: Asked, others: Sequence[Text], dice: random.Random) -> Group:
    """The windows to read for a question, cut and chosen anew at each call; `others` are texts to
    take one from where the question has no strangers of its own.
    """
    cut = [window for text in asked.near for window in windows(text, dice)]
    right = [window for window in cut if _right(asked, window)]
    wrong = [window for window in cut if not _right(asked, window)]
    dice.shuffle(right)
    dice.shuffle(wrong)
    hidden = bool(right) and asked.closed and bool(wrong) and dice.random() < _WITHOUT
    chosen = [] if hidden else right[: 1 if dice.random() < 0.7 else 2]
    chosen += wrong[: WINDOWS - len(chosen) - dice.choice(_STRANGERS)]
    chosen += _strangers(asked, others, WINDOWS - len(chosen), dice)
    dice.shuffle(chosen)
    return Group(
        asked.question,
        tuple(chosen),
        tuple(frozenset(_right(asked, window)) for window in chosen),
        tuple(frozenset(_unsure(asked, window)) for window in chosen),
        tuple(_span(asked, window) for window in chosen),
    )


def _strangers(
    asked: Asked, others: Sequence[Text], count: int, dice: random.Random
) -> list[Window]:
    if asked.strangers:
        return dice.sample(asked.strangers, min(count, len(asked.strangers)))
    stranger = dice.choice(others)
    if any(stranger.id == text.id for text in asked.near):
        return []
    return [dice.choice(windows(stranger, dice))][:count]


def in_conversation(asked: Asked, dice: random.Random) -> str:
    """The question, now and then after another one, as a conversation is read: what was asked last
    is to be answered."""
    if asked.before and dice.random() < _AFTER:
        return f"{dice.choice(asked.before)} {asked.question}"
    return asked.question


def _right(asked: Asked, window: Window) -> set[int]:
    span = asked.answers.get(window.text.id)
    if span is None:
        return set()
    return {n for n in window.text.sentences_of(span) if window.first <= n < window.last}


def _unsure(asked: Asked, window: Window) -> set[int]:
    """Sentences in which an answer's words stand again: they may answer too."""
    said = {span.of(text.text) for text in asked.near if (span := asked.answers.get(text.id))}
    found = set()
    for number in range(window.first, window.last):
        sentence = window.text.sentences[number].of(window.text.text)
        if any(len(words) > 2 and words in sentence for words in said):
            found.add(number)
    return found - _right(asked, window)


def _span(asked: Asked, window: Window) -> Span | None:
    span = asked.answers.get(window.text.id)
    inside = window.span
    return span if span and inside.start <= span.start and span.end <= inside.end else None
