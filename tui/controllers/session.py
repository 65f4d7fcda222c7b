"""One library behind a screen: opened and asked in threads, which tell the screen by messages."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual.screen import Screen
from textual.worker import get_current_worker

from quoth.index.articles import ArticleCard
from quoth.index.errors import LibraryError, QuothError
from quoth.qa.answers import Answer, AnswerFinished, PartRead, PassagesFound
from quoth.qa.questions import Question
from quoth.qa.search.filters import Filters
from quoth.qa.turns import Failure, Turn
from quoth.qa.understanding.follow_ups import Earlier, earlier_of
from quoth.tui import messages
from quoth.tui.controllers.startup import Opening, Stopped, throttled
from quoth.tui.text.formatting import title

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer
    from quoth.qa.settings import AnswerSettings


_MAX_TURNS = 50  # of the conversation that questions may go on from


@dataclass(frozen=True, slots=True)
class Within:
    """Articles that alone are asked: their ids, and what to call them, on one line."""

    name: str
    ids: tuple[str, ...]


def within(cards: Sequence[ArticleCard]) -> Within:
    """Those articles, called by the title of the first."""
    more = f" and {len(cards) - 1:,} more" if len(cards) > 1 else ""
    return Within(f"“{title(cards[0])}”{more}", tuple(card.id for card in cards))


class Session:
    """Holds the turns of the conversation. Questions wait until the library is open, and are answered one after the other.

    All methods but the two that threads run belong to the event loop.
    """

    def __init__(self, screen: Screen[None], opening: Opening) -> None:
        self._screen = screen
        self._opening = opening
        self._turns: deque[Turn] = deque(maxlen=_MAX_TURNS)
        self._waiting: deque[Turn] = deque()
        self._asking: Turn | None = None
        self._asked_of: WeakKeyDictionary[Turn, QuestionAnswerer] = WeakKeyDictionary()
        self._enough = threading.Event()
        self.within: Within | None = None
        """What questions are asked of, where that is not every article."""
        self._asked_within: WeakKeyDictionary[Turn, Within] = WeakKeyDictionary()
        self.is_opening = False
        self._opened: list[QuestionAnswerer] = []  # earlier answers are read where they came from

    def open(self) -> None:
        """Open the library in a thread. Posts Progressed, then Opened or OpeningFailed."""
        if not self.is_opening:
            self.is_opening = True
            self._screen.run_worker(self._open, thread=True, group="open")

    def configure(self, settings: AnswerSettings) -> None:
        """Answer with other settings from now on."""
        self._opening.library.settings = settings
        self.open()

    @property
    def answerer(self) -> QuestionAnswerer | None:
        """What answers now, or None while the library is not open."""
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

    def answerer_of(self, turn: Turn) -> QuestionAnswerer | None:
        """What answered a turn, in whose index its passages stand; for a saved one what answers now."""
        return self._asked_of.get(turn, self.answerer)

    def failed(self) -> list[Turn]:
        """Take back the turns that waited for the library, which could not be opened. A new
        question makes another try.
        """
        self.is_opening = False
        waited = list(self._waiting)
        self._waiting.clear()
        return waited

    def begin(self, turns: Sequence[Turn] = ()) -> None:
        """Go on with these turns, which are over, instead of those of the conversation until now."""
        self._turns.clear()
        self._turns.extend(turns)

    def before(self, turn: Turn) -> tuple[Earlier, ...]:
        """What was asked before a turn of the conversation and answered, the oldest first."""
        every = list(self._turns)
        answers = (one.answer for one in every[: every.index(turn) if turn in every else 0])
        return tuple(earlier_of(answer) for answer in answers if answer)

    def ask(self, turn: Turn, *, is_indexing: bool = False) -> None:
        """Answer a turn after those that wait. Posts PassagesArrived and AnswerArrived, or
        AskingFailed; while the first index is made, once somebody opens it.
        """
        self._turns.append(turn)
        self._waiting.append(turn)
        if self.within is not None:
            self._asked_within[turn] = self.within
        if self.answerer is None and not is_indexing:
            self.open()
        self._ask_next()

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for its answer's end."""
        return self._asking is not None

    def stop(self) -> None:
        """Let the answer that is being written end here: what came stays."""
        self._enough.set()

    def finish(self, turn: Turn, outcome: Answer | Failure) -> None:
        """Keep what came of a turn. Where it is the one that was asked, the next one is."""
        turn.outcome = outcome
        if turn is self._asking:
            self._asking = None
            self._ask_next()

    async def close(self) -> None:
        for answerer in self._opened:
            await asyncio.to_thread(answerer.close)

    def _ask_next(self) -> None:
        if self._asking is None and self._waiting and self.answerer is not None:
            self._asking = turn = self._waiting.popleft()
            self._asked_of[turn] = self.answerer
            self._enough = threading.Event()
            within = self._asked_within.get(turn)
            work = partial(self._ask, self.answerer, turn, self.before(turn), within, self._enough)
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
        turn: Turn,
        previous: tuple[Earlier, ...],
        within: Within | None,
        enough: threading.Event,
    ) -> None:
        worker, tell = get_current_worker(), self._screen.post_message
        try:
            question = narrowed(
                Question.read(turn.question, date.today(), previous=previous), within
            )
            for event in answerer.ask(question, stop=enough):
                if worker.is_cancelled:
                    return
                if isinstance(event, PassagesFound):
                    tell(messages.PassagesArrived(turn, event.hits))
                elif isinstance(event, AnswerFinished):
                    tell(messages.AnswerArrived(turn, event.answer))
                elif isinstance(event, PartRead):
                    tell(messages.PartArrived(turn, event))
                else:
                    tell(messages.SentenceArrived(turn, event.sentence))
        except QuothError as error:
            tell(messages.AskingFailed(turn, error))


def narrowed(question: Question, within: Within | None) -> Question:
    """The question, asked of those articles alone, which is said beside its answer."""
    if within is None:
        return question
    remark = " ".join(filter(None, (f"Asked within {within.name}.", question.remark)))
    filters = question.filters & Filters(articles=within.ids)
    return replace(question, filters=filters, remark=remark)
