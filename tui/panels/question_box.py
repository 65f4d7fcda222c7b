"""Where questions are typed."""

from __future__ import annotations

import re
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.widgets import Input, Static

from quoth.tui.messages import NarrowingDropped, NumberTyped, QuestionAsked
from quoth.tui.panels.completion import FilterCompletion
from quoth.tui.text.terminal_text import literal, terminal_line

_MAX_QUESTION_CHARS = 2000
_NUMBER = re.compile(r":(?P<a>\d{1,3})|(?P<b>\d{1,2})", re.ASCII)


class QuestionBox(Input):
    """Enter asks, or reads a citation by its number (2 or :2); up and down go through what was asked before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+j", "submit", "Ask", key_display="⏎", id="box.ask"),
        Binding("up", "recall(-1)", "Earlier question", show=False, id="box.earlier"),
        Binding("down", "recall(1)", "Later question", show=False, id="box.later"),
        Binding("backspace", "rub_out", "Rub out", show=False, id="box.rub-out"),
    ]

    def __init__(self) -> None:
        self.completion = FilterCompletion()
        super().__init__(
            placeholder="Ask your articles…",
            max_length=_MAX_QUESTION_CHARS,
            suggester=self.completion,
            select_on_focus=False,  # what is typed elsewhere comes before the focus does
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
        if number := _NUMBER.fullmatch(question):
            self.value = ""
            self.post_message(NumberTyped(int(number["a"] or number["b"])))
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
        text = terminal_line(event.text[: 4 * _MAX_QUESTION_CHARS])
        start, end = sorted(self.selection)
        room = _MAX_QUESTION_CHARS - len(self.value) + end - start
        if len(event.text) > 4 * _MAX_QUESTION_CHARS or len(text) > room:
            told = f"What you pasted was cut: a question has at most {_MAX_QUESTION_CHARS:,} characters."
            self.notify(told, severity="warning", markup=False)
        self.replace(text[:room], start, end)

    def take(self, character: str) -> None:
        """Take a character that was typed elsewhere, and the focus with it."""
        self.focus()
        self.insert_text_at_cursor(character)

    def action_rub_out(self) -> None:
        """The character before the cursor; with none at all, what the box is narrowed to."""
        if self.value:
            self.action_delete_left()
        else:
            self.post_message(NarrowingDropped())

    def action_recall(self, step: int) -> None:
        if self._at == len(self.asked):
            self._draft = self.value
        self._at = min(len(self.asked), max(0, self._at + step))
        self.value = [*self.asked, self._draft][self._at]
        self.cursor_position = len(self.value)


class Narrowing(Static):
    """A chip above the box: what questions are asked of, where that is not every article."""

    DEFAULT_CSS = """
    Narrowing { display: none; padding: 0 2; color: $text-accent; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, name: str) -> None:
        """`name` is what the articles are called; "" for all of them, which takes no room."""
        self.display = bool(name)
        self.update(literal(f"⌫ only within {terminal_line(name)}"))

    def on_click(self) -> None:
        self.post_message(NarrowingDropped())
