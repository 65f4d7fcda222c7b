"""Where questions are typed."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.widgets import Input

from quoth.tui.messages import QuestionAsked
from quoth.tui.panels.completion import FilterCompletion
from quoth.tui.text.terminal_text import terminal_line

_MAX_QUESTION_CHARS = 2000


class QuestionBox(Input):
    """Enter asks; up and down go through what was asked before."""

    HELP = """
    Ask in your own words, in any language. **⏎** asks, **↑ ↓** bring earlier questions back,
    **→** takes the filter that is offered, **tab** goes to the answer and its passages.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+j", "submit", "Ask", key_display="⏎"),
        Binding("up", "recall(-1)", "Earlier question", show=False),
        Binding("down", "recall(1)", "Later question", show=False),
    ]

    def __init__(self) -> None:
        self.completion = FilterCompletion()
        super().__init__(
            placeholder="Ask your articles…",
            max_length=_MAX_QUESTION_CHARS,
            suggester=self.completion,
        )
        self.asked: list[str] = []
        self._at = 0
        self._draft = ""

    def remember(self, questions: list[str]) -> None:
        """What was asked before, put in front of what was asked since."""
        fresh = [question for question, _ in groupby(questions)]
        self.asked[:0] = fresh
        self._at += len(fresh)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        question = terminal_line(event.value)
        if not question:
            return
        if question not in self.asked[-1:]:
            self.asked.append(question)
        self._at, self._draft = len(self.asked), ""
        self.value = ""
        self.post_message(QuestionAsked(question))

    def on_paste(self, event: Paste) -> None:
        """Several lines become one question, not its first line."""
        event.prevent_default()
        event.stop()
        text = terminal_line(event.text[: 4 * _MAX_QUESTION_CHARS])[:_MAX_QUESTION_CHARS]
        self.replace(text, *self.selection)

    def action_recall(self, step: int) -> None:
        if self._at == len(self.asked):
            self._draft = self.value
        self._at = min(len(self.asked), max(0, self._at + step))
        self.value = [*self.asked, self._draft][self._at]
        self.cursor_position = len(self.value)
