"""A chat model that says what a test tells it to, in pieces, as a provider streams them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answerers.chat_answerer import ChatAnswerer
from quoth.qa.answerers.chat_model import TextModel
from quoth.qa.answerers.prompt import Messages
from quoth.qa.answerers.timeout import Pieces
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.settings import AnswerSettings

Script = str | Callable[[str], str]


class Scripted:
    """`script` is what it writes, or makes that of the prompt. `error` ends the stream."""

    def __init__(self, script: Script, *, piece: int = 7, error: Exception | None = None) -> None:
        self.name = "test:scripted"
        self.prompts: list[str] = []
        self.was_closed = False
        self._script = script
        self._piece = piece
        self._error = error

    def stream(self, messages: Messages) -> Pieces:
        prompt = "\n".join(text for _, text in messages)
        self.prompts.append(prompt)
        text = self._script if isinstance(self._script, str) else self._script(prompt)
        try:
            for start in range(0, len(text), self._piece):
                yield text[start : start + self._piece]
            if self._error:
                raise self._error
        finally:
            self.was_closed = True


def answering_with(
    model: TextModel, library: Path, embedder: Embedder, settings: AnswerSettings | None = None
) -> QuestionAnswerer:
    """A library's questions, answered by that model."""
    settings = settings or AnswerSettings(model_timeout=30)
    generation = Library(library, IndexSettings()).open()
    return QuestionAnswerer(generation, embedder, settings, ChatAnswerer(model, settings))
