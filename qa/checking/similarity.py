"""How near a sentence is to a passage: its cosine with the passage's sentences, made comparable.

The passage's sentences have two vectors, as in `qa.search.evidence`; the mean of the two tells best. What a
cosine means depends on the model and on both languages, so that it is measured from the sentence's mean
cosine with sentences about nothing in particular in the passage's language, in standard deviations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quoth.index.articles import Span
from quoth.index.embedders.base import Embedder, FloatArray, PassageText
from quoth.index.store.generation import Generation
from quoth.qa.checking.sources import Source
from quoth.qa.search.abstention import calibration_of
from quoth.qa.search.language_bias import LanguageBias

_EMBEDDED_SENTENCES = 2  # sentences of a passage whose own vector is worth its making
_ALIKE_SPREADS = 0.5  # spreads


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence of a passage that lies nearest: `spreads` above what any sentence would.
    `near` are it and those that lie almost as near.
    """

    span: Span
    spreads: float
    near: tuple[Span, ...]


class Similarity:
    """Measures sentences against the passages of one question. Vectors are made once."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._levels = LanguageBias(generation.cohort)
        self._spread = calibration_of(generation).spread
        self._pooled: dict[int, FloatArray | None] = {}
        self._own: dict[str, FloatArray] = {}

    def embed(self, text: str) -> FloatArray:
        """Embed a sentence as a vector (dimension,)."""
        return self._embedded([text])[0]

    def glance(self, vector: FloatArray, source: Source) -> float:
        """A rougher measure that embeds nothing, to choose by."""
        pooled = self._pooled_of(source)
        best = float((pooled @ vector).max()) if pooled is not None else source.hit.cosine
        return best - self._expected(vector, source)

    def nearest(
        self, vector: FloatArray, sources: Sequence[Source], *, roughly: bool = False
    ) -> dict[int, Nearest]:
        """By source's number; `vector` (dimension,) is the sentence. `roughly` embeds nothing where
        the model pooled vectors while indexing.
        """
        rows = {source.number: self._rows(vector, source) for source in sources}
        pooled = {source.number: self._pooled_of(source) for source in sources}
        quotes = {
            (s.number, row): s.hit.passage.quote(s.hit.passage.sentences[row])
            for s in sources
            if not roughly or pooled[s.number] is None
            for row in rows[s.number]
        }
        own = dict(zip(quotes, self._embedded(list(quotes.values())), strict=True))
        found = {}
        for source in sources:
            cosines = []
            for row in rows[source.number]:
                vectors = pooled[source.number]
                both = [] if vectors is None else [float(vectors[row] @ vector)]
                if (source.number, row) in own:
                    both.append(float(own[source.number, row] @ vector))
                cosines.append((sum(both) / len(both), row))
            found[source.number] = self._nearest_of(cosines, vector, source)
        return found

    def _rows(self, vector: FloatArray, source: Source) -> list[int]:
        """The sentences of a passage that are worth a look."""
        pooled = self._pooled_of(source)
        if pooled is None:
            return list(range(len(source.hit.passage.sentences)))
        best: list[int] = np.argsort(-(pooled @ vector), kind="stable")[
            :_EMBEDDED_SENTENCES
        ].tolist()
        return best

    def _nearest_of(
        self, cosines: list[tuple[float, int]], vector: FloatArray, source: Source
    ) -> Nearest:
        best = max(cosines)[0]
        spans = tuple(
            source.hit.passage.sentences[row]
            for cosine, row in sorted(cosines, reverse=True)
            if cosine > best - _ALIKE_SPREADS * self._spread
        )
        return Nearest(spans[0], (best - self._expected(vector, source)) / self._spread, spans)

    def _expected(self, vector: FloatArray, source: Source) -> float:
        return self._levels.of(vector).level(source.language)

    def _pooled_of(self, source: Source) -> FloatArray | None:
        passage = source.hit.passage
        if passage.number not in self._pooled:
            found = self._generation.sentence_vectors([passage])
            self._pooled[passage.number] = found[passage.number] if found else None
        return self._pooled[passage.number]

    def _embedded(self, texts: list[str]) -> list[FloatArray]:
        new = [text for text in dict.fromkeys(texts) if text not in self._own]
        if new:
            made = self._embedder.embed_passages([PassageText("", text) for text in new])
            self._own |= {text: m.passage for text, m in zip(new, made, strict=True)}
        return [self._own[text] for text in texts]
