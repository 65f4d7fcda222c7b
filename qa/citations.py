"""Evidence -> numbered citations, each a verbatim piece of its article, and the text citing them."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.qa.answers import Citation, Evidence


def cite(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    """One citation an evidence sentence, numbered from 1 in the order given."""
    return tuple(
        Citation(
            number=number,
            quote=sentence.quote,
            span=sentence.span,
            page=sentence.hit.article.page_of(sentence.span.start),
            score=sentence.score,
            passage_id=sentence.hit.passage.id,
            article=sentence.hit.article,
            also=sentence.hit.also,
            answer_span=sentence.words,
            context=sentence.hit.passage.quote(sentence.context) if sentence.context else "",
            context_span=sentence.context,
        )
        for number, sentence in enumerate(evidence, start=1)
    )


def cited_text(citations: Sequence[Citation]) -> str:
    """The quotes one after the other, on one line, each followed by its marker."""
    return " ".join(f"{' '.join(c.quote.split())} [{c.number}]" for c in citations)
