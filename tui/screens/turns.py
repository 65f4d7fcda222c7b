"""Questions and what comes of them, as the asking screen shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import getters, on
from textual.screen import Screen

from quoth.qa.answers import Answer
from quoth.qa.turns import Failure, Turn
from quoth.tui import messages
from quoth.tui.controllers.conversation_log import ConversationLog
from quoth.tui.controllers.first_articles import FirstArticles
from quoth.tui.controllers.rebuild_jobs import Rebuilding
from quoth.tui.controllers.session import Session
from quoth.tui.panels.conversation import Conversation
from quoth.tui.panels.passages import Passages
from quoth.tui.panels.question_box import QuestionBox
from quoth.tui.panels.status_line import StatusLine

if TYPE_CHECKING:
    from quoth.qa.saved.records import Conversation as Saved
    from quoth.tui.controllers.startup import Opening
    from quoth.tui.text.places import Place


class TurnsScreen(Screen[None]):
    """Asks what is typed, writes it down, and shows what comes, on panels that it does not compose."""

    status = getters.query_one(StatusLine)
    conversation = getters.query_one(Conversation)
    passages = getters.query_one(Passages)
    box = getters.query_one(QuestionBox)

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self.session = Session(self, opening)
        self.conversation_log = ConversationLog(opening.library.folder, self.post_message)
        self.rebuilding = Rebuilding(self, opening.library.index)
        self.first = FirstArticles(self, opening, self.session, self.rebuilding)

    @on(messages.QuestionAsked)
    async def _take_question(self, message: messages.QuestionAsked) -> None:
        question = self.first.meant(message.question)
        if not question:
            return
        turn = Turn(question)
        view = await self.conversation.add(turn)
        self.conversation_log.asked(turn)
        self._show_passages(turn)
        ready = self.session.answerer is not None
        coming = self.first.are_coming
        waiting = "Waiting for the articles…" if coming else "Waiting for the model…"
        view.wait_for("Searching…" if ready else waiting)
        self.session.ask(turn, is_indexing=coming)

    @on(messages.PassagesArrived)
    def _take_passages(self, message: messages.PassagesArrived) -> None:
        if view := self.conversation.view_of(message.turn):
            answerer = self.session.answerer_of(message.turn)
            view.found(message.hits, answerer.writer if answerer else "")
        self._show_passages(message.turn)

    @on(messages.PartArrived)
    def _take_part(self, message: messages.PartArrived) -> None:
        if view := self.conversation.view_of(message.turn):
            view.read(message.part)

    @on(messages.SentenceArrived)
    def _take_sentence(self, message: messages.SentenceArrived) -> None:
        if view := self.conversation.view_of(message.turn):
            view.write(message.sentence)

    @on(messages.AnswerArrived)
    def _take_answer(self, message: messages.AnswerArrived) -> None:
        self.finish(message.turn, message.answer)
        self._show_passages(message.turn)
        answerer, answer = self.session.answerer_of(message.turn), message.answer
        if answerer is not None and answerer.writer and answer.answered:
            has_failed = answer.answerer != answerer.writer and bool(answer.notice)
            self.status.note("model", *([answer.notice] if has_failed else []))
            self.refresh_bindings()

    @on(messages.AskingFailed)
    def _take_failure(self, message: messages.AskingFailed) -> None:
        self.finish(message.turn, Failure(message.error.message, message.error.hint))

    def finish(self, turn: Turn, outcome: Answer | Failure) -> None:
        """Keep and show what came of a turn."""
        self.session.finish(turn, outcome)
        self.conversation_log.finished(turn)
        if view := self.conversation.view_of(turn):
            self.conversation.conclude(view)

    @on(messages.TurnChosen)
    def _choose(self, message: messages.TurnChosen) -> None:
        if view := self.conversation.view_of(message.turn):
            self.conversation.choose(view)
            self._show_passages(message.turn)

    def _show_passages(self, turn: Turn) -> None:
        view = self.conversation.chosen
        if view is not None and view.turn is turn:
            self.passages.show(view.places, view.heading, view.note)
            self.refresh_bindings()

    async def resume(self, saved: Saved) -> None:
        """Go on with a conversation that was saved."""
        await self._begin(saved.turns, saved.id)

    async def action_begin(self) -> None:
        await self._begin()
        self.passages.show((), "Passages")
        await self.first.begin()

    async def _begin(self, turns: Sequence[Turn] = (), conversation: int | None = None) -> None:
        self.conversation_log.begin(conversation)
        self.session.begin(turns)
        await self.conversation.replace(turns)
        self.box.focus()

    def chosen(self) -> tuple[Place | None, Answer | None]:
        """The passage that the cursor is on, and the answer that it belongs to."""
        view = self.conversation.chosen
        return self.passages.place, view.turn.answer if view else None
