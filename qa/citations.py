"""Evidence -> numbered citations, each a verbatim piece of its article, and the text citing them."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.index.articles import Span
from quoth.qa.answers import AnswerSentence, Citation, Evidence, Support


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


def quoted(citation: Citation) -> str:
    """A quote on one line with its marker."""
    return f"{' '.join(citation.quote.split())} [{citation.number}]"


def introduced(citation: Citation) -> str:
    """What stands in front of a quote: what is said of it, in brackets; mostly nothing."""
    return f"({citation.label}) " if citation.label else ""


def cited_text(citations: Sequence[Citation]) -> str:
    """The quotes one after the other, on one line, each followed by its marker."""
    return " ".join(f"{introduced(citation)}{quoted(citation)}" for citation in citations)


def cited_sentences(citations: Sequence[Citation]) -> tuple[AnswerSentence, ...]:
    """The sentences of `cited_text`, each supported, being what it cites."""
    start, found = 0, []
    for citation in citations:
        start += len(introduced(citation))
        text = quoted(citation)
        span = Span(start, start + len(text))
        found.append(AnswerSentence(text, span, (citation.number,), Support.SUPPORTED))
        start = span.end + 1
    return tuple(found)
