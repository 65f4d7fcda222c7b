"""How near a sentence is to a passage: its cosine with the passage's sentences, made comparable.

The passage's sentences have two vectors, as in `qa.evidence`; the mean of the two tells best. What a
cosine means depends on the model and on both languages, so that it is measured from the sentence's mean
cosine with sentences about nothing in particular in the passage's language, in standard deviations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.articles import Span
from index.embedders.base import Embedder, FloatArray, PassageText
from index.generation import Generation
from qa.abstention import calibration_of
from qa.checking.sources import Source
from qa.levels import Levels

_OWN = 2  # sentences of a passage whose own vector is worth its making
_ALIKE = 0.5  # spreads


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence of a passage that lies nearest: `spreads` above what any sentence would.
    `near` are it and those that lie almost as near.
    """

    span: Span
    spreads: float
    near: tuple[Span, ...]


class Closeness:
    """Measures sentences against the passages of one question. Vectors are made once."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._levels = Levels(generation.cohort)
        self._spread = calibration_of(generation).spread
        self._pooled: dict[int, FloatArray | None] = {}
        self._own: dict[str, FloatArray] = {}

    def embed(self, text: str) -> FloatArray:
        """(dimension,)"""
        return self._embedded([text])[0]

    def glance(self, vector: FloatArray, source: Source) -> float:
        """A rougher measure that embeds nothing, to choose by."""
        pooled = self._pooled_of(source)
        best = float((pooled @ vector).max()) if pooled is not None else source.hit.cosine
        return best - self._expected(vector, source)

    def nearest(self, vector: FloatArray, source: Source) -> Nearest:
        """`vector` (dimension,) is the sentence."""
        passage = source.hit.passage
        pooled = self._pooled_of(source)
        if pooled is None:
            rows = list(range(len(passage.sentences)))
        else:
            rows = np.argsort(-(pooled @ vector), kind="stable")[:_OWN].tolist()
        quotes = [passage.quote(passage.sentences[row]) for row in rows]
        own = [float(made @ vector) for made in self._embedded(quotes)]
        near = [
            (cosine if pooled is None else (cosine + float(pooled[row] @ vector)) / 2, row)
            for cosine, row in zip(own, rows, strict=True)
        ]
        near.sort(reverse=True)
        spans = tuple(
            passage.sentences[row]
            for cosine, row in near
            if cosine > near[0][0] - _ALIKE * self._spread
        )
        spreads = (near[0][0] - self._expected(vector, source)) / self._spread
        return Nearest(spans[0], spreads, spans)

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
