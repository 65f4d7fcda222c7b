"""Filters -> the passages that may answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quoth.index.store.generation import Generation
from quoth.index.text.across_scripts import SOUND, sounds_of, sounds_sought
from quoth.index.text.tokens import question_terms, unaccented, words_of
from quoth.qa.search.filters import Filters
from quoth.qa.search.spellings import is_spelling

Numbers = NDArray[np.int64]
_MAX_PHRASE_PASSAGES = 2000  # that hold a phrase's words best, and are read for the phrase itself


@dataclass(frozen=True, slots=True)
class Scope:
    """The numbers of the passages that may answer, in order; None where all may."""

    numbers: Numbers | None = None


EVERYTHING = Scope()


def find_scope(
    generation: Generation, filters: Filters, exclude: frozenset[str] = frozenset()
) -> Scope:
    """What the filters leave of a generation, less the articles whose ids are in `exclude`."""
    if not filters and not exclude:
        return EVERYTHING
    left = _array(
        generation.catalog.numbers_where(
            filters.since,
            filters.until,
            filters.sources,
            filters.languages,
            filters.articles,
            filters.authors,
            filters.tags,
        )
    )
    if filters.names:
        named = [_of_articles_naming(generation, name) for name in filters.names]
        left = np.intersect1d(left, np.concatenate(named))
    for phrase in filters.phrases:
        left = np.intersect1d(left, _holding_phrase(generation, phrase))
    for word in filters.without:
        left = np.setdiff1d(left, _array(_holding(generation, word, generation.words.count)))
    return Scope(np.setdiff1d(left, _array(generation.catalog.numbers_of(exclude))))


def _holding_phrase(generation: Generation, phrase: str) -> Numbers:
    """The passages that say it in their text, or under a heading or in an article that is called so."""
    wanted = _spaced(phrase)
    passages = generation.catalog.passages(_holding(generation, phrase, _MAX_PHRASE_PASSAGES))
    cards = generation.catalog.cards(passage.article_id for passage in passages.values())
    titled = {id for id, card in cards.items() if wanted in _spaced(card.title)}
    return _array(
        number
        for number, passage in passages.items()
        if passage.article_id in titled
        or any(wanted in _spaced(text) for text in (passage.text, passage.heading))
    )


def _of_articles_naming(generation: Generation, name: str) -> Numbers:
    """The passages of the articles that hold all words of a name, as they are written or sound."""
    articles: set[str] | None = None
    for word in words_of(name):
        numbers = _naming(generation, word)
        held = {id for _, id in generation.catalog.origins_of(numbers).values()}
        articles = held if articles is None else articles & held
    return _array(generation.catalog.numbers_of(articles or ()))


def _naming(generation: Generation, word: str) -> set[int]:
    """The passages that hold a word as it is written, or one that sounds like it and is spelt alike."""
    count = generation.manifest.passages
    written = [
        tuple(token for token in stems if not token.startswith(SOUND))
        for stems in question_terms(word, generation.languages)
    ]
    sounds = tuple(filter(None, (sounds_of(word), sounds_sought(word))))
    found = set(generation.words.holding(written, count))
    alike = set(generation.words.holding([sounds], count)) - found if sounds else set()
    passages = generation.catalog.passages(alike)
    cards = generation.catalog.cards({passage.article_id for passage in passages.values()})
    for number, passage in passages.items():
        text = f"{cards[passage.article_id].title}\n{passage.heading}\n{passage.text}"
        heard = {other for other in words_of(text) if sounds_of(other) in sounds}
        if any(is_spelling(word, other) for other in heard):
            found.add(number)
    return found


def _holding(generation: Generation, words: str, limit: int) -> list[int]:
    return generation.words.holding(question_terms(words, generation.languages), limit)


def _spaced(text: str) -> str:
    """The text as folded words between spaces, to find whole words in."""
    return f" {' '.join(map(unaccented, words_of(text)))} "


def _array(numbers: Iterable[int]) -> Numbers:
    return np.array(sorted(numbers), dtype=np.int64)
