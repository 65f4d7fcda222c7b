"""A sentence against the passages it cites -> supported, weak or unsupported, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quoth.index.embedders.base import Embedder, FloatArray
from quoth.index.store.generation import Generation
from quoth.qa.answers import Hit, Support
from quoth.qa.checking.alignment import Aligned
from quoth.qa.checking.differences import SAYS_IT, Compared, logit_of
from quoth.qa.checking.facts import Claim, Missing
from quoth.qa.checking.figures.spoken import in_digits
from quoth.qa.checking.names import known_names
from quoth.qa.checking.negation import denies
from quoth.qa.checking.otherwise import repeats, said_otherwise
from quoth.qa.checking.similarity import Nearest, Similarity
from quoth.qa.checking.sources import Source

# In the spreads of `similarity`; fitted on one half of tests/questions/checking.jsonl.
FAR_SPREADS = 0.5
"""A passage that is no nearer is about something else."""
NEAR_SPREADS = 1.25
"""One that is nearer says what the sentence says, as far as the vectors of other models tell."""
_SPREADS_PER_FACT = 0.25
"""How much nearer a fact that stands in the passages brings them where none is missing."""
_MAX_COUNTED_FACTS = 2  # that count so
_MIN_HELD_SHARE = 0.8
"""The share of a sentence's words that shows, where its numbers stand too, that a passage says it:
vectors hardly see what is a small part of a long sentence.
"""
_MAX_REPAIR_PASSAGES = 3  # other passages that are looked at to repair a citation


_COUNTED = re.compile(r"\d[\d.,\u202f\xa0]*(?:\s?%|\s\w+)?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`citations` are what is left of the numbers given, or what they were repaired to; `nearest` is
    the sentence of each that lies nearest, by number; `reasons` are one line each.
    """

    support: Support
    citations: tuple[int, ...]
    nearest: dict[int, Nearest]
    missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    repaired: bool = False


class Checker:
    """Checks the sentences of one answer against its numbered passages: number == hit.rank."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        hits: Sequence[Hit],
        language: str = "und",
    ) -> None:
        """`language` is the question's, assumed of sentences too short to tell."""
        article = generation.catalog.article
        self._sources = {hit.rank: Source(hit, article) for hit in hits}
        self._model = generation.manifest.model
        self._similarity = Similarity(generation, embedder)
        self._language = language
        spoken = {source.language for source in self._sources.values()}
        self._around = spoken | {language} if language != "und" else frozenset[str]()
        self._known = known_names(
            (source.text, source.language)
            for source in self._sources.values()
            if source.language != "de"  # whose nouns all look like names
        )

    def check(self, text: str, numbers: Sequence[int], *, repair: bool = True) -> Verdict:
        """`text` is a sentence without markers. Numbers of no passage are left out.

        Unless told not to `repair`, a citation that does not support the sentence gives way to a
        passage that seems to. That the passage was found for it makes the sentence weak at the most:
        nothing but its nearness speaks for it.
        """
        claim = Claim.of(text, self._known, self._language, self._around)
        vector = self._similarity.embed(_as_passages_write(claim))
        cited = [number for number in dict.fromkeys(numbers) if number in self._sources]
        verdict = self._judge(claim, vector, cited)
        if not repair:
            return verdict
        if verdict.support is Support.SUPPORTED:
            return _pruned(verdict)
        for number in self._others(vector, cited):
            if any(fact.certain for fact in self._missing(claim, [number])):
                continue  # and no vector is made for it
            other = self._judge(claim, vector, [number])
            if other.support is Support.SUPPORTED:
                was = "".join(f"[{n}]" for n in cited) or "no passage"
                reason = f"The model cited {was}; [{number}] comes nearest to it."
                return replace(other, support=Support.WEAK, reasons=(reason,), repaired=True)
        return verdict

    def _judge(self, claim: Claim, vector: FloatArray, numbers: Sequence[int]) -> Verdict:
        sources = [self._sources[number] for number in numbers]
        if not sources:
            return Verdict(Support.UNSUPPORTED, (), {}, reasons=("It cites no passage.",))
        missing = self._missing(claim, numbers)
        decided = any(fact.certain for fact in missing)
        nearest = self._similarity.nearest(vector, sources, roughly=decided)
        best = max(sources, key=lambda source: nearest[source.number].spreads)
        at = nearest[best.number]
        spreads = _borne_out(at.spreads, claim, best, missing)
        near = (
            decided
            or repeats(claim, best)
            or self._says_it(self._compared(claim, vector, best, at), spreads)
        )
        contrary = _contrary(claim, best, at)
        other = [] if missing or contrary else list(said_otherwise(claim, sources, self._known))
        cited = "".join(f"[{number}]" for number in numbers)
        reasons = [f"“{fact.text}” is not in {cited}." for fact in missing]
        if decided:
            pass  # a fact is missing: that says it, and how near it is was measured roughly
        elif spreads < FAR_SPREADS:
            reasons.append(f"{cited} is about something else.")
        elif contrary:
            reasons.append(f"[{best.number}] seems to say the contrary.")
        elif other or not near:
            reasons += other or [f"{cited} says something near it, perhaps not this."]
        contradicted = contrary and best.language == claim.language
        support = _support(missing, spreads, contrary=contradicted, near=near)
        if support is Support.SUPPORTED and contrary:
            support = Support.WEAK  # other languages deny with other words
        if support is Support.SUPPORTED and other:
            support = Support.WEAK
        if support is Support.SUPPORTED and all(source.gives_orders for source in sources):
            support = Support.WEAK
            reasons.append(f"{cited} tries to give orders to whoever reads it.")
        texts = tuple(fact.text for fact in missing)
        return Verdict(support, tuple(numbers), nearest, texts, tuple(reasons))

    def compare(self, text: str, number: int) -> Compared:
        """A sentence beside the nearest of the passage with that number."""
        claim = Claim.of(text, self._known, self._language, self._around)
        vector = self._similarity.embed(_as_passages_write(claim))
        source = self._sources[number]
        return self._compared(
            claim, vector, source, self._similarity.nearest(vector, [source])[number]
        )

    def _compared(self, claim: Claim, vector: FloatArray, best: Source, at: Nearest) -> Compared:
        there = self._similarity.embed(best.hit.passage.quote(at.span))
        crosses = best.language != claim.language and "und" not in (best.language, claim.language)
        return Compared(vector - there, at.spreads, crosses)

    def _says_it(self, compared: Compared, spreads: float) -> bool:
        logit = logit_of(compared, self._model)
        return spreads >= NEAR_SPREADS if logit is None else logit >= SAYS_IT

    def _missing(self, claim: Claim, numbers: Sequence[int]) -> list[Missing]:
        return claim.missing_from([self._sources[number] for number in numbers], self._known)

    def _others(self, vector: FloatArray, cited: Sequence[int]) -> list[int]:
        """The passages that may say it, the likeliest first."""
        others = [source for number, source in self._sources.items() if number not in cited]
        others.sort(key=lambda source: -self._similarity.glance(vector, source))
        return [source.number for source in others[:_MAX_REPAIR_PASSAGES]]


def _as_passages_write(claim: Claim) -> str:
    """The sentence with its number words as digits, which vectors take for what they are."""
    written = in_digits(claim.text, claim.language)
    return claim.text if "×" in written else written


def _borne_out(spreads: float, claim: Claim, best: Source, missing: Sequence[Missing]) -> float:
    """How near the claim is, its facts counted in where none is missing."""
    if missing:
        return spreads
    spreads += _SPREADS_PER_FACT * min(claim.facts, _MAX_COUNTED_FACTS)
    says_it = claim.quantities and _held(claim, best) >= _MIN_HELD_SHARE
    return max(spreads, NEAR_SPREADS) if says_it else spreads


def _held(claim: Claim, source: Source) -> float:
    """The share of the claim's telling words that the passage has, besides its numbers and units."""
    if source.language != claim.language:
        return 0.0
    rest = _COUNTED.sub(" ", _as_passages_write(claim))
    stems = [stem for stem, word in Aligned(rest, claim.language).words if len(word) > 3]
    there = {stem for _, sentence in source.sentences for stem, _ in sentence.words}
    return sum(stem in there for stem in stems) / len(stems) if stems else 0.0


def _pruned(verdict: Verdict) -> Verdict:
    """Without the citations that are about something else, where others bear it alone."""
    kept = tuple(n for n in verdict.citations if verdict.nearest[n].spreads >= FAR_SPREADS)
    if len(kept) in (0, len(verdict.citations)):
        return verdict
    gone = "".join(f"[{n}]" for n in verdict.citations if n not in kept)
    reason = f"{gone}, about something else, was taken out."
    return replace(verdict, citations=kept, reasons=(*verdict.reasons, reason), repaired=True)


def _contrary(claim: Claim, source: Source, at: Nearest) -> bool:
    quotes = [source.hit.passage.quote(span) for span in at.near]
    return denies(claim.text, claim.language, quotes, source.language)


def _support(missing: Sequence[Missing], spreads: float, *, contrary: bool, near: bool) -> Support:
    if contrary or spreads < FAR_SPREADS or any(fact.certain for fact in missing):
        return Support.UNSUPPORTED
    return Support.WEAK if missing or not near else Support.SUPPORTED
