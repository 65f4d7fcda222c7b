"""A request -> its answer out of the whole library, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from quoth.index.store.generation import Generation
from quoth.qa.answerers.base import Part
from quoth.qa.answers import Answer
from quoth.qa.clock import Clock
from quoth.qa.corpus.changing import changes
from quoth.qa.corpus.chronology import chronology
from quoth.qa.corpus.comparing import compare
from quoth.qa.corpus.counting import count, news, papers
from quoth.qa.corpus.digest import WRITTEN, parts_of
from quoth.qa.corpus.listing import listed
from quoth.qa.corpus.summarising import summary
from quoth.qa.corpus.told import Nothing, Report, answer_of, refusal_of
from quoth.qa.corpus.view import View
from quoth.qa.questions import Question
from quoth.qa.search.found import Found, Weighed
from quoth.qa.search.scope import find_scope
from quoth.qa.searching import Searcher
from quoth.qa.understanding.requests import Kind, Request
from quoth.qa.understanding.times import periods_asked

Weigh = Callable[[list[Found], int], Weighed]
_LISTED_PASSAGES = 24
_WAYS: dict[Kind, Callable[[View], Report | Nothing]] = {
    Kind.CHRONOLOGY: chronology,
    Kind.COMPARE: compare,
    Kind.COUNT: count,
    Kind.PAPERS: papers,
    Kind.SUMMARY: summary,
    Kind.NEWS: news,
    Kind.CHANGES: changes,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in lines, and the `parts` of which a model could write it; none where lines are asked for."""

    answer: Answer
    parts: tuple[Part, ...] = ()


class Corpus:
    """Answers requests; several threads may ask at once."""

    def __init__(self, searcher: Searcher, weigh: Weigh) -> None:
        """`weigh` judges what a search has found, for lists."""
        self._searcher = searcher
        self._weigh = weigh

    def answer(
        self, generation: Generation, asked: Question, request: Request, clock: Clock
    ) -> Reply | None:
        """The answer to a request; where there is none, one that says why, or None where it may as
        well have been a question.
        """
        view = self._view(generation, asked, request)
        told = self._told(view, asked, clock)
        clock.lap(request.kind.value)
        if isinstance(told, Report):
            answer = answer_of(asked.text, request, told, clock.laps())
            return Reply(answer, parts_of(view, told) if request.kind in WRITTEN else ())
        if not request.is_sure:
            return None
        near = self._searcher.search(generation, asked, 10, clock, "")[0].hits[:10]
        return Reply(refusal_of(asked.text, request, told, near, clock.laps()))

    def _told(self, view: View, asked: Question, clock: Clock) -> Report | Nothing:
        request, generation = view.request, view.generation
        if request.kind is Kind.LIST:
            found = self._searcher.search(generation, asked, _LISTED_PASSAGES, clock, "")
            evidence = self._weigh(found, _LISTED_PASSAGES).evidence
            return listed(evidence, generation.manifest.model.name)
        return _WAYS[request.kind](view)

    def _view(self, generation: Generation, asked: Question, request: Request) -> View:
        filters = asked.filters & self._searcher.always()
        scope = find_scope(generation, filters, asked.exclude)
        query = self._searcher.query(request.topic or asked.text)
        times = periods_asked(asked.text, date.today())
        return View(generation, scope, request, query, asked.text, times)
