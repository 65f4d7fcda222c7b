"""The answer that a chat model writes, each of its sentences checked as it comes.

Where the model gives none, the extractive answer stands in, and a notice says why.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial

from quoth.index.embedders.base import PassageText
from quoth.index.embedders.builtin import model as builtin_model
from quoth.index.errors import ModelError
from quoth.index.text.language import language_of
from quoth.qa.answerers.base import Digesting, DigestTask, Draft, Task, Writing
from quoth.qa.answerers.chat_model import TextModel
from quoth.qa.answerers.composing import Composition
from quoth.qa.answerers.digesting import digest
from quoth.qa.answerers.extractive import Extractive, choose
from quoth.qa.answerers.model_errors import in_sentences
from quoth.qa.answerers.prompt import MAX_PASSAGES, REFUSALS, REFUSING, Messages, messages_for
from quoth.qa.answerers.rewriting import rewrite
from quoth.qa.answerers.second_opinion import lower
from quoth.qa.answerers.timeout import CutOff, watched
from quoth.qa.answers import Hit, SentenceWritten, Support
from quoth.qa.checking.checker import Checker
from quoth.qa.checking.sentence_stream import RawSentence, SentenceStream
from quoth.qa.settings import AnswerSettings
from quoth.qa.understanding.follow_ups import Earlier

_MAX_ANSWER_CHARS = 6000  # characters; a model that loops is stopped there
_MAX_CHARS_AROUND_REFUSAL = 60  # characters that may stand around a refusal
_STOPPED = "Stopped: this is what came until then."
_LOOPED = "The model did not come to an end and was stopped."
_NO_ANSWER = "The model found no answer in the passages: these sentences come nearest."
_GAVE_UP = "The model found no more of the answer in the passages."
_SILENT = "The model wrote no answer: these are the sentences that answer."
_UNSUPPORTED = (
    "The passages support no sentence that the model wrote: those that answer are quoted below."
)
_DOUBTED = "The passages may not say this: the sentences that answer are quoted below."
_REFUSING_COSINE = 0.93  # from which the built-in model's vectors tell a refusal
_CUT = "The model's answer was cut off before its end."


class ChatAnswerer:
    def __init__(self, model: TextModel, settings: AnswerSettings) -> None:
        self.name = model.name
        self._model = model
        self._patience = settings.model_timeout
        self._asks_again = settings.check == "model"
        self._quotes = settings.quotes
        self._extractive = Extractive(settings.quotes)

    def rewrite(self, question: str, previous: Sequence[Earlier], stop: threading.Event) -> str:
        return rewrite(question, previous, self._model, self._patience, stop)

    def write(self, task: Task) -> Writing:
        table = task.hits[:MAX_PASSAGES]
        language = language_of(task.question)
        checker = Checker(task.generation, task.embedder, table, language)
        composition = Composition(checker, table, task.question)
        try:
            messages = messages_for(task.question, table)
            notice = yield from self._compose(messages, composition, language, task.stop)
        except ModelError as error:
            told = in_sentences(error)
            return self._stand_in(task, f"{told} These are the sentences that answer.")
        if not composition.sentences:
            return self._stand_in(task, notice or _SILENT)
        if notice == _NO_ANSWER:
            notice = _GAVE_UP
        told = self._lower(task.stop, composition, table)
        notice = " ".join(filter(None, (notice, told)))
        if not any(s.support is Support.SUPPORTED for s in composition.sentences):
            if _refuses(composition, task):
                return self._stand_in(task, _NO_ANSWER)
            refused = all(s.support is Support.UNSUPPORTED for s in composition.sentences)
            notice = " ".join(filter(None, (notice, _UNSUPPORTED if refused else _DOUBTED)))
            composition.quote(choose(task.evidence, task.question, self._quotes))
        return composition.draft(self.name, notice)

    def digest(self, task: DigestTask) -> Digesting:
        language = language_of(task.question)

        def compose(
            messages: Messages, composition: Composition, ends: float
        ) -> Generator[SentenceWritten, None, str]:
            notice = yield from self._compose(messages, composition, language, task.stop, ends)
            return (
                ("" if not composition.sentences else _GAVE_UP) if notice == _NO_ANSWER else notice
            )

        return digest(task, self.name, self._patience, compose, partial(self._lower, task.stop))

    def _lower(self, stop: threading.Event, composition: Composition, hits: Sequence[Hit]) -> str:
        """Ask the model for a second opinion where the settings say so. Returns what the user should know."""
        if not self._asks_again:
            return ""
        return lower(composition, hits, self._model, self._patience, stop)

    def _compose(
        self,
        messages: Messages,
        composition: Composition,
        language: str,
        stop: threading.Event,
        ends: float = math.inf,
    ) -> Generator[SentenceWritten, None, str]:
        """Has the model write until it is done, or until that time of the clock. Returns the notice."""
        words, length = SentenceStream(language), 0
        stream = watched(self._model.stream(messages), self._patience, stop, self.name, ends)
        was_cut = False
        with closing(stream):
            try:
                for piece in stream:
                    room = _MAX_ANSWER_CHARS + 1 - length
                    length += len(piece)
                    for sentence in words.feed(piece[:room]):
                        if stop.is_set():
                            return _STOPPED
                        if _gives_up(sentence):
                            return _NO_ANSWER
                        yield from composition.add(sentence)
                    if length > _MAX_ANSWER_CHARS:
                        return _LOOPED
            except CutOff:
                was_cut = True
        if stop.is_set() or was_cut:
            return _STOPPED if stop.is_set() else _CUT  # and its last sentence is no whole one
        for sentence in words.finish():
            if _gives_up(sentence):
                return _NO_ANSWER
            yield from composition.add(sentence)
        return ""

    def _stand_in(self, task: Task, notice: str) -> Draft:
        return self._extractive.draft(task.evidence, task.question, notice)


def _refuses(composition: Composition, task: Task) -> bool:
    """Whether the one sentence that nothing supports says, in whatever language, that there is no answer."""
    if len(composition.sentences) > 1 or task.embedder.identity.name != builtin_model.NAME:
        return False
    (only,) = composition.sentences
    said = re.sub(r"\s*\[\d+\]", "", only.text)
    texts = [PassageText("", text) for text in (said, *REFUSING)]
    vector, *refusing = (made.passage for made in task.embedder.embed_passages(texts))
    return max(float(vector @ one) for one in refusing) >= _REFUSING_COSINE


def _gives_up(sentence: RawSentence) -> bool:
    """Whether it is what a model is told to write where the passages do not answer."""
    said = sentence.text.upper()
    return any(
        refusal in said and len(said) < len(refusal) + _MAX_CHARS_AROUND_REFUSAL
        for refusal in REFUSALS
    )
