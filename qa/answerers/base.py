"""The face that every answerer shows to the engine."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from quoth.index.embedders.base import Embedder
from quoth.index.store.generation import Generation
from quoth.qa.answers import AnswerSentence, Citation, Evidence, Hit, PartRead, SentenceWritten
from quoth.qa.understanding.follow_ups import Earlier


@dataclass(frozen=True, slots=True)
class Task:
    """What was found for a question that can be answered; `newest` says that it asks for the newest
    state of things. Once `stop` is set, no more is written.
    """

    question: str
    hits: Sequence[Hit]
    evidence: Sequence[Evidence]
    generation: Generation
    embedder: Embedder
    stop: threading.Event
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer makes of it; the fields are those of `qa.answers.Answer`."""

    answerer: str
    text: str = ""
    citations: tuple[Citation, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Passages that a model reads at once, of the article of that `title`, or of several, and then ""."""

    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class DigestTask:
    """A request that is to be answered from `parts`: of a `kind` as in `qa.understanding.requests`.
    A hit's rank is its number among all of the parts. Once `stop` is set, no more is written.
    """

    question: str
    kind: str
    parts: tuple[Part, ...]
    generation: Generation
    embedder: Embedder
    stop: threading.Event


Writing = Generator[SentenceWritten, None, Draft]
Digesting = Generator[SentenceWritten | PartRead, None, Draft]


class Answerer(Protocol):
    @property
    def name(self) -> str: ...

    def rewrite(self, question: str, previous: Sequence[Earlier], stop: threading.Event) -> str:
        """The question in words that stand alone, or as it is where there are none better."""
        ...

    def write(self, task: Task) -> Writing:
        """Yields its sentences as they are written, if that takes time, and returns all of them."""
        ...


@runtime_checkable
class Digester(Protocol):
    """An answerer that writes of several articles."""

    def digest(self, task: DigestTask) -> Digesting:
        """Yields each part before it is read, and the sentences as they are written; returns all of them.

        Raises ModelError.
        """
        ...
