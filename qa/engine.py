"""A question's way: embedded, searched, its sentences weighed, answered with citations."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Self

from index.embedders.base import Embedder
from index.errors import IndexMoved
from index.library import Library
from index.progress import Report, silent
from index.store.generation import Generation
from qa.answerers import open_answerer
from qa.answerers.base import Answerer, Draft, Task
from qa.answerers.extractive import Extractive
from qa.answers import Answer, AnswerEvent, AnswerFinished, Hit, PassagesFound
from qa.follow_ups import FAVOUR, Earlier, Understood, earlier_of, understand
from qa.questions import Question
from qa.search.abstention import THRESHOLD, Confidence
from qa.search.evidence import find_evidence
from qa.search.filters import Filters, only_filters
from qa.search.language_levels import Levels
from qa.search.query import Query
from qa.search.reranking import DEPTH, Reranker
from qa.search.retrieval import PER_ARTICLE, Candidates, find_candidates, retrieve
from qa.search.scope import find_scope
from qa.search.sentence_scores import SentenceScores, score_sentences, with_best_sentences
from qa.search.sentence_vectors import OwnVectors
from qa.settings import AnswerSettings

_ATTEMPTS = 2  # before the last, where articles are published while they are searched
_WEIGHED = 10  # passages whose sentences are looked at, however few are wanted


class QuestionAnswerer:
    """Answers from one generation. Several threads may ask at once."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        settings: AnswerSettings | None = None,
        answerer: Answerer | None = None,
    ) -> None:
        """`answerer` writes the answers instead of the one that the settings name.

        Raises UsageError when the chat model of the settings cannot be had, EmbedderError when the
        reranker cannot.
        """
        self.generation = generation
        self._embedder = embedder
        self._alone = OwnVectors(embedder)
        self._settings = settings or AnswerSettings()
        self._answerer = answerer or open_answerer(self._settings)
        self._reranker = Reranker(self._settings.reranker) if self._settings.reranker else None
        self._levels = Levels(generation.cohort)
        self._confidence = Confidence(generation)
        self._finalizer = weakref.finalize(self, generation.close)

    @classmethod
    def open(
        cls, library: Library, settings: AnswerSettings | None = None, report: Report = silent
    ) -> QuestionAnswerer:
        """Ready to ask: the model and Chroma are loaded side by side.

        Raises EmptyLibrary, LibraryError, ModelMismatch, EmbedderError, and UsageError when the
        chat model of the settings cannot be had.
        """
        answerer = open_answerer(settings or AnswerSettings())
        generation = library.open()
        try:
            with ThreadPoolExecutor(max_workers=1) as pool:
                warming = pool.submit(generation.warm)
                embedder = library.embedder_of(generation, report)
                warming.result()
            return cls(generation, embedder, settings, answerer)
        except BaseException:
            generation.close()
            raise

    def ask(
        self,
        question: str | Question,
        top_k: int | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """PassagesFound, SentenceWritten for each sentence that a chat model writes, AnswerFinished.
        Once `stop` is set, the answer is what was written until then.

        Raises UsageError for a question without words.
        """
        yield from self._ask(_asked(question), self._answerer, top_k, stop or threading.Event())

    def earlier(self, question: Question) -> Earlier:
        """What a question leaves for the one after it. No chat model is asked: its answer is quoted."""
        quoting = Extractive(self._settings.quotes)
        return earlier_of(_answer_of(self._ask(question, quoting, None, threading.Event())))

    def _ask(
        self, asked: Question, answerer: Answerer, top_k: int | None, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        clock = _Clock()
        standing_alone = answerer.rewrite(asked.text, asked.previous, stop)
        if standing_alone != asked.text:
            clock.lap("rewrite")
        found = self._search(asked, top_k or self._settings.top_k, clock, standing_alone)
        yield PassagesFound(found.hits)
        clock.restart()
        judge = partial(self._confidence.of, found.query, exclude=asked.exclude)
        evidence = find_evidence(self._alone, found.query, found.hits, found.scores, judge)
        confidence = judge(evidence)
        answered = confidence >= THRESHOLD
        clock.lap("evidence")
        draft = Draft(answerer.name)
        if answered:
            task = Task(
                found.query.text,
                found.hits,
                evidence,
                found.generation,
                self._embedder,
                stop,
            )
            draft = yield from answerer.write(task)
            clock.lap("answer")
        yield AnswerFinished(
            Answer(
                question=asked.text,
                answered=answered,
                confidence=confidence,
                answerer=draft.answerer,
                text=draft.text,
                citations=draft.citations,
                hits=found.hits,
                timings_ms=clock.laps(),
                evidence=tuple(evidence),
                understood_as=found.understood_as,
                sentences=draft.sentences,
                notice=" ".join(filter(None, (draft.notice or found.notice, asked.remark))),
            )
        )

    def search(self, question: str | Question, top_k: int | None = None) -> list[Hit]:
        """The passages alone, best first. Raises UsageError for a question without words."""
        found = self._search(_asked(question), top_k or self._settings.top_k, _Clock())
        return list(found.hits)

    def _search(
        self, asked: Question, top_k: int, clock: _Clock, standing_alone: str = ""
    ) -> _Found:
        """`standing_alone` is the question as a chat model rewrote it, or as it is. Where the index
        moves on under it, the search begins again.
        """
        for _ in range(_ATTEMPTS):
            with suppress(IndexMoved):
                generation = self.generation.current()
                return self._searched(generation, asked, top_k, clock, standing_alone)
        return self._searched(self.generation.current(), asked, top_k, clock, standing_alone)

    def _searched(
        self,
        generation: Generation,
        asked: Question,
        top_k: int,
        clock: _Clock,
        standing_alone: str,
    ) -> _Found:
        understood = understand(asked.text, asked.previous, generation)
        if standing_alone and standing_alone != asked.text:
            article = understood.article if understood else ""
            understood = Understood(standing_alone, article)
        query = self.query(understood.text if understood else asked.text)
        if understood and understood.article:
            query = replace(query, favoured=understood.article, favour=FAVOUR)
        clock.lap("embed")
        filters = asked.filters & self._always()
        scope = find_scope(generation, filters, asked.exclude)
        weighed = max(top_k, DEPTH if self._reranker else _WEIGHED)
        per_article = weighed if filters.articles else PER_ARTICLE
        near = retrieve(generation, query, weighed, scope, per_article)
        scores = score_sentences(generation, query, [hit.passage for hit in near])
        ranked = with_best_sentences(near, scores)
        if self._reranker:
            ranked = self._reranker.rerank(query.text, ranked[:DEPTH])
        hits = tuple(ranked[:top_k])
        clock.lap("search")
        empty = filters and not hits
        notice = f"Nothing in the library matches {filters}." if empty else ""
        return _Found(generation, query, hits, scores, query.text if understood else "", notice)

    def query(self, text: str) -> Query:
        """What is searched for a text."""
        vector = self._embedder.embed_question(text)
        return Query(text, vector, self._levels.of(vector))

    def candidates(self, question: str | Question) -> Candidates:
        """What is ranked for a question. Raises UsageError for a question without words."""
        asked = _asked(question)
        generation = self.generation.current()
        scope = find_scope(generation, asked.filters & self._always(), asked.exclude)
        return find_candidates(generation, self.query(asked.text), scope=scope)

    def answer(self, question: str | Question, top_k: int | None = None) -> Answer:
        """The answer at the end of `ask`."""
        return _answer_of(self.ask(question, top_k))

    def notices(self) -> list[str]:
        """What the user should know of every answer."""
        always = self._always()
        return [f"Every question is narrowed by {always}, as the settings say."] if always else []

    def _always(self) -> Filters:
        """The settings' filters, as they are to be read today."""
        return only_filters(self._settings.filters, date.today())

    def close(self) -> None:
        """Let the generation go. What is forgotten unclosed is closed with it."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search brought; `understood_as` and `notice` are as in an answer."""

    generation: Generation
    query: Query
    hits: tuple[Hit, ...]
    scores: SentenceScores
    understood_as: str
    notice: str


def _answer_of(events: Iterator[AnswerEvent]) -> Answer:
    for event in events:
        if isinstance(event, AnswerFinished):
            return event.answer
    raise AssertionError("a question always ends with its answer")


def _asked(question: str | Question) -> Question:
    return question if isinstance(question, Question) else Question(question)


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
