"""The screen that one asks on."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Key
from textual.widgets import Footer, Input, Static

from quoth.index.errors import EmptyLibrary
from quoth.qa.turns import Failure
from quoth.qa.understanding.follow_ups import ALONE
from quoth.tui import messages
from quoth.tui.controllers.collecting import Collecting
from quoth.tui.controllers.session import Within
from quoth.tui.controllers.startup import Opening
from quoth.tui.panels.conversation import Conversation
from quoth.tui.panels.passages import Passages
from quoth.tui.panels.question_box import Narrowing, QuestionBox
from quoth.tui.panels.status_line import StatusLine
from quoth.tui.screens.turns import TurnsScreen
from quoth.tui.text.terminal_text import literal, terminal_line

_TROUBLES = ("trouble", "model", "saving", "index")  # notices that stay until they are dismissed
_LOOK_SECONDS = 2.0  # seconds between two looks at what the library has published


class AskScreen(TurnsScreen):
    """The question box, the conversation, and the passages that prove its answers."""

    CSS_PATH = "ask.tcss"
    AUTO_FOCUS = "QuestionBox"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's type
    SPECIAL: ClassVar[tuple[tuple[str, str], ...]] = (
        (
            "source:AFP author:Brandt",
            "only of this paper, by this author (part of a name is enough)",
        ),
        (
            'since:2016-03 until:"last week"',
            "only published then; a day, a month, or as one says it",
        ),
        ("lang:fr tag:climate article:storm", "only in this language, with this tag, titled so"),
        ('"fishing boats" -harbour', "these words must stand there, and this one must not"),
        ("! in front of a question", "asks it alone, without the questions before it"),
        (":2 ⏎, or alt+2, or a click on [2]", "opens citation 2 in its article"),
        ("→ at the end", "takes the filter that is offered"),
        ("⌫ in an empty box", "asks all articles again, not only those chosen in one of them"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Panel", key_display="tab", id="ask.panel"),
        Binding("escape", "type", "Question", key_display="esc", id="ask.question"),
        Binding("ctrl+y", "app.copy_answer", "Copy answer", id="ask.copy-answer"),
        Binding("f6", "alone", "Alone", tooltip="Ask alone", id="ask.alone"),
        Binding("f7", "timeline", "Timeline", id="ask.timeline"),
        Binding("ctrl+r", "reopen", "New index", id="ask.new-index"),
        Binding("ctrl+g", "dismiss_notices", "Dismiss", id="ask.dismiss"),
        Binding("ctrl+n", "begin", "New conversation", show=False, id="ask.new"),
        *(
            Binding(
                key, f"read({n})", f"Read [{n}]", show=False, priority=first, id=f"ask.read-{n}"
            )
            for n in range(1, 10)
            # Alt comes before the question box, which would take it for a plain digit.
            for key, first in ((f"alt+{n}", True), (str(n), False))
        ),
    ]

    def __init__(self, opening: Opening) -> None:
        super().__init__(opening)
        self._is_outdated = False
        self._collecting = Collecting()

    def compose(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="panels"):
            yield Conversation()
            yield Passages()
        yield Narrowing()
        yield QuestionBox()
        yield Footer()

    async def on_mount(self) -> None:
        self._collecting.begin()
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
        self._collecting.end()
        self.rebuilding.close()
        await self.conversation_log.close()
        await self.session.close()

    def on_key(self, event: Key) -> None:
        """Whatever is typed where it means nothing belongs to the question."""
        typed = event.character if event.is_printable else None
        is_bound = event.key in self.active_bindings
        if typed and not is_bound and not isinstance(self.focused, Input):
            event.stop()
            self.box.take(typed)

    @on(messages.Progressed)
    def _show_progress(self, message: messages.Progressed) -> None:
        if self.session.is_opening:
            self.status.progress(message.progress)

    @on(messages.Opened)
    async def _opened(self, message: messages.Opened) -> None:
        articles = message.answerer.generation.manifest.articles
        self.status.ready(articles, message.answerer.writer)
        self.status.note("trouble")
        self.status.note("index", *message.notices)
        self.box.completion.languages = message.answerer.generation.languages
        self.session.opened(message.answerer)
        self._is_outdated = False
        self.refresh_bindings()
        for screen in self.app.screen_stack:
            if screen is not self:
                screen.post_message(messages.IndexChanged(message.answerer))
        await self.first.begin()

    async def _look_for_a_newer_index(self) -> None:
        self._collecting.look(is_waiting=self.session.is_asking)
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
        if self.session.answerer is None:
            self.status.say("✗", "Questions cannot be answered")
        if not isinstance(error, EmptyLibrary):
            self.status.note("trouble", f"{error.message} {error.hint}")
        for turn in self.session.failed():
            self.finish(turn, Failure(error.message, error.hint))
        text = f"{terminal_line(error.message)}\n{terminal_line(error.hint)}"
        await self.conversation.welcome(Static(literal(text), markup=False))
        await self.first.fall_back(error)
        self.refresh_bindings()

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
        elif progress is None and (message.added or self.session.answerer is None):
            self.action_reopen()  # what was wanted is there, or what could not be opened is made again

    @on(messages.NotSaved)
    def _say_not_saved(self, message: messages.NotSaved) -> None:
        self.status.note("saving", f"{message.error.message} {message.error.hint}")
        self.refresh_bindings()

    def action_dismiss_notices(self) -> None:
        self.status.forget(*_TROUBLES)
        self.refresh_bindings()

    @on(messages.QuestionsRemembered)
    def _remember(self, message: messages.QuestionsRemembered) -> None:
        self.box.remember(message.questions)

    def narrow(self, within: Within | None) -> None:
        """Ask these articles alone from now on; None for all of them."""
        self.session.within = within
        self.query_one(Narrowing).show(within.name if within else "")
        self.box.focus()

    def narrow_to(self, within: Within | None) -> None:
        """Ask what another screen was left with; None changes nothing."""
        if within is not None:
            self.narrow(within)

    @on(messages.NarrowingDropped)
    def _drop_narrowing(self) -> None:
        if self.session.within is not None:
            self.narrow(None)

    @on(messages.NumberTyped)
    def _read_number(self, message: messages.NumberTyped) -> None:
        self.action_read(message.number)

    @on(messages.PlaceChosen)
    def _read(self, message: messages.PlaceChosen) -> None:
        place = message.place
        owner = next((view for view in self.conversation.views if place in view.places), None)
        answerer = self.session.answerer_of(owner.turn) if owner else None
        if owner is not None and answerer is not None:
            from quoth.tui.screens.reader import ReaderScreen

            alike = [other for other in owner.places if bool(other.number) == bool(place.number)]
            cited = [p for view in self.conversation.views for p in view.places if p.number]
            reader = ReaderScreen(answerer, alike, alike.index(place), cited)
            self.app.push_screen(reader, self.narrow_to)

    def action_read(self, number: int) -> None:
        if question := self.first.suggestion(number):
            self.post_message(messages.QuestionAsked(question))
        place = next((place for place in self.passages.places if place.number == number), None)
        if place is not None:
            self.post_message(messages.PlaceChosen(place))
        elif not question:
            self.notify(f"There is no citation {number} here.", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no going to the question box from it but to end an answer, nothing new to open and
        nothing to dismiss before it is there, nothing to take back of a question that was answered as
        it stands, and no timeline but of a chronology.
        """
        if action == "reopen":
            return self._is_outdated
        if action == "alone":
            return self._was_read_otherwise
        if action == "timeline":
            return self._has_timeline
        if action == "dismiss_notices":
            return self.status.is_telling(*_TROUBLES)
        if action == "type":
            return self.focused is not self.box or self.session.is_asking
        return True

    def action_type(self) -> None:
        """Also ends an answer that is being written."""
        self.session.stop()
        self.box.focus()

    def action_alone(self) -> None:
        """Ask the chosen question again as it stands: without what was said before it, and as a
        question whatever it was taken for.
        """
        if (chosen := self.conversation.chosen) is not None:
            words = chosen.turn.question.removeprefix(ALONE).lstrip()
            self.post_message(messages.QuestionAsked(f"{ALONE} {words}"))

    def action_timeline(self) -> None:
        """Walk the events of the chosen chronology."""
        from quoth.tui.screens.chronology import ChronologyScreen

        chosen = self.conversation.chosen
        answerer = self.session.answerer_of(chosen.turn) if chosen else None
        if chosen is not None and chosen.turn.answer is not None and answerer is not None:
            screen = ChronologyScreen(answerer, chosen.turn.answer)
            self.app.push_screen(screen, self.narrow_to)

    @property
    def _was_read_otherwise(self) -> bool:
        """Whether the chosen question was not answered as it stands."""
        answer = self.chosen()[1]
        return answer is not None and bool(answer.understood_as or answer.kind)

    @property
    def _has_timeline(self) -> bool:
        answer = self.chosen()[1]
        if answer is None or not answer.answered:
            return False
        return answer.kind == "chronology" or (answer.kind == "changes" and bool(answer.lines))
