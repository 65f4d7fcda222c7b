"""Judges what was found by reading it: passages and sentences in the order of what they answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quoth.qa.answers import Evidence, Hit
from quoth.qa.reading.confidence import ANSWERED, chance_of
from quoth.qa.reading.once import ReadingOnce
from quoth.qa.reading.passages import known_score, read_passages, scaled
from quoth.qa.reading.reader import Reader
from quoth.qa.search.found import Found, Weighed

_UNREAD_LOGIT = -6.0  # logit that a passage which was not read is taken to have
_MAX_PASSAGES_PER_ARTICLE = 2
_NEARLY = (
    0.1  # of a passage's score: how far another article's may lie below a third of one article
)


class ReaderJudge:
    """Has a reader read what was found; several threads may ask at once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def weigh(self, found: Sequence[Found], top_k: int) -> Weighed:
        """The best of `found`, which are searches for one question in several readings, the
        question as it stands first. Raises EmbedderError.
        """
        reader = ReadingOnce(self.reader)
        read = [read_passages(reader, f.query, f.hits, f.scores) for f in found]
        worth = [_worth(evidence, f.margin) for evidence, f in zip(read, found, strict=True)]
        best = max(range(len(found)), key=worth.__getitem__)
        evidence, chosen = read[best], found[best]
        hits = spread(_ranked(chosen, evidence), top_k)
        evidence = [replace(sentence, hit=_shown(sentence.hit, hits)) for sentence in evidence]
        confidence = chance_of(evidence, chosen.generation.manifest.model.name)
        return Weighed(chosen, tuple(evidence), tuple(hits), confidence, confidence >= ANSWERED)


def _shown(hit: Hit, hits: Sequence[Hit]) -> Hit:
    """The hit as it is shown, or with a rank behind all that are."""
    ranked = (shown for shown in hits if shown.passage.number == hit.passage.number)
    return next(ranked, replace(hit, rank=len(hits) + 1))


def _worth(evidence: Sequence[Evidence], margin: float) -> float:
    return evidence[0].score - margin if evidence else float("-inf")


def _ranked(found: Found, evidence: Sequence[Evidence]) -> list[Hit]:
    """The hits in the order of their best sentences; what was not read comes by what is known."""
    best: dict[int, float] = {}
    for sentence in evidence:
        best.setdefault(sentence.hit.passage.number, sentence.score)
    total = {
        hit.passage.number: scaled(
            best.get(hit.passage.number, known_score(hit, found.scores) + _UNREAD_LOGIT)
        )
        for hit in found.hits
    }
    order = sorted(found.hits, key=lambda hit: -total[hit.passage.number])
    return [replace(hit, score=total[hit.passage.number]) for hit in order]


def spread(hits: Sequence[Hit], top_k: int) -> list[Hit]:
    """The `top_k` best, ranked anew; a third passage of an article gives way to another article's
    that is nearly as good.
    """
    left, chosen, taken = list(hits), list[Hit](), Counter[str]()
    while left and len(chosen) < top_k:
        pick = next(
            (
                h
                for h in left
                if taken[h.article.id] < _MAX_PASSAGES_PER_ARTICLE
                and h.score > left[0].score - _NEARLY
            ),
            left[0],
        )
        left.remove(pick)
        taken[pick.article.id] += 1
        chosen.append(replace(pick, rank=len(chosen) + 1))
    return chosen
