"""What the built-in reader is shown: a question, an article's head, and a window, as tokens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quoth.index.articles import ArticleCard

IdArray = NDArray[np.int64]

CLOSING_TOKENS = 2
"""The token id that ends each part."""
MAX_QUESTION_TOKENS = 64
MAX_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Input:
    """`ids` (tokens,) as the model takes them; the window's own begin at `start`, and `last` is, for
    each of those, the offset of its last character in the window's text.
    """

    ids: IdArray
    start: int
    last: IdArray


def head_of(title: str, paper: str, date: str) -> str:
    """What stands above a window: its article's title, and its paper and date where known."""
    return "".join(f"{line}\n" for line in (title, ", ".join(filter(None, (paper, date)))) if line)


def head_of_card(card: ArticleCard) -> str:
    """The head of an article's windows, without a line break at its end."""
    date = card.published.isoformat() if card.published else ""
    return head_of(card.title, card.source, date).rstrip()


def input_of(question: IdArray, head: IdArray, window: IdArray, last: IdArray) -> Input:
    """`<s> question </s> </s> head window </s>`, each given as ids with its special tokens around
    them; `last` as `Tokens.placed` gives it. What is too long loses its end.
    """
    asked = question[:MAX_QUESTION_TOKENS].copy()
    asked[-1] = CLOSING_TOKENS
    before = np.concatenate([asked, [CLOSING_TOKENS], head[1:-1]])[: MAX_TOKENS // 2]
    own = window[1:-1][: MAX_TOKENS - 1 - len(before)]
    ids = np.concatenate([before, own, [CLOSING_TOKENS]])
    return Input(ids, len(before), last[1:-1][: len(own)])
