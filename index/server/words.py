"""The word index of a server: its passages' tokens, searched by pattern and scored here.

A single-node Chroma has no index that scores words. The rarest words of a question tell which
passages may score; those are fetched and scored in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from quoth.index.server.record_cache import RecordCache
from quoth.index.server.snapshot import Snapshot
from quoth.index.store.bm25 import ideal, token_idf, weight
from quoth.index.text.tokens import question_terms

_CANDIDATE_PASSAGES = 300  # passages fetched for a question
_MAX_CANDIDATE_PASSAGES = 1000  # of them, where even its rarest word is a frequent one
_MAX_PATTERN_BYTES = 256  # that Chroma Cloud takes


class ServerWords:
    """Scores as `index.store.word_index.WordIndex` does. Everything may raise ServerError and IndexMoved."""

    def __init__(self, snapshot: Snapshot, records: RecordCache) -> None:
        self._snapshot = snapshot
        self._cache = records
        self._average = snapshot.tokens / max(1, self.count)
        self._idf: dict[str, float] = {}

    @property
    def count(self) -> int:
        return self._snapshot.manifest.passages

    def idf(self, token: str) -> float:
        if token not in self._idf:
            self._idf[token] = token_idf(token, self.count, self._snapshot.holding(token))
        return self._idf[token]

    def search(
        self,
        question: str,
        languages: Sequence[str],
        limit: int,
        among: Sequence[int] | None = None,
    ) -> dict[int, float]:
        terms = question_terms(question, languages)
        rarest = self._rarest(terms)
        if not rarest or (among is not None and not len(among)):
            return {}
        tokens = self._cache.matching(_pattern(rarest), max(limit, _MAX_CANDIDATE_PASSAGES), among)
        shares = self._shares(terms, tokens)
        return dict(sorted(shares.items(), key=lambda item: -item[1])[:limit])

    def score(
        self, question: str, languages: Sequence[str], numbers: Sequence[int]
    ) -> dict[int, float]:
        return self._shares(question_terms(question, languages), self._cache.tokens(numbers))

    def holding(self, terms: Sequence[Sequence[str]], limit: int) -> list[int]:
        if not terms:
            return []
        rarest = min(terms, key=lambda stems: sum(map(self._holding, stems)))
        if not any(map(self._holding, rarest)):
            return []
        tokens = self._cache.matching(_pattern(rarest), self.count)
        sets = {number: frozenset(found) for number, found in tokens.items()}
        full = {
            number: tokens[number]
            for number, found in sets.items()
            if all(not found.isdisjoint(stems) for stems in terms)
        }
        scores = self._scores(terms, full)
        return sorted(full, key=lambda number: -scores[number])[:limit]

    def _rarest(self, terms: Sequence[Sequence[str]]) -> list[str]:
        """The stems of the rarest words: as many words as some `_CANDIDATE_PASSAGES` passages hold."""
        known = [[stem for stem in stems if self._holding(stem)] for stems in terms]
        rarest: list[str] = []
        passages = 0
        for stems in sorted(filter(None, known), key=lambda stems: sum(map(self._holding, stems))):
            passages += sum(map(self._holding, stems))
            longer = _pattern([*rarest, *stems])
            if rarest and (
                passages > _CANDIDATE_PASSAGES or len(longer.encode()) > _MAX_PATTERN_BYTES
            ):
                break
            rarest += stems
        return rarest

    def _holding(self, stem: str) -> int:
        return self._snapshot.holding(stem)

    def _shares(
        self, terms: Sequence[Sequence[str]], tokens: Mapping[int, Sequence[str]]
    ) -> dict[int, float]:
        most = ideal(terms, self.idf)
        if not most:
            return {}
        scores = self._scores(terms, tokens)
        return {number: min(1.0, score / most) for number, score in scores.items() if score}

    def _scores(
        self, terms: Sequence[Sequence[str]], tokens: Mapping[int, Sequence[str]]
    ) -> dict[int, float]:
        """BM25, of each term by whichever of its stems scores best."""
        scores = {}
        for number, found in tokens.items():
            times = Counter(found)
            scores[number] = sum(
                max(
                    self.idf(stem) * weight(times[stem], len(found), self._average)
                    for stem in stems
                )
                for stems in terms
            )
        return scores


def _pattern(stems: Iterable[str]) -> str:
    return f" ({'|'.join(map(re.escape, stems))}) "
