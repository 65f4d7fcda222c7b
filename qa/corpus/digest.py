"""A request's answer as a chat model writes it, out of dated passages of the articles that the lines are of."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import chain, count

from quoth.index.articles import ArticleCard
from quoth.index.embedders.base import Embedder
from quoth.index.errors import ModelError
from quoth.index.store.generation import Generation
from quoth.qa.answerers.base import Digester, DigestTask, Draft, Part
from quoth.qa.answerers.model_errors import in_sentences
from quoth.qa.answers import Answer, Hit, PartRead, SentenceWritten, Support
from quoth.qa.corpus.told import Report
from quoth.qa.corpus.view import View
from quoth.qa.understanding.requests import Kind

WRITTEN = frozenset((Kind.COMPARE, Kind.SUMMARY, Kind.NEWS, Kind.CHANGES))
"""The requests whose lines a model can make a text of; the others' lines are what was asked for."""
_MAX_PARTS = 8
_PART_PASSAGES = 6  # of a part, which a small model takes in at once
_LITTLE = 8  # passages that make one part, of however many articles
_STANDS = "The lines stand without it."
_UNSUPPORTED = "The passages support no sentence that the model wrote."
_SILENT = "The model wrote nothing."


def parts_of(view: View, report: Report) -> tuple[Part, ...]:
    """The passages nearest to the topic of up to eight articles, the quoted ones first, by their days;
    in one part where they are few, else in up to eight of one article each.
    """
    quoted = [line.sentence.card.id for line in report.lines]
    ids = list(dict.fromkeys((*quoted, *report.articles)))[:_MAX_PARTS]
    cards = view.generation.catalog.cards(ids)
    most = _PART_PASSAGES * (_MAX_PARTS // max(1, len(ids)))
    rank = count(1)
    groups = [
        tuple(replace(hit, rank=next(rank)) for hit in _nearest(view, card, most))
        for card in sorted(cards.values(), key=_day)
    ]
    every = tuple(chain.from_iterable(groups))
    if len(every) <= _LITTLE:
        return (Part("", every),) if every else ()
    return tuple(
        Part(group[0].article.title, group[at : at + _PART_PASSAGES])
        for group in groups
        for at in range(0, len(group), _PART_PASSAGES)
    )


def written(
    answer: Answer,
    parts: Sequence[Part],
    answerer: Digester,
    generation: Generation,
    embedder: Embedder,
    stop: threading.Event,
) -> Generator[SentenceWritten | PartRead, None, Answer]:
    """The answer in the model's sentences, with the passages that they cite; as it was, with a notice,
    where the model fails, is stopped before it writes, or writes what no passage supports.
    """
    task = DigestTask(answer.question, answer.kind, tuple(parts), generation, embedder, stop)
    try:
        draft = yield from answerer.digest(task)
    except ModelError as error:
        return _with_notice(answer, f"{in_sentences(error)} {_STANDS}")
    if all(sentence.support is Support.UNSUPPORTED for sentence in draft.sentences):
        why = draft.notice or (_UNSUPPORTED if draft.sentences else _SILENT)
        return _with_notice(answer, f"{why} {_STANDS}")
    return _written(answer, draft, [hit for part in parts for hit in part.hits])


def _written(answer: Answer, draft: Draft, hits: Sequence[Hit]) -> Answer:
    cited = {citation.number for citation in draft.citations}
    return replace(
        answer,
        answerer=draft.answerer,
        text=draft.text,
        citations=draft.citations,
        hits=tuple(hit for hit in hits if hit.rank in cited),
        evidence=(),
        sentences=draft.sentences,
        notice=" ".join(filter(None, (draft.notice, answer.notice))),
        lines=(),
    )


def _with_notice(answer: Answer, notice: str) -> Answer:
    return replace(answer, notice=" ".join(filter(None, (notice, answer.notice))))


def _nearest(view: View, card: ArticleCard, most: int) -> list[Hit]:
    """The passages of an article nearest to the topic, in the order of its text."""
    numbers = view.inside(view.generation.catalog.numbers_of([card.id]))
    cosines = view.generation.cosines(view.query.vector, numbers)
    kept = sorted(sorted(numbers, key=lambda number: -cosines[number])[:most])
    passages = view.generation.catalog.passages(kept)
    found = [Hit(passages[n], card, cosines[n], 0, cosines[n], 0.0) for n in kept]
    return sorted(found, key=lambda hit: hit.passage.span.start)


def _day(card: ArticleCard) -> tuple[str, str]:
    return str(card.published or ""), card.id
