"""A turn of the conversation as it is shown: the question, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.timer import Timer
from textual.widgets import Static

from quoth.qa.answers import Answer, AnswerSentence, Hit, PartRead
from quoth.qa.output.text import doubt_of, is_quoting, progress_of
from quoth.qa.turns import Failure, Turn
from quoth.tui.messages import PlaceChosen, TurnChosen
from quoth.tui.text import formatting as describe
from quoth.tui.text.answer_text import best_quote, further_quote, marked, marker, written
from quoth.tui.text.places import Place, places_near, places_of
from quoth.tui.text.terminal_text import literal, terminal_line

_LOST = Failure("Quoth ended before the answer came.", "Ask it again.")
_MAX_ERROR_CHARS = 400  # characters; a line that is longer would push itself out of sight
_STATES = frozenset(
    "-waiting -writing -answered -quoting -failed -found -probably -uncertain -not-here -listed".split()
)
_LEAST_ROWS = 3  # of an answer without a best quote, that show what it is
_TICK_SECONDS = 1.0  # seconds; an answer that takes longer shows that the work goes on


class TurnView(Vertical):
    """Shows a turn. Its look says whether the turn waits, is answered, is not here, or failed."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(classes="-waiting")
        self.turn = turn
        self.places: tuple[Place, ...] = ()
        self._sentences: list[AnswerSentence] = []
        self._waits_for = ""
        self._since = time.monotonic()
        self._ticking: Timer | None = None

    @property
    def heading(self) -> str:
        """What to call the passages."""
        if self.turn.answer is None:
            return "Passages found" if self.places else "Passages"
        return "Citations" if self.turn.answer.answered else "Nearest passages"

    @property
    def note(self) -> str:
        """What to say above the passages that are not cited."""
        answer = self.turn.answer
        if answer is None or len(self._cited()) == len(self.places):
            return ""
        return "Also near:" if answer.answered else "Only near: none of them answers."

    def compose(self) -> ComposeResult:
        question = Content.assemble(
            ("❯ ", "bold $text-accent"), literal(self.turn.question, "bold")
        )
        yield Static(question, markup=False, classes="question")
        yield Static("…", markup=False, classes="verdict")
        for part in ("remark", "best", "answer", "sources"):
            yield Static(markup=False, classes=part)

    def wait_for(self, what: str) -> None:
        """Say what the turn waits for, in our own words, and for how long it has."""
        self._waits_for = what
        if self._ticking is None and self.is_attached:
            self._ticking = self.set_interval(_TICK_SECONDS, self._tick)
        self._tick()

    def _tick(self) -> None:
        seconds = int(time.monotonic() - self._since)
        sign, waited = ("◌", "") if not seconds else ("◌◔◑◕"[seconds % 4], f" {seconds} s")
        self._put("verdict", literal(f"{sign} {self._waits_for}{waited}"))

    def found(self, hits: tuple[Hit, ...], reader: str) -> None:
        """Keep the places of the passages that were found, and say what reads them: a model's name."""
        self.places = places_near(hits)
        name = terminal_line(reader)
        self.wait_for(f"{name} reads the passages…" if name else "Reading the passages…")

    def read(self, part: PartRead) -> None:
        """Say which step of an answer out of many passages is done now."""
        self.wait_for(terminal_line(progress_of(part)))

    def write(self, sentence: AnswerSentence) -> None:
        """Show one sentence more of an answer that is being written."""
        self._sentences.append(sentence)
        self.wait_for("Writing, and checking each sentence…")
        self._put("answer", Content(" ").join(map(written, self._sentences)))
        self.add_class("-writing")

    def show_outcome(self) -> None:
        """Show the answer, or why there is none; no outcome is one that was lost."""
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        outcome = self.turn.outcome or _LOST
        if isinstance(outcome, Failure):
            self._become("-failed")
            said = (outcome.message, outcome.hint)
            message, hint = (describe.shortened(text, _MAX_ERROR_CHARS) for text in said)
            self._put("verdict", literal(f"✗ {message}"))
            self._put("answer", literal(hint))
        else:
            self._show_answer(outcome)

    def _show_answer(self, answer: Answer) -> None:
        self.places = places_of(answer)
        read_as = answer.understood_as
        understood = f"understood as: {read_as} (F6 or ! asks it alone)" if read_as else ""
        doubts = map(doubt_of, answer.sentences)
        remarks = [terminal_line(text) for text in (understood, answer.notice, *doubts) if text]
        self._put("remark", literal("\n".join(remarks)))
        self.set_class(bool(remarks), "-remarked")
        self._put("verdict", Content(describe.verdict(answer)))
        look = describe.look(answer)
        if not answer.answered:
            self._become(look)
            self._put("answer", Content(self._nearest()))
        elif is_quoting(answer):
            self._become("-answered", "-quoting", look)
            best, *others = answer.citations
            self._put("best", best_quote(best))
            self._put("answer", Content("\n").join(map(further_quote, others)))
            self.set_class(bool(others), "-several")
        else:
            self._become("-answered", look)
            self._put("answer", Content.assemble(*_context(answer), *marked(answer)))
            self._put("sources", Content("\n").join(_sources(self._cited())))

    def top(self, height: int) -> int:
        """The row of this view to begin at where but `height` rows of it are shown, so that the quote
        that answers best is among them.
        """
        if self.has_class("-quoting"):
            proof = self.query_one(".best").virtual_region
            end = proof.y + min(proof.height, height)
        else:
            proof = self.query_one(".answer").virtual_region
            end = proof.y + min(proof.height, _LEAST_ROWS)
        verdict = self.query_one(".verdict").virtual_region
        return next((row for row in (0, verdict.y) if end - row <= height), proof.y)

    def on_click(self, event: Click) -> None:
        event.stop()
        number = event.style.meta.get("citation")
        place = next((place for place in self._cited() if place.number == number), None)
        self.post_message(PlaceChosen(place) if place else TurnChosen(self.turn))

    def _cited(self) -> list[Place]:
        return [place for place in self.places if place.number]

    def _nearest(self) -> str:
        if not self.places:
            return "Nothing in these articles answers this."
        return "Nothing in these articles answers this. The passages listed are only near it."

    def _become(self, *states: str) -> None:
        outcomes = [name for name in self.classes if name in _STATES]
        self.remove_class(*outcomes)
        self.add_class(*states)

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
        text = f" {describe.paper(article)} · {describe.title(article)}"
        yield Content.assemble(*markers, literal(text))
