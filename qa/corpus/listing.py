"""All sentences that answer, of many articles, where a list is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.index.text.written_days import day_in_words
from quoth.qa.answers import Evidence
from quoth.qa.corpus.told import Nothing, Report, Told
from quoth.qa.corpus.view import Sentence, outlet_of
from quoth.qa.reading.confidence import ANSWERED, chance_of

_MAX_LINES = 20
_FEWEST = 2  # of what is a list


def listed(evidence: Sequence[Evidence], embedder: str) -> Report | Nothing:
    """A line for each sentence that answers in other words, in the order of how well it does.
    `evidence` is best first, of an index made by the model `embedder`; without a reader's judgement
    nothing is listed.
    """
    lines: list[Told] = []
    said: list[str] = []
    for one in evidence:
        if chance_of([one], embedder) < ANSWERED or len(lines) == _MAX_LINES:
            break
        words = " ".join(one.hit.passage.quote(one.words or one.span).split()).casefold()
        if any(words in other or other in words for other in said):
            continue
        said.append(words)
        sentence = Sentence(one.hit, one.span, one.score, 0)
        day = one.hit.article.published
        outlet = outlet_of(one.hit.article)
        label = f"{day_in_words(day)}, {outlet}" if day else outlet
        lines.append(
            Told(label, sentence, day, (outlet,), marked=(one.words,) if one.words else ())
        )
    if len(lines) < _FEWEST:
        return Nothing("No list: fewer than two sentences answer this.")
    articles = len({line.sentence.card.id for line in lines})
    of = "one article" if articles == 1 else f"{articles} articles"
    rule = f"{len(lines)} sentences of {of} answer this, of the passages nearest to it; there may be more"
    return Report(f"{rule}:", tuple(lines))
