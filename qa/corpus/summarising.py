"""The key sentences of an article, or of a story that several tell, in their order.

A sentence counts by how near it is to the middle of all the sentences, and by how early it stands;
one that says again what is chosen already counts less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

import numpy as np

from quoth.index.embedders.base import FloatArray
from quoth.index.text.tokens import unaccented, words_of
from quoth.index.text.written_days import day_in_words
from quoth.qa.checking.sources import in_a_row
from quoth.qa.corpus.holding import Holding, find_holding
from quoth.qa.corpus.told import Nothing, Report, Told
from quoth.qa.corpus.view import Sentence, View

_MOST = 5  # key sentences
_POSITION_WEIGHT = 0.02  # of a sentence that stands first, against a cosine
_AGAIN_WEIGHT = 0.3  # of a cosine with a sentence that is chosen already
_FEWEST_WORDS = 5  # of a sentence that says something by itself
_IS_CALLED = 0.6  # of a title's words and the topic's, that name one article


def summary(view: View) -> Report | Nothing:
    """The key sentences of the article that is called as the topic, or of all that hold it."""
    topic = view.request.topic
    holding = find_holding(view, topic) if topic else Holding((), ())
    if not holding.articles:
        return Nothing(f"No summary: no article holds “{holding.missing or topic}”.")
    ids = _called(topic, view.asked, holding) or holding.ids
    sentences = [one for one in view.sentences(ids) if len(words_of(one.quote)) >= _FEWEST_WORDS]
    if not sentences:
        return Nothing(f"No summary of “{topic}”: there is no whole sentence in it.")
    chosen = [sentences[at] for at in key_sentences(_vectors(view, sentences), _places(sentences))]
    days = {id: card.published for card in holding.articles if (id := card.id) in ids}
    chosen.sort(key=lambda one: _order(one, days))
    lines = [Told(_label(one), one, days.get(one.card.id), (one.outlet,)) for one in chosen]
    what = f"“{chosen[0].card.title}”" if len(ids) == 1 else f"{len(ids)} articles"
    held = "" if len(ids) == 1 else f" that hold {holding.rule}"
    return Report(f"Key sentences of {what}{held}:", tuple(lines), tuple(ids))


def key_sentences(vectors: FloatArray, places: Sequence[int]) -> list[int]:
    """The numbers of at most five sentences, the best first, of vectors (sentences, dimension) and
    their places in their articles, from 0.
    """
    middle = vectors.mean(axis=0)
    middle /= max(float(np.linalg.norm(middle)), 1e-6)
    worth = vectors @ middle + _POSITION_WEIGHT / (1 + np.array(places, dtype=np.float32))
    chosen: list[int] = []
    while len(chosen) < min(_MOST, len(vectors)):
        again = (vectors @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(vectors))
        left = worth - _AGAIN_WEIGHT * again
        left[chosen] = -np.inf
        chosen.append(int(left.argmax()))
    return chosen


def _vectors(view: View, sentences: Sequence[Sentence]) -> FloatArray:
    """The sentences' vectors; where the model has none for each, those of their passages."""
    passages = {one.hit.passage.number: one.hit.passage for one in sentences}
    pooled = view.generation.sentence_vectors(list(passages.values()))
    if pooled is None:
        return view.generation.vectors_of([one.hit.passage.number for one in sentences])
    rows = [
        pooled[one.hit.passage.number][one.hit.passage.sentences.index(one.span)]
        for one in sentences
    ]
    return np.stack(rows)


def _places(sentences: Sequence[Sentence]) -> list[int]:
    """The place of each in its article, the first one's 0."""
    return [
        place
        for _, group in groupby(sentences, key=lambda one: one.card.id)
        for place, _ in enumerate(group)
    ]


def _called(topic: str, asked: str, holding: Holding) -> list[str]:
    """The id of the one article whose title is asked for, or whose is the topic, or all but it."""
    titled = [card.id for card in holding.articles if in_a_row(card.title) in in_a_row(asked)]
    if len(titled) == 1:
        return titled
    wanted = _folded(topic)
    alike = {
        card.id: len(wanted & title) / len(wanted | title)
        for card in holding.articles
        if (title := _folded(card.title))
    }
    best = max(alike, key=lambda id: alike[id], default="")
    named = best and alike[best] >= _IS_CALLED
    return [best] if named or len(holding.articles) == 1 else []


def _order(one: Sentence, days: Mapping[str, date | None]) -> tuple[str, str, int]:
    return str(days.get(one.card.id) or ""), one.card.id, one.span.start


def _label(one: Sentence) -> str:
    day = one.card.published
    return f"{day_in_words(day)}, {one.outlet}" if day else one.outlet


def _folded(text: str) -> frozenset[str]:
    return frozenset(unaccented(word) for word in words_of(text))
