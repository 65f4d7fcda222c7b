"""The answer that a chat model writes, each of its sentences checked as it comes.

Where the model gives none, the extractive answer stands in, and a notice says why.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from contextlib import closing

from index.errors import ModelError
from index.text.language import language_of
from qa.answerers.base import Draft, Task, Writing
from qa.answerers.chat_model import TextModel
from qa.answerers.composing import Composition
from qa.answerers.extractive import Extractive
from qa.answerers.prompt import NO_ANSWER, PASSAGES, messages_for
from qa.answerers.rewriting import rewrite
from qa.answerers.timeout import watched
from qa.answers import SentenceWritten, Support
from qa.checking.checker import Checker
from qa.checking.sentence_stream import RawSentence
from qa.checking.sentence_stream import Writing as Words
from qa.follow_ups import Earlier
from qa.settings import AnswerSettings

_LONGEST = 6000  # characters; a model that loops is stopped there
_STOPPED = "Stopped: this is what came until then."
_LOOPED = "The model did not come to an end and was stopped."
_NO_ANSWER = "The model found no answer in the passages: these sentences come nearest."
_GAVE_UP = "The model found no more of the answer in the passages."
_SILENT = "The model wrote no answer: these are the sentences that answer."
_UNSUPPORTED = "The passages support no sentence of this answer: read them yourself."


class Written:
    def __init__(self, model: TextModel, settings: AnswerSettings) -> None:
        self.name = model.name
        self._model = model
        self._patience = settings.model_timeout
        self._extractive = Extractive(settings.quotes)

    def rewrite(self, question: str, previous: Sequence[Earlier], stop: threading.Event) -> str:
        return rewrite(question, previous, self._model, self._patience, stop)

    def write(self, task: Task) -> Writing:
        table = task.hits[:PASSAGES]
        language = language_of(task.question)
        checker = Checker(task.generation, task.embedder, table, language)
        composition = Composition(checker, table)
        try:
            notice = yield from self._compose(task, composition, language)
        except ModelError as error:
            return self._stand_in(task, f"{error.message} These are the sentences that answer.")
        if not composition.sentences:
            return self._stand_in(task, notice or _SILENT)
        if notice == _NO_ANSWER:
            notice = _GAVE_UP
        if not notice and all(s.support is Support.UNSUPPORTED for s in composition.sentences):
            notice = _UNSUPPORTED
        return composition.draft(self.name, notice)

    def _compose(
        self, task: Task, composition: Composition, language: str
    ) -> Generator[SentenceWritten, None, str]:
        """Returns the notice."""
        words, length = Words(language), 0
        messages = messages_for(task.question, task.hits[:PASSAGES])
        stream = watched(self._model.stream(messages), self._patience, task.stop, self.name)
        with closing(stream):
            for piece in stream:
                length += len(piece)
                for sentence in words.feed(piece):
                    if _gives_up(sentence):
                        return _NO_ANSWER
                    yield from composition.add(sentence)
                if length > _LONGEST:
                    return _LOOPED
        if task.stop.is_set():
            return _STOPPED
        for sentence in words.finish():
            if _gives_up(sentence):
                return _NO_ANSWER
            yield from composition.add(sentence)
        return ""

    def _stand_in(self, task: Task, notice: str) -> Draft:
        return self._extractive.draft(task.evidence, notice)


def _gives_up(sentence: RawSentence) -> bool:
    """Whether it is what a model is told to write where the passages do not answer."""
    return NO_ANSWER in sentence.text.upper()
