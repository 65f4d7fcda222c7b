"""The screen that one asks on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Footer, Static

from quoth.qa.answers import Answer
from quoth.qa.turns import Failure, Turn
from quoth.tui import messages
from quoth.tui.controllers.clipboard import copy
from quoth.tui.controllers.conversation_log import ConversationLog
from quoth.tui.controllers.first_articles import FirstArticles
from quoth.tui.controllers.rebuild_jobs import Rebuilding
from quoth.tui.controllers.session import Session
from quoth.tui.controllers.startup import Opening
from quoth.tui.panels.conversation import Conversation
from quoth.tui.panels.passages import Passages
from quoth.tui.panels.question_box import QuestionBox
from quoth.tui.panels.status_line import StatusLine
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text.copying import text_of
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.qa.saved.records import Conversation as Saved

_LOOK_SECONDS = 2.0  # seconds between two looks at what the library has published


class AskScreen(Screen[None]):
    """The question box, the conversation, and the passages that prove its answers."""

    CSS_PATH = "ask.tcss"
    AUTO_FOCUS = "QuestionBox"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Panel", key_display="tab"),
        Binding("escape,slash", "type", "Question", key_display="esc"),
        Binding("c", "copy('quote')", "Copy quote"),
        Binding("C", "copy('passage')", "Copy the passage", show=False),
        Binding("a", "copy('answer')", "Copy the answer with its sources", show=False),
        Binding("m", "copy('markdown')", "Copy the answer as Markdown", show=False),
        Binding("ctrl+n", "begin", "New conversation", show=False),
        Binding("ctrl+r", "reopen", "New index"),
        *(Binding(str(n), f"read({n})", f"Read citation {n}", show=False) for n in range(1, 10)),
    ]

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
        self._is_outdated = False

    def compose(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="panels"):
            yield Conversation()
            yield Passages()
        yield QuestionBox()
        yield Footer()

    async def on_mount(self) -> None:
        self.status.say("◌", "Loading the model…")
        await self.first.begin()
        self.call_after_refresh(self._start)  # the first picture comes before any model
        self.set_interval(_LOOK_SECONDS, self._look_for_a_newer_index)

    def _start(self) -> None:
        if not self.first.are_wanted:
            self.session.open()
        self.conversation_log.open()

    @on(messages.FirstArticlesChosen)
    @work(group="ask")
    async def _add_first(self, message: messages.FirstArticlesChosen) -> None:
        await self.first.add(message.name)

    async def on_unmount(self) -> None:
        self.rebuilding.close()
        await self.conversation_log.close()
        await self.session.close()

    @on(messages.Progressed)
    def _show_progress(self, message: messages.Progressed) -> None:
        if self.session.is_opening:
            self.status.progress(message.progress)

    @on(messages.Opened)
    async def _opened(self, message: messages.Opened) -> None:
        holds = message.answerer.generation.manifest
        self.status.say("●", f"Ready: {holds.articles:,} articles, {holds.passages:,} passages")
        self.status.note("index", *message.notices)
        self.box.completion.languages = message.answerer.generation.languages
        self.session.opened(message.answerer)
        self._is_outdated = False
        self.refresh_bindings()
        await self.first.begin()

    async def _look_for_a_newer_index(self) -> None:
        if await self.first.have_come():
            self.status.note("work")
        elif not self._is_outdated and await self.session.has_newer():
            self._is_outdated = True
            self.status.note("newer", "A new index is ready: Ctrl+R answers from it.")
            self.refresh_bindings()

    def action_reopen(self) -> None:
        self.status.note("newer")
        self.session.open()

    @on(messages.OpeningFailed)
    async def _not_opened(self, message: messages.OpeningFailed) -> None:
        error = message.error
        self.status.say("✗", error.message)
        for turn in self.session.failed():
            self._finish(turn, Failure(error.message, error.hint))
        text = f"{terminal_line(error.message)}\n{terminal_line(error.hint)}"
        await self.conversation.welcome(Static(literal(text), markup=False))
        await self.first.fall_back(error)

    @on(messages.WorkChanged)
    async def _show_work(self, message: messages.WorkChanged) -> None:
        """A rebuild is one line here, and all of F4's screen; the first one is shown in place."""
        if self.first.are_wanted:
            await self.first.show_work(message.problem)
            return
        progress = self.rebuilding.progress
        lines = [f"{progress.phase} {progress.fraction:.0%}: F4 shows it."] if progress else []
        self.status.note("work", *lines)
        if message.problem:
            self.notify(message.problem, markup=False)
        elif progress is None and self.session.answerer is None:
            self.session.open()  # what could not be opened has been made again

    @on(messages.NotSaved)
    def _say_not_saved(self, message: messages.NotSaved) -> None:
        self.status.note("saving", f"{message.error.message} {message.error.hint}")

    @on(messages.QuestionsRemembered)
    def _remember(self, message: messages.QuestionsRemembered) -> None:
        self.box.remember(message.questions)

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
            view.found(message.hits)
        self._show_passages(message.turn)

    @on(messages.SentenceArrived)
    def _take_sentence(self, message: messages.SentenceArrived) -> None:
        if view := self.conversation.view_of(message.turn):
            view.write(message.sentence)

    @on(messages.AnswerArrived)
    def _take_answer(self, message: messages.AnswerArrived) -> None:
        self._finish(message.turn, message.answer)
        self._show_passages(message.turn)

    @on(messages.AskingFailed)
    def _take_failure(self, message: messages.AskingFailed) -> None:
        self._finish(message.turn, Failure(message.error.message, message.error.hint))

    def _finish(self, turn: Turn, outcome: Answer | Failure) -> None:
        self.session.finish(turn, outcome)
        self.conversation_log.finished(turn)
        if view := self.conversation.view_of(turn):
            view.show_outcome()

    @on(messages.TurnChosen)
    def _choose(self, message: messages.TurnChosen) -> None:
        if view := self.conversation.view_of(message.turn):
            self.conversation.choose(view)
            self._show_passages(message.turn)

    def _show_passages(self, turn: Turn) -> None:
        view = self.conversation.chosen
        if view is not None and view.turn is turn:
            self.passages.show(view.places, view.heading, view.note)

    async def resume(self, saved: Saved) -> None:
        """Go on with a conversation that was saved."""
        self.conversation_log.begin(saved.id)
        self.session.begin(saved.turns)
        await self.conversation.replace(saved.turns)
        self.box.focus()

    async def action_begin(self) -> None:
        self.conversation_log.begin()
        self.session.begin()
        await self.conversation.replace(())
        self.passages.show((), "Passages")
        self.box.focus()
        await self.first.begin()

    @on(messages.PlaceChosen)
    def _read(self, message: messages.PlaceChosen) -> None:
        place = message.place
        owner = next((view for view in self.conversation.views if place in view.places), None)
        answerer = self.session.answerer_of(owner.turn) if owner else None
        if owner is not None and answerer is not None:
            alike = [other for other in owner.places if bool(other.number) == bool(place.number)]
            cited = [p for view in self.conversation.views for p in view.places if p.number]
            at = alike.index(place)
            self.app.push_screen(ReaderScreen(answerer.generation, alike, at, cited))

    def action_read(self, number: int) -> None:
        if question := self.first.suggestion(number):
            self.post_message(messages.QuestionAsked(question))
        for place in self.passages.places:
            if place.number == number:
                self.post_message(messages.PlaceChosen(place))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no going to the question box from it but to end an answer, nothing to copy without passages, and
        nothing new to open before it is there.
        """
        if action == "reopen":
            return self._is_outdated
        if action == "type":
            return self.focused is not self.box or self.session.is_asking
        return action != "copy" or self.passages.place is not None

    def action_type(self) -> None:
        """Also ends an answer that is being written."""
        self.session.stop()
        self.box.focus()

    def action_copy(self, what: str) -> None:
        chosen = self.conversation.chosen
        answer = chosen.turn.answer if chosen else None
        if found := text_of(what, self.passages.place, answer):
            copy(self, found[1], found[0])
