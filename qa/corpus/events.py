"""Which sentences that tell of one day tell of one event.

Those that name and count other things, in other words, tell of different ones. One that names and
counts nothing of its own differs from none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.text.across_scripts import sounds_of
from quoth.index.text.tokens import passage_tokens
from quoth.qa.checking.names import names_in
from quoth.qa.corpus.holding import Holding
from quoth.qa.corpus.percentages import figures_told
from quoth.qa.corpus.view import Sentence

_MOST = 4  # events of one day that are told apart
_SHORT = 4  # letters of a word that tells what a sentence is about
_SAME_FACTS = 0.5  # of the fewer facts of two sentences, that tell of one event
_SAME_WORDS = 0.34  # and of the fewer words


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a sentence says beside the topic: the names and numbers in it, and its words."""

    facts: frozenset[str]
    words: frozenset[str]

    def differs_from(self, other: _Telling) -> bool:
        if not self.facts or not other.facts:
            return False
        same_facts = _shared(self.facts, other.facts) >= _SAME_FACTS
        return not same_facts and _shared(self.words, other.words) < _SAME_WORDS


def grouped(sentences: Sequence[Sentence], holding: Holding) -> list[list[int]]:
    """The places of the sentences of one day, those that tell of one event together, in the order of
    the first of each.
    """
    told = [_telling(one, holding) for one in sentences]
    groups: list[list[int]] = []
    for at, telling in enumerate(told):
        own = next((g for g in groups if not told[g[0]].differs_from(telling)), None)
        if own is not None:
            own.append(at)
        elif len(groups) < _MOST:
            groups.append([at])
    return groups


def _telling(one: Sentence, holding: Holding) -> _Telling:
    language = one.hit.passage.language
    names = {word for name in names_in(one.quote, language) if name.is_sure for word in name.words}
    figures = figures_told(one.quote, language)
    facts = {sounds_of(word) or word for word in names if not holding.names(word, language)}
    facts |= {figure.number for figure in figures} | {figure.stem for figure in figures}
    tokens = frozenset(
        token for token in passage_tokens(one.quote, language) if len(token) >= _SHORT
    )
    topic = frozenset(token for word in holding.words for token in word.tokens)
    return _Telling(frozenset(facts), tokens - topic)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share 0..1 of the smaller set that is in the other."""
    return len(one & other) / max(1, min(len(one), len(other)))
