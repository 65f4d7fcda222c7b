"""What the asking screen shows before its first question: the way from an empty library to one that answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from quoth.index.errors import EmptyLibrary, QuothError
from quoth.tui.controllers.startup import samples
from quoth.tui.messages import AskingFailed, HoldingsCounted, QuestionSuggested
from quoth.tui.panels.conversation import Conversation
from quoth.tui.panels.first_run import FirstRun
from quoth.tui.panels.question_box import QuestionBox
from quoth.tui.panels.status_line import StatusLine
from quoth.tui.panels.welcome import Welcome
from quoth.tui.text.holdings import told

if TYPE_CHECKING:
    from textual.screen import Screen

    from quoth.qa.engine import QuestionAnswerer
    from quoth.tui.controllers.rebuild_jobs import Rebuilding
    from quoth.tui.controllers.session import Session
    from quoth.tui.controllers.startup import Opening

_TITLES = {"folder": "Add a folder, or a file", "web": "Add a web address"}
_NOTHING = "Nothing is indexed yet"
_GROUP = "welcome"  # of the worker that fills it
_ADD = "Ctrl+O adds a folder."


class FirstArticles:
    """Offers what can be indexed while nothing is, shows how far it is, and has it opened.

    Everything belongs to the event loop.
    """

    def __init__(
        self, screen: Screen[None], opening: Opening, session: Session, rebuilding: Rebuilding
    ) -> None:
        self._screen = screen
        self._opening = opening
        self._session = session
        self._rebuilding = rebuilding
        self._samples = samples()
        self._seeds_come_first = opening.seeds is not None
        self.are_wanted = False
        """Whether nothing is indexed, so that there is nothing to open."""

    @property
    def are_coming(self) -> bool:
        """Whether the first index is being made."""
        return self.are_wanted and self._rebuilding.is_running

    async def begin(self, problem: str = "") -> None:
        """Show what is read before the first question, and the `problem` where nothing is indexed
        because of it; nothing changes after the first question.
        """
        conversation = self._screen.query_one(Conversation)
        if self._session.answerer or not self._look():
            welcome = Welcome()
            await conversation.welcome(welcome)
            if self._session.answerer and welcome.is_attached:
                work = partial(self._fill, welcome, self._session.answerer)
                self._screen.run_worker(
                    work, thread=True, group=_GROUP, exclusive=True, exit_on_error=False
                )
            return
        panel = FirstRun(has_samples=self._samples is not None)
        self._status.say("○", _NOTHING)
        await conversation.welcome(panel, takes_focus=True)
        if panel.is_attached:
            panel.show(self._rebuilding.progress, problem)
            if not (self.are_coming or self._screen.query_one(QuestionBox).value):
                panel.take_focus()

    async def fall_back(self, error: QuothError) -> None:
        """Offer what can be indexed where nothing could be opened because nothing is."""
        self._seeds_come_first = False
        if self._look():
            is_empty = isinstance(error, EmptyLibrary)
            await self.begin("" if is_empty else f"✗ {error.message} {error.hint}")

    async def add(self, name: str) -> None:
        """Index what was chosen in the panel; asks for the place where one is needed."""
        if name == "samples":
            place = None if self._samples is None else str(self._samples)
        else:
            from quoth.tui.dialogs.place_prompt import PlacePrompt

            prompt = PlacePrompt(_TITLES[name], web=name == "web")
            place = await self._screen.app.push_screen_wait(prompt)
        if place:
            self._rebuilding.add(place, nice=0)

    def _fill(self, welcome: Welcome, answerer: QuestionAnswerer) -> None:
        """Say what there is to ask, in a thread; what is off is told by the first question."""
        from quoth.qa.suggestions import suggested  # loads what tells names and dates

        worker, tell = get_current_worker(), welcome.post_message
        with suppress(QuothError):
            tell(HoldingsCounted(told(answerer.generation.current().catalog.holdings())))
            for question in suggested(answerer, lambda: worker.is_cancelled):
                tell(QuestionSuggested(question))

    def suggestion(self, number: int) -> str:
        """The question that is offered under a number; "" where none is."""
        found = [panel.question(number) for panel in self._screen.query(Welcome)]
        return found[0] if found else ""

    def meant(self, typed: str) -> str:
        """The question that was typed; "" where nothing can answer: it is given back."""
        self._screen.workers.cancel_group(self._screen, _GROUP)
        if not self.are_wanted or self.are_coming:
            return typed
        self._screen.query_one(QuestionBox).value = typed
        for panel in self._screen.query(FirstRun):
            panel.take_focus()
        self._screen.notify(f"{_NOTHING}. {_ADD}", markup=False)
        return ""

    async def show_work(self, problem: str) -> None:
        """How far the first index is, that it can be opened, or the `problem` that it ended with."""
        progress = self._rebuilding.progress
        for panel in self._screen.query(FirstRun):
            had_focus = panel.has_focus_within
            panel.show(progress, problem)
            if progress and had_focus:
                self._screen.query_one(QuestionBox).focus()
            elif problem:
                panel.take_focus()
        if progress is not None:
            self._status.progress(progress)
        elif not await self.have_come():
            self._status.say("○", _NOTHING)
            if problem:
                for turn in self._session.failed():
                    self._screen.post_message(AskingFailed(turn, QuothError(problem, _ADD)))

    async def have_come(self) -> bool:
        """Whether there is something to answer from at last, whoever indexed it: it is opened."""
        if not self.are_wanted or await asyncio.to_thread(self._look):
            return False
        self._status.say("◌", "Loading the model…")
        self._session.open()
        return True

    def _look(self) -> bool:
        """Find out whether they are wanted: a look at the disk. What is off there, opening tells."""
        library = self._opening.library.index
        try:
            self.are_wanted = not self._seeds_come_first and library.is_empty()
        except QuothError:
            self.are_wanted = False
        return self.are_wanted

    @property
    def _status(self) -> StatusLine:
        return self._screen.query_one(StatusLine)
