"""Any model of transformers that marks the words that answer (extractive question answering, as
trained on SQuAD) as a reader.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from quoth.index.articles import ArticleCard
from quoth.index.embedders.base import FloatArray
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window
from quoth.qa.reading.words import likeliest, words_in

_MOST_TOKENS = 512  # of question and window, where the model names no bound
_UNSEEN_LOGIT = -20.0  # of a sentence beyond what the model takes


class QuestionAnsweringReader:
    """Reads a window at a time. A sentence's logit is the score of the likeliest words in it less
    that of "no answer", which such models give to their first token (Devlin et al. 2019, 4.3).
    """

    sees_neighbours = True

    def __init__(self, name: str, model: Any, tokenizer: Any) -> None:
        """`model` and `tokenizer` are those of transformers, `name` what the user calls them."""
        self.name = name
        self._model, self._tokenizer = model, tokenizer
        self._bound = min(self._tokenizer.model_max_length, _MOST_TOKENS)
        self._tokenizing = threading.Lock()  # a tokenizer holds its bound as a state of its own

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        """Every sentence of the windows, in order. The articles' `cards` are not read."""
        return [sentence for window in windows for sentence in self._judged(question, window)]

    def _judged(self, question: str, window: Window) -> list[ReadSentence]:
        ends, last = self._ends(question, window)
        nothing, own = ends[0].sum(), ends[1:]
        read = []
        for span in window.sentences:
            inside = (last >= span.start) & (last < span.end)
            logit = _UNSEEN_LOGIT
            if inside.any():
                first, final = likeliest(own[inside])
                logit = float(own[inside][first, 0] + own[inside][final, 1] - nothing)
            words = words_in(window, span, own, last, inside)
            read.append(ReadSentence(window.passage, span, logit, words))
        return read

    def _ends(self, question: str, window: Window) -> tuple[FloatArray, np.ndarray]:
        """The scores (1 + tokens, 2) of the first token and of each of the window as the first and
        the last of the words; and (tokens,) the offsets in the article of their last characters.
        """
        import torch  # which the model has loaded

        with self._tokenizing:
            asked = self._tokenizer(
                question, truncation=True, max_length=self._bound // 2, return_offsets_mapping=True
            )
            shown = question[: max(end for _, end in asked["offset_mapping"])]
            given = self._tokenizer(
                shown,
                window.text,
                truncation="only_second",
                max_length=self._bound,
                return_offsets_mapping=True,
                return_tensors="pt",
            )
        of_window = [number for number, part in enumerate(given.sequence_ids()) if part == 1]
        offsets = given.pop("offset_mapping")[0].numpy()[of_window, 1]
        with torch.inference_mode():
            said = self._model(**given)
        ends = torch.stack([said.start_logits[0], said.end_logits[0]], dim=1).float().numpy()
        return ends[[0, *of_window]], offsets.astype(np.int64) - 1 + window.span.start
