"""The words that answer, by what a model says of where they begin and end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quoth.index.articles import Span
from quoth.index.embedders.base import FloatArray
from quoth.qa.reading.windows import Window

_MAX_TOKENS = 24  # of the words that answer


def words_in(
    window: Window,
    sentence: Span,
    ends: FloatArray,
    last: NDArray[np.int64],
    inside: NDArray[np.bool_],
) -> Span | None:
    """The likeliest words inside a sentence of the window, None where the model saw none of it.

    `ends` (tokens, 2) are the scores of each token of the window as the first and as the last of
    the words, `last` (tokens,) the offsets in the article of the tokens' last characters, `inside`
    (tokens,) tells the sentence's tokens.
    """
    (tokens,) = np.nonzero(inside)
    if not len(tokens):
        return None
    first, final = likeliest(ends[tokens])
    begin = int(last[tokens[first] - 1]) + 1 if tokens[first] else sentence.start
    begin, end = max(begin, sentence.start), int(last[tokens[final]]) + 1
    said = window.passage.quote(Span(begin, end))
    begin += len(said) - len(said.lstrip())
    return Span(begin, end) if begin < end else None


def likeliest(ends: FloatArray) -> tuple[int, int]:
    """The first and last of at most 24 tokens in a row with the greatest sum of `ends` (tokens, 2):
    a token's score as the first and as the last.
    """
    both = ends[:, 0][:, None] + ends[:, 1][None, :]
    length = np.arange(len(ends))[None, :] - np.arange(len(ends))[:, None]
    both[(length < 0) | (length >= _MAX_TOKENS)] = -np.inf
    first, final = np.unravel_index(int(both.argmax()), both.shape)
    return int(first), int(final)
