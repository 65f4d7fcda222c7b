"""A question and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from quoth.qa.answers import Answer, AnswerSentence, Hit
from quoth.qa.output.text import doubt_of
from quoth.tui.messages import ExchangeChosen, PlaceChosen
from quoth.tui.text import formatting as describe
from quoth.tui.text.answer_text import marked, marker, written
from quoth.tui.text.places import Place, places_near, places_of
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer
    from quoth.qa.saved.records import Turn


class Exchange(Vertical):
    """Its look says whether it waits, is answered, is not here, or failed."""

    def __init__(self, question: str) -> None:
        super().__init__(classes="-waiting")
        self.question = question
        self.answer: Answer | None = None
        self.answerer: QuestionAnswerer | None = None  # whose index its passages stand in
        self.places: tuple[Place, ...] = ()
        self._sentences: list[AnswerSentence] = []

    @property
    def heading(self) -> str:
        """What to call the passages."""
        if self.answer is None:
            return "Passages found" if self.places else "Passages"
        return "Citations" if self.answer.answered else "Nearest passages"

    @property
    def note(self) -> str:
        """What to say above the passages that are not cited."""
        if self.answer is None or len(self._cited()) == len(self.places):
            return ""
        return "Also near:" if self.answer.answered else "Only near: none of them answers."

    def compose(self) -> ComposeResult:
        question = Content.assemble(("❯ ", "bold $text-accent"), literal(self.question, "bold"))
        yield Static(question, markup=False, classes="question")
        yield Static("…", markup=False, classes="verdict")
        yield Static(markup=False, classes="remark")
        yield Static(markup=False, classes="answer")
        yield Static(markup=False, classes="sources")

    def wait_for(self, what: str) -> None:
        """`what` is our own words."""
        self._put("verdict", Content(f"◌ {what}"))

    def found(self, hits: tuple[Hit, ...]) -> None:
        self.places = places_near(hits)
        self.wait_for("Reading the passages…")

    def write(self, sentence: AnswerSentence) -> None:
        """Show one sentence more of an answer that is being written."""
        self._sentences.append(sentence)
        self._put("verdict", Content("◌ Writing, and checking each sentence…"))
        self._put("answer", Content(" ").join(map(written, self._sentences)))
        self.add_class("-writing")

    def show_answer(self, answer: Answer) -> None:
        self.answer, self.places = answer, places_of(answer)
        understood = f"understood as: {answer.understood_as}" if answer.understood_as else ""
        doubts = map(doubt_of, answer.sentences)
        remarks = [terminal_line(text) for text in (understood, answer.notice, *doubts) if text]
        self._put("remark", literal("\n".join(remarks)))
        self.set_class(bool(remarks), "-remarked")
        if not answer.answered:
            self._become("-not-here")
            chance = f"{answer.confidence:.0%}"
            self._put("verdict", Content(f"∅ Not here · chance of an answer {chance}"))
            self._put("answer", Content(self._nearest()))
            return
        self._become("-answered")
        self._put("verdict", Content(describe.verdict(answer)))
        self._put("answer", Content.assemble(*_context(answer), *marked(answer)))
        self._put("sources", Content("\n").join(_sources(self._cited())))

    def show_turn(self, turn: Turn) -> None:
        """What was saved of it."""
        if turn.answer is not None:
            self.show_answer(turn.answer)
        else:
            self.show_error(turn.error or "Quoth ended before the answer came.", "Ask it again.")

    def show_error(self, message: str, hint: str = "") -> None:
        self._become("-failed")
        self._put("verdict", literal(f"✗ {terminal_line(message)}"))
        self._put("answer", literal(terminal_line(hint)))

    def on_click(self, event: Click) -> None:
        event.stop()
        number = event.style.meta.get("citation")
        place = next((place for place in self._cited() if place.number == number), None)
        self.post_message(PlaceChosen(place) if place else ExchangeChosen(self))

    def _cited(self) -> list[Place]:
        return [place for place in self.places if place.number]

    def _nearest(self) -> str:
        if not self.places:
            return "Nothing in these articles answers this."
        return "Nothing in these articles answers this. The passages listed are only near it."

    def _become(self, state: str) -> None:
        self.remove_class("-waiting", "-writing", "-answered", "-not-here", "-failed").add_class(
            state
        )

    def _put(self, part: str, content: Content) -> None:
        for shown in self.query_children(f".{part}").results(Static):  # none once it is let go
            shown.update(content)


def _context(answer: Answer) -> Iterator[Content]:
    """The sentences before those quoted, where these are not understood without."""
    for citation in answer.citations:
        if citation.context:
            yield literal(f"({terminal_line(citation.context)}) ", "$foreground-muted")


def _sources(places: list[Place]) -> Iterator[Content]:
    """A line for each article, after the markers of its citations."""
    for id in dict.fromkeys(place.article.id for place in places):
        article = next(place.article for place in places if place.article.id == id)
        markers = [marker(place.number) for place in places if place.article.id == id]
        text = f" {describe.title(article)} · {describe.source(article)}"
        yield Content.assemble(*markers, literal(text))
