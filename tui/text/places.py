"""Places in articles, as the panels show them: cited sentences first, then what is merely near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.answers import Answer, Hit


@dataclass(frozen=True, slots=True)
class Place:
    """A span of an article's text within one of its passages.

    `number` is that of its citation, or 0 for a passage that proves nothing; then `span` is the
    passage's own. `also` are other articles in which the passage stands.
    """

    number: int
    article: ArticleCard
    passage: Passage
    span: Span
    also: tuple[ArticleCard, ...] = ()


def beginning(article: ArticleCard) -> Place:
    """Where an article is read from when nothing of it is cited."""
    nowhere = Span(0, 0)
    passage = Passage(article.id, 0, article.id, nowhere, "", "", article.language, ())
    return Place(0, article, passage, nowhere)


def found_in(text: str, place: Place) -> Span | None:
    """Where the words of a place stand in its article's text now, or None when they no longer do."""
    words = place.passage.quote(place.span)
    if place.span.of(text) == words:
        return place.span
    at = text.find(words) if words else -1
    return Span(at, at + len(words)) if at >= 0 else None


def places_of(answer: Answer) -> tuple[Place, ...]:
    """The citations in order, then the passages that none of them is from."""
    found = {hit.passage.id: hit for hit in answer.hits}
    cited = [
        Place(
            citation.number,
            citation.article,
            found[citation.passage_id].passage,
            citation.span,
            citation.also,
        )
        for citation in answer.citations
    ]
    used = {place.passage.id for place in cited}
    near = places_near(answer.hits)
    return (*cited, *(place for place in near if place.passage.id not in used))


def places_near(hits: Sequence[Hit]) -> tuple[Place, ...]:
    """The passages that were found, in order."""
    return tuple(Place(0, hit.article, hit.passage, hit.passage.span, hit.also) for hit in hits)
