"""A question is searched: in each of its readings, within what narrows it, and around its times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from quoth.index.embedders.base import Embedder
from quoth.index.store.generation import Generation
from quoth.qa.answers import Hit
from quoth.qa.clock import Clock
from quoth.qa.questions import Question
from quoth.qa.reading.passages import CANDIDATE_PASSAGES
from quoth.qa.search.filters import Filters, only_filters
from quoth.qa.search.found import Found
from quoth.qa.search.language_bias import LanguageBias
from quoth.qa.search.query import Query
from quoth.qa.search.reranking import RERANKED_PASSAGES, Reranker
from quoth.qa.search.retrieval import (
    MAX_PASSAGES_PER_ARTICLE,
    Candidates,
    find_candidates,
    retrieve,
)
from quoth.qa.search.scope import Scope, find_scope
from quoth.qa.search.sentence_scores import SentenceScores, score_sentences, with_best_sentences
from quoth.qa.settings import AnswerSettings
from quoth.qa.understanding.follow_ups import ARTICLE_BONUS, Reading, readings, understand
from quoth.qa.understanding.probes import Probes, Told
from quoth.qa.understanding.times import TOLD_LATE, Period, periods_asked

_MIN_WEIGHED_PASSAGES = 10  # passages whose sentences are looked at, however few are wanted
_NEWEST_LOGIT = 0.5  # logit from which a question is taken to ask for the newest
_MAX_REMEMBERED_QUESTIONS = 64  # questions whose vectors are kept
_MAX_THEN_PASSAGES = 6  # passages of articles published at a time that a question names


class Searcher:
    """Searches generations for questions. Several threads may search at once."""

    def __init__(
        self, embedder: Embedder, levels: LanguageBias, settings: AnswerSettings, reads: bool
    ):
        """`reads` says that a reader judges what is found. Raises EmbedderError when the reranker
        of the settings cannot be had.
        """
        self.embed = lru_cache(maxsize=_MAX_REMEMBERED_QUESTIONS)(embedder.embed_question)
        self._settings = settings
        self._levels = levels
        self._reads = reads
        self._probes = Probes(embedder.identity, self.embed)
        self._reranker = Reranker(settings.reranker) if settings.reranker else None

    def search(
        self, generation: Generation, asked: Question, top_k: int, clock: Clock, standing_alone: str
    ) -> list[Found]:
        """What each reading of the question brings, the question as it stands first.
        `standing_alone` is the question as a chat model rewrote it, or as it is.
        """
        filters = asked.filters & self.always()
        scope = find_scope(generation, filters, asked.exclude)
        # Only a reader is told of the newest, and another model's index would open one for it.
        told = self._probes.read(asked.text) if self._reads or asked.previous else Told()
        newest = told.newest > _NEWEST_LOGIT
        found = []
        for reading in self._readings(generation, asked, standing_alone, told.leaning):
            query = replace(self.query(reading.text), newest=newest, own=reading.own)
            if reading.article:
                query = replace(query, favoured=reading.article, favour=ARTICLE_BONUS)
            clock.lap("embed")
            hits, scores = self._hits(generation, query, scope, top_k, filters, asked.exclude)
            clock.lap("search")
            empty = filters and not hits
            found.append(
                Found(
                    generation,
                    query,
                    hits,
                    scores,
                    understood_as=reading.text if reading.text != asked.text else "",
                    notice=f"Nothing in the library matches {filters}." if empty else "",
                    exclude=asked.exclude,
                    margin=reading.margin,
                )
            )
        return found

    def leaning(self, question: str) -> float:
        """The logit that a question leans on what was said before it."""
        return self._probes.read(question).leaning

    def query(self, text: str) -> Query:
        """What is searched for a text."""
        vector = self.embed(text)
        return Query(text, vector, self._levels.of(vector), periods_asked(text, date.today()))

    def candidates(self, generation: Generation, asked: Question) -> Candidates:
        """What is ranked for a question as it stands."""
        scope = find_scope(generation, asked.filters & self.always(), asked.exclude)
        return find_candidates(generation, self.query(asked.text), scope=scope)

    def always(self) -> Filters:
        """The settings' filters, as they are to be read today."""
        return only_filters(self._settings.filters, date.today())

    def _readings(
        self, generation: Generation, asked: Question, standing_alone: str, leaning: float
    ) -> list[Reading]:
        """What may be meant: one reading where no reader can tell which is the better."""
        if self._reads:
            return readings(asked.text, asked.previous, leaning, standing_alone)
        understood = understand(asked.text, asked.previous, generation, leaning)
        if standing_alone and standing_alone != asked.text:
            return [replace(understood, text=standing_alone)]
        return [understood]

    def _hits(
        self,
        generation: Generation,
        query: Query,
        scope: Scope,
        top_k: int,
        filters: Filters,
        exclude: frozenset[str],
    ) -> tuple[tuple[Hit, ...], SentenceScores]:
        """The passages to be judged, best first."""
        weighed = max(
            top_k,
            CANDIDATE_PASSAGES
            if self._reads
            else RERANKED_PASSAGES
            if self._reranker
            else _MIN_WEIGHED_PASSAGES,
        )
        per_article = weighed if self._reads or filters.articles else MAX_PASSAGES_PER_ARTICLE
        near = retrieve(generation, query, weighed, scope, per_article)
        if self._reads:
            found = {hit.passage.number: hit for hit in near}
            for hit in _published_then(generation, query, filters, exclude):
                found.setdefault(hit.passage.number, hit)
            near = list(found.values())
        scores = score_sentences(generation, query, [hit.passage for hit in near])
        ranked = with_best_sentences(near, scores)
        if self._reranker:
            ranked = self._reranker.rerank(query.text, ranked[:RERANKED_PASSAGES])
        return tuple(ranked), scores


def _published_then(
    generation: Generation, query: Query, filters: Filters, exclude: frozenset[str]
) -> Iterator[Hit]:
    """The best passages of articles that were published when the question's times were."""
    for period in query.times:
        if not period.any_year:
            scope = find_scope(generation, filters & _around(period), exclude)
            yield from retrieve(generation, query, _MAX_THEN_PASSAGES, scope, _MAX_THEN_PASSAGES)


def _around(period: Period) -> Filters:
    return Filters(since=period.first, until=period.last + TOLD_LATE)
