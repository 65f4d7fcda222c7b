"""A question's way: embedded, searched, its sentences weighed, answered with citations."""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from index.clean import one_line
from index.embedders.base import Embedder
from index.errors import UsageError
from index.generation import Generation
from index.library import Library
from index.progress import Report, silent
from qa.abstention import THRESHOLD, Confidence
from qa.answerers import extractive
from qa.answers import Answer, AnswerEvent, AnswerFinished, Hit, PassagesFound
from qa.citations import cite, cited_text
from qa.evidence import find_evidence
from qa.levels import Levels
from qa.queries import Query
from qa.retrieval import Candidates, find_candidates, retrieve
from qa.sentences import SentenceScores, score_sentences, with_best_sentences
from qa.settings import AnswerSettings

_MOST_CHARACTERS = 2000  # what the embedder reads of a question at the most, by a wide margin
_WEIGHED = 10  # passages whose sentences are looked at, however few are wanted


class QuestionAnswerer:
    """Answers from one generation. Several threads may ask at once."""

    def __init__(
        self, generation: Generation, embedder: Embedder, settings: AnswerSettings | None = None
    ) -> None:
        self.generation = generation
        self._embedder = embedder
        self._settings = settings or AnswerSettings()
        self._levels = Levels(generation.cohort)
        self._confidence = Confidence(generation, self._levels)
        self._finalizer = weakref.finalize(self, generation.close)

    @classmethod
    def open(
        cls, library: Library, settings: AnswerSettings | None = None, report: Report = silent
    ) -> QuestionAnswerer:
        """Ready to ask: the model and Chroma are loaded side by side.

        Raises EmptyLibrary, LibraryError, ModelMismatch, EmbedderError.
        """
        generation = library.open()
        try:
            with ThreadPoolExecutor(max_workers=1) as pool:
                warming = pool.submit(generation.warm)
                embedder = library.embedder_of(generation, report)
                warming.result()
        except BaseException:
            generation.close()
            raise
        return cls(generation, embedder, settings)

    def ask(
        self, question: str, top_k: int | None = None, exclude: frozenset[str] = frozenset()
    ) -> Iterator[AnswerEvent]:
        """PassagesFound, then AnswerFinished, as if the articles with the ids `exclude` were not
        there. Raises UsageError for a question without words.
        """
        asked = _Asked(question, top_k or self._settings.top_k)
        query, hits, scores = self._search(asked, exclude)
        yield PassagesFound(tuple(hits))
        asked.clock.restart()
        evidence = find_evidence(self._embedder, query, hits, scores)
        confidence = self._confidence.of(query, evidence, exclude)
        answered = confidence >= THRESHOLD
        chosen = extractive.choose(evidence, self._settings.quotes) if answered else []
        citations = cite(chosen)
        asked.clock.lap("evidence")
        yield AnswerFinished(
            Answer(
                question=asked.question,
                answered=answered,
                confidence=confidence,
                answerer=extractive.NAME,
                text=cited_text(citations),
                citations=citations,
                hits=tuple(hits),
                timings_ms=asked.clock.laps(),
                evidence=tuple(evidence),
            )
        )

    def search(self, question: str, top_k: int | None = None) -> list[Hit]:
        """The passages alone, best first. Raises UsageError for a question without words."""
        return self._search(_Asked(question, top_k or self._settings.top_k), frozenset())[1]

    def _search(
        self, asked: _Asked, exclude: frozenset[str]
    ) -> tuple[Query, list[Hit], SentenceScores]:
        query = self.query(asked.question)
        asked.clock.lap("embed")
        found = retrieve(self.generation, query, max(asked.top_k, _WEIGHED), exclude)
        scores = score_sentences(self.generation, query, [hit.passage for hit in found])
        hits = with_best_sentences(found, scores)[: asked.top_k]
        asked.clock.lap("search")
        return query, hits, scores

    def query(self, text: str) -> Query:
        """What is searched for a text."""
        vector = self._embedder.embed_question(text)
        return Query(text, vector, self._levels.of(vector))

    def candidates(self, question: str) -> Candidates:
        """What is ranked for a question. Raises UsageError for a question without words."""
        asked = _Asked(question, self._settings.top_k)
        return find_candidates(self.generation, self.query(asked.question))

    def answer(
        self, question: str, top_k: int | None = None, exclude: frozenset[str] = frozenset()
    ) -> Answer:
        """The answer at the end of `ask`."""
        for event in self.ask(question, top_k, exclude):
            if isinstance(event, AnswerFinished):
                return event.answer
        raise AssertionError("a question always ends with its answer")

    def close(self) -> None:
        """Let the generation go. What is forgotten unclosed is closed with it."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Asked:
    """A question as it is worked on."""

    def __init__(self, question: str, top_k: int) -> None:
        self.question = one_line(question)[:_MOST_CHARACTERS]
        self.top_k = top_k
        self.clock = _Clock()
        if not any(character.isalnum() for character in self.question):
            raise UsageError("The question is empty.", "Ask in words.")


class _Clock:
    """Milliseconds by stage; what happens between a lap and `restart` is nobody's time."""

    def __init__(self) -> None:
        self._laps: dict[str, float] = {}
        self.restart()

    def restart(self) -> None:
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        self._laps[stage] = (time.perf_counter() - self._since) * 1000
        self.restart()

    def laps(self) -> dict[str, float]:
        total = sum(self._laps.values())
        return {stage: round(ms, 2) for stage, ms in (*self._laps.items(), ("total", total))}
