"""What is read before the first question: how to ask, what there is, and what may be asked."""

from __future__ import annotations

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quoth.tui.messages import HoldingsCounted, QuestionAsked, QuestionSuggested
from quoth.tui.text.terminal_text import literal, terminal_line

_HOW = """Ask in your own words, in any language, and press Enter.
The answer is quoted from your articles; each [1] leads to the sentence it stands on."""

_EXAMPLES = "For example (a number and ⏎ asks it):"


class Welcome(Vertical):
    """Posts QuestionAsked for a question that is chosen."""

    offers = getters.query_one(OptionList)

    def __init__(self) -> None:
        super().__init__()
        self._questions: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static(_HOW, markup=False, classes="how")
        yield Static(markup=False, classes="holdings")
        yield Static(_EXAMPLES, markup=False, classes="note")
        yield OptionList(markup=False)

    @on(HoldingsCounted)
    def _show(self, message: HoldingsCounted) -> None:
        message.stop()
        shown = self.query_one(".holdings", Static)
        shown.update(message.told)
        shown.display = True

    @on(QuestionSuggested)
    def _offer(self, message: QuestionSuggested) -> None:
        message.stop()
        question = terminal_line(message.question)
        self._questions.append(question)
        number = len(self._questions)
        self.query_one(".note").display = self.offers.display = True
        key = (f" {number} ", "bold $text-accent")
        self.offers.add_option(Option(Content.assemble(key, literal(f" {question}"))))

    def question(self, number: int) -> str:
        """The one of that number, from 1; "" where there is none."""
        return self._questions[number - 1] if 0 < number <= len(self._questions) else ""

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(QuestionAsked(self.question(event.option_index + 1)))
