"""One library behind a screen: opened and asked in threads, which tell the screen by messages."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import get_current_worker

from quoth.index.errors import LibraryError, QuothError
from quoth.qa.answers import AnswerFinished, PassagesFound
from quoth.qa.questions import Question
from quoth.qa.understanding.follow_ups import Earlier
from quoth.tui import messages
from quoth.tui.controllers.startup import Opening, Stopped, throttled
from quoth.tui.panels.exchange import Exchange

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer
    from quoth.qa.settings import AnswerSettings


class Session:
    """Questions wait until the library is open, and are answered one after the other.

    All methods but the two that threads run belong to the event loop.
    """

    def __init__(
        self,
        screen: Screen[None],
        opening: Opening,
        before: Callable[[Exchange], tuple[Earlier, ...]] = lambda _: (),
    ) -> None:
        """`before` tells what was asked in front of an exchange, for questions that follow on."""
        self._before = before
        self._screen = screen
        self._opening = opening
        self._waiting: deque[Exchange] = deque()
        self._asking: Exchange | None = None
        self._enough = threading.Event()
        self.is_opening = False
        self._opened: list[QuestionAnswerer] = []  # earlier answers are read where they came from

    def open(self) -> None:
        """Posts Progressed, then Opened or OpeningFailed."""
        if not self.is_opening:
            self.is_opening = True
            self._screen.run_worker(self._open, thread=True, group="open")

    def configure(self, settings: AnswerSettings) -> None:
        """Answer with other settings from now on."""
        self._opening.library.settings = settings
        self.open()

    @property
    def answerer(self) -> QuestionAnswerer | None:
        """The one that answers now."""
        return self._opened[-1] if self._opened else None

    async def has_newer(self) -> bool:
        """Whether the library holds a newer index than the one that answers now; no, where that
        cannot be told: the next question says why.
        """
        if self.is_opening or self.answerer is None:
            return False
        try:
            return await asyncio.to_thread(self.answerer.generation.is_outdated)
        except LibraryError:
            return False

    def opened(self, answerer: QuestionAnswerer) -> None:
        self.is_opening = False
        self._opened.append(answerer)
        self._ask_next()

    def failed(self) -> list[Exchange]:
        """The library could not be opened: what waited for it. A new question makes another try."""
        self.is_opening = False
        waited = list(self._waiting)
        self._waiting.clear()
        return waited

    def ask(self, exchange: Exchange) -> None:
        """Posts PassagesArrived and AnswerArrived, or AskingFailed, when its turn comes."""
        self._waiting.append(exchange)
        if self.answerer is None:
            self.open()
        self._ask_next()

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer's end."""
        return self._asking is not None

    def stop(self) -> None:
        """Let the answer that is being written end here: what came stays."""
        self._enough.set()

    def answered(self) -> None:
        """The last question has had its answer or its error."""
        self._asking = None
        self._ask_next()

    async def close(self) -> None:
        for answerer in self._opened:
            await asyncio.to_thread(answerer.close)

    def _ask_next(self) -> None:
        if self._asking is None and self._waiting and self.answerer is not None:
            self._asking = self._waiting.popleft()
            self._asking.answerer = self.answerer
            self._enough = threading.Event()
            previous = self._before(self._asking)
            work = partial(self._ask, self.answerer, self._asking, previous, self._enough)
            self._screen.run_worker(work, thread=True, group="ask")

    def _open(self) -> None:
        worker, tell = get_current_worker(), self._screen.post_message
        report = throttled(
            lambda progress: tell(messages.Progressed(progress)), lambda: worker.is_cancelled
        )
        try:
            answerer, notices = self._opening.open(report)
        except QuothError as error:
            tell(messages.OpeningFailed(error))
            return
        except Stopped:
            return
        if worker.is_cancelled:
            answerer.close()
        else:
            tell(messages.Opened(answerer, notices))

    def _ask(
        self,
        answerer: QuestionAnswerer,
        exchange: Exchange,
        previous: tuple[Earlier, ...],
        enough: threading.Event,
    ) -> None:
        worker, tell = get_current_worker(), self._screen.post_message
        try:
            question = Question.read(exchange.question, date.today(), previous=previous)
            for event in answerer.ask(question, stop=enough):
                if worker.is_cancelled:
                    return
                if isinstance(event, PassagesFound):
                    tell(messages.PassagesArrived(exchange, event.hits))
                elif isinstance(event, AnswerFinished):
                    tell(messages.AnswerArrived(exchange, event.answer))
                else:
                    tell(messages.SentenceArrived(exchange, event.sentence))
        except QuothError as error:
            tell(messages.AskingFailed(exchange, error))
