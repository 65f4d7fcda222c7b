"""A question's way: embedded, searched, its sentences weighed, answered with citations."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from quoth.index.embedders.base import Embedder
from quoth.index.errors import EmbedderError, IndexMoved
from quoth.index.library import Library
from quoth.index.progress import Report, silent
from quoth.index.store.generation import Generation
from quoth.qa.answerers import open_answerer
from quoth.qa.answerers.base import Answerer, Digester, Draft, Task
from quoth.qa.answerers.extractive import NAME as QUOTING
from quoth.qa.answerers.extractive import Extractive
from quoth.qa.answers import Answer, AnswerEvent, AnswerFinished, Hit, PassagesFound
from quoth.qa.clock import Clock
from quoth.qa.questions import Question
from quoth.qa.reading import open_reader
from quoth.qa.reading.judging import ReaderJudge
from quoth.qa.reading.reader import Reader
from quoth.qa.search.found import Found, Weighed
from quoth.qa.search.language_bias import LanguageBias
from quoth.qa.search.query import Query
from quoth.qa.search.retrieval import Candidates
from quoth.qa.search.weighing import CosineJudge
from quoth.qa.searching import Searcher
from quoth.qa.settings import AnswerSettings
from quoth.qa.understanding.follow_ups import Earlier, earlier_of
from quoth.qa.understanding.requests import Kind, Request, Requests

if TYPE_CHECKING:
    from quoth.qa.corpus.answering import Reply

T = TypeVar("T")
_MAX_RETRIES = 2  # before the last, where articles are published while they are searched
_MAX_EVIDENCE_SENTENCES = 6  # sentences that an answer tells of


class QuestionAnswerer:
    """Answers from one generation. Several threads may ask at once."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        settings: AnswerSettings | None = None,
        answerer: Answerer | None = None,
        reader: Reader | None = None,
    ) -> None:
        """`answerer` writes the answers instead of the one that the settings name; without a
        `reader`, what was found is judged by vectors and words alone.

        Raises UsageError when the chat model of the settings cannot be had, EmbedderError when the
        reranker cannot.
        """
        self.generation = generation
        self._embedder = embedder
        self._settings = settings or AnswerSettings()
        self._answerer = answerer or open_answerer(self._settings)
        levels = LanguageBias(generation.cohort)
        self._searcher = Searcher(embedder, levels, self._settings, reads=reader is not None)
        self._unread = ""
        self._reader = reader
        self._judge = ReaderJudge(reader) if reader else CosineJudge(generation, embedder)
        self._requests = Requests(embedder, self._searcher.embed)
        self._finalizer = weakref.finalize(self, generation.close)

    @classmethod
    def open(
        cls, library: Library, settings: AnswerSettings | None = None, report: Report = silent
    ) -> QuestionAnswerer:
        """Ready to ask: the models and Chroma are loaded side by side.

        Raises EmptyLibrary, LibraryError, ModelMismatch, EmbedderError, and UsageError when the
        chat model of the settings cannot be had.
        """
        answerer = open_answerer(settings or AnswerSettings())
        generation = library.open()
        try:
            with ThreadPoolExecutor(max_workers=1) as pool:
                warming = pool.submit(generation.warm)
                embedder = library.embedder_of(generation, report)
                reader, notice = _reader_of(settings or AnswerSettings(), report)
                warming.result()
            opened = cls(generation, embedder, settings, answerer, reader)
            opened._unread = notice
            return opened
        except BaseException:
            generation.close()
            raise

    def ask(
        self,
        question: str | Question,
        top_k: int | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """PassagesFound, PartRead for each step over much text, SentenceWritten for each sentence that a
        chat model writes, AnswerFinished. Once `stop` is set, the answer is what was written until then.

        Raises UsageError for a question without words.
        """
        yield from self._ask(_asked(question), self._answerer, top_k, stop or threading.Event())

    def earlier(self, question: Question) -> Earlier:
        """What a question leaves for the one after it. No chat model is asked: its answer is quoted."""
        return earlier_of(self.quoted(question))

    def quoted(self, question: str | Question) -> Answer:
        """The answer in quotes alone, also where a chat model would write it. Raises UsageError for
        a question without words.
        """
        quoting = Extractive(self._settings.quotes)
        return _answer_of(self._ask(_asked(question), quoting, None, threading.Event()))

    def _ask(
        self, asked: Question, answerer: Answerer, top_k: int | None, stop: threading.Event
    ) -> Iterator[AnswerEvent]:
        wanted, clock = self._settings.wanted(top_k), Clock()
        request = self._requested(asked)
        clock.lap("request")
        reply = self._steadily(partial(self._of_corpus, asked, request, clock))
        if reply is not None:
            yield PassagesFound(reply.answer.hits)
            yield AnswerFinished((yield from self._digested(reply, answerer, stop, clock)))
            return
        standing_alone = answerer.rewrite(asked.text, asked.previous, stop)
        if standing_alone != asked.text:
            clock.lap("rewrite")
        found = self._search(asked, wanted, clock, standing_alone)
        yield PassagesFound(found[0].hits[:wanted])
        clock.restart()
        weighed = self._judge.weigh(found, wanted)
        clock.lap("evidence")
        draft = Draft(answerer.name)
        if weighed.answered:
            draft = yield from answerer.write(self._task(weighed, stop))
            clock.lap("answer")
        yield AnswerFinished(_finished(asked, weighed, draft, clock))

    def _task(self, weighed: Weighed, stop: threading.Event) -> Task:
        query, generation = weighed.found.query, weighed.found.generation
        return Task(
            query.text,
            weighed.hits,
            weighed.evidence,
            generation,
            self._embedder,
            stop,
            query.newest,
        )

    def search(self, question: str | Question, top_k: int | None = None) -> list[Hit]:
        """The passages alone, best first. Raises UsageError for a question without words."""
        wanted = self._settings.wanted(top_k)
        found = self._search(_asked(question), wanted, Clock())
        if self._reader is None:
            return list(found[0].hits[:wanted])
        return list(self._judge.weigh(found, wanted).hits)

    def _search(
        self, asked: Question, top_k: int, clock: Clock, standing_alone: str = ""
    ) -> list[Found]:
        """A search for each reading of the question, as it stands first. `standing_alone` is the
        question as a chat model rewrote it, or as it is. Where the index moves on under it, the
        search begins again.
        """
        return self._steadily(
            lambda generation: self._searcher.search(
                generation, asked, top_k, clock, standing_alone
            )
        )

    def _requested(self, asked: Question) -> Request | None:
        """What is requested of the whole library, or None for a question to it."""
        if asked.kind:
            return Request(Kind(asked.kind), asked.text)
        if asked.is_plain or not (self._reader or self._requests.is_at_hand):
            return None  # or another model would be opened for it
        request = self._requests.read(asked.text)
        if request is None or not asked.previous:
            return request
        if request.kind is Kind.NEWS and self._searcher.leaning(asked.text) > 0:
            return None
        topic = request.topic or self._requests.topic(asked.previous[-1].question)
        return replace(request, topic=topic)

    def _of_corpus(
        self, asked: Question, request: Request | None, clock: Clock, generation: Generation
    ) -> Reply | None:
        if request is None:
            return None
        from quoth.qa.corpus.answering import Corpus  # most questions are none of its requests

        reply = Corpus(self._searcher, self._judge.weigh).answer(generation, asked, request, clock)
        if reply is None or not asked.remark:
            return reply
        notice = " ".join(filter(None, (reply.answer.notice, asked.remark)))
        return replace(reply, answer=replace(reply.answer, notice=notice))

    def _digested(
        self, reply: Reply, answerer: Answerer, stop: threading.Event, clock: Clock
    ) -> Generator[AnswerEvent, None, Answer]:
        """The reply's answer, as a chat model writes it where one can."""
        if not reply.parts or not isinstance(answerer, Digester):
            return reply.answer
        from quoth.qa.corpus.digest import written

        generation = self.generation.current()
        answer = yield from written(
            reply.answer, reply.parts, answerer, generation, self._embedder, stop
        )
        clock.lap("answer")
        return replace(answer, timings_ms=clock.laps())

    def _steadily(self, work: Callable[[Generation], T]) -> T:
        """What `work` makes of the index as it is now, begun again where it moves on meanwhile."""
        for _ in range(_MAX_RETRIES):
            with suppress(IndexMoved):
                return work(self.generation.current())
        return work(self.generation.current())

    @property
    def writer(self) -> str:
        """The name of the chat model that writes the answers; "" where they are quotes."""
        return "" if self._answerer.name == QUOTING else self._answerer.name

    def query(self, text: str) -> Query:
        """What is searched for a text."""
        return self._searcher.query(text)

    def candidates(self, question: str | Question) -> Candidates:
        """What is ranked for a question. Raises UsageError for a question without words."""
        return self._searcher.candidates(self.generation.current(), _asked(question))

    def answer(self, question: str | Question, top_k: int | None = None) -> Answer:
        """The answer at the end of `ask`."""
        return _answer_of(self.ask(question, top_k))

    def notices(self) -> list[str]:
        """What the user should know of every answer."""
        always = self._searcher.always()
        narrowed = [f"Every question is narrowed by {always}, as the settings say."]
        return (narrowed if always else []) + ([self._unread] if self._unread else [])

    def close(self) -> None:
        """Let the generation go. What is forgotten unclosed is closed with it."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _answer_of(events: Iterator[AnswerEvent]) -> Answer:
    for event in events:
        if isinstance(event, AnswerFinished):
            return event.answer
    raise AssertionError("a question always ends with its answer")


def _reader_of(settings: AnswerSettings, report: Report) -> tuple[Reader | None, str]:
    """The reader of the settings; where it cannot be had, None and what the user should know."""
    try:
        return open_reader(settings.reader, report), ""
    except EmbedderError as error:
        return None, f"Answers come from search alone: {error.message} {error.hint}"


def _asked(question: str | Question) -> Question:
    return question if isinstance(question, Question) else Question(question)


def _finished(asked: Question, weighed: Weighed, draft: Draft, clock: Clock) -> Answer:
    return Answer(
        question=asked.text,
        answered=weighed.answered,
        confidence=weighed.confidence,
        answerer=draft.answerer,
        text=draft.text,
        citations=draft.citations,
        hits=weighed.hits,
        timings_ms=clock.laps(),
        evidence=weighed.evidence[:_MAX_EVIDENCE_SENTENCES],
        understood_as=weighed.found.understood_as,
        sentences=draft.sentences,
        notice=" ".join(filter(None, (draft.notice or weighed.found.notice, asked.remark))),
    )
