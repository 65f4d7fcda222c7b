"""The built-in reader: the built-in model, trained further to read a question against a text."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np

from quoth.index.articles import ArticleCard
from quoth.index.embedders.base import FloatArray
from quoth.index.embedders.builtin.reader import HEADS, prepare
from quoth.index.embedders.onnx import Encoder, cores
from quoth.index.progress import Report, silent
from quoth.qa.reading.inputs import Input, head_of_card, input_of
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window
from quoth.qa.reading.words import words_in

NAME = "builtin"
_NICE = 5  # of the threads that read


class BuiltinReader:
    """Runs one window to a core, unbatched, as the built-in embedder does."""

    name = NAME
    sees_neighbours = True

    def __init__(self, cache: Path | None = None, report: Report = silent) -> None:
        """`cache` is where its model is kept, the user's cache directory when None.

        Raises EmbedderError when its model cannot be made or opened.
        """
        folder = prepare(cache, report)
        self._encoder = Encoder(folder)
        with np.load(folder / HEADS, allow_pickle=False) as stored:
            self._heads = {name: stored[name] for name in stored.files}
        self._threads = cores()

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        """Every sentence of the windows, in order. Raises EmbedderError."""
        tokens = self._encoder.tokens
        asked = tokens.ids(question)
        shown = {window.passage.article_id for window in windows}
        heads = {id: tokens.ids(head_of_card(cards[id])) for id in shown}
        inputs = [
            input_of(asked, heads[window.passage.article_id], *tokens.placed(window.text))
            for window in windows
        ]
        with ThreadPoolExecutor(self._threads, initializer=_give_way) as pool:
            states = pool.map(self._encoder.states, [given.ids for given in inputs])
            read = map(self._judged, windows, inputs, states)
            return [sentence for sentences in read for sentence in sentences]

    def _judged(self, window: Window, given: Input, states: FloatArray) -> list[ReadSentence]:
        """What the heads make of a window's token states (tokens, dimension)."""
        heads, first = self._heads, states[0]
        own = states[given.start : given.start + len(given.last)]
        last = given.last + window.span.start  # in the article's text
        bounds = np.array([(span.start, span.end) for span in window.sentences])
        inside = (last >= bounds[:, :1]) & (last < bounds[:, 1:])  # (sentences, tokens)
        means = inside.astype(np.float32) @ own / np.maximum(inside.sum(axis=1, keepdims=True), 1)
        pairs = np.hstack([means, np.broadcast_to(first, means.shape)])
        joint = np.tanh(pairs @ heads["joint.weight"].T + heads["joint.bias"])
        relative = joint @ heads["sentence.weight"][0] + heads["sentence.bias"]
        logits = relative + first @ heads["window.weight"][0] + heads["window.bias"]
        ends = own @ heads["span.weight"].T + heads["span.bias"]  # (tokens, start and end)
        return [
            ReadSentence(
                window.passage, span, float(logit), words_in(window, span, ends, last, row)
            )
            for span, logit, row in zip(window.sentences, logits, inside, strict=True)
        ]


def _give_way() -> None:
    """Let whoever shows that the reader reads go first: every core may be busy reading. Where the
    system counts by process and not by thread, nothing changes.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
