"""Answers as JSON objects: the contract of `quoth ask --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quoth.index.articles import Article, ArticleCard, Span
from quoth.qa.answers import Answer, AnswerSentence, Citation, Hit, Line

if TYPE_CHECKING:
    from quoth.qa.corpus.entities import Entity

SCHEMA = "quoth.answer/1"


def answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "question": answer.question,
        "understood_as": answer.understood_as,
        "answered": answer.answered,
        "verdict": answer.verdict.value,
        "confidence": round(answer.confidence, 4),
        "answerer": answer.answerer,
        "notice": answer.notice,
        "kind": answer.kind,
        "lines": [_line(line) for line in answer.lines],
        "answer": answer.text,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [_citation(citation) for citation in answer.citations],
        "passages": [hit_json(hit) for hit in answer.hits],
        "timings_ms": dict(answer.timings_ms),
    }


def card_json(card: ArticleCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "title": card.title,
        "path": card.path,
        "url": card.url,
        "published": card.published.isoformat() if card.published else None,
        "source": card.source,
        "author": card.author,
        "language": card.language,
        "tags": list(card.tags),
    }


def article_json(article: Article) -> dict[str, Any]:
    return card_json(article.card) | {
        "page_starts": list(article.card.page_starts),
        "recognised": [_span(span) for span in article.card.recognised],
        "text": article.text,
    }


def _sentence(sentence: AnswerSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "citations": list(sentence.citations),
        "support": sentence.support.value,
        "missing": list(sentence.missing),
        "reasons": list(sentence.reasons),
        "repaired": sentence.repaired,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "citations": list(line.citations),
        "date": line.day.isoformat() if line.day else None,
        "outlets": list(line.outlets),
        "changed": list(line.changed),
    }


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "answer_span": _span(citation.answer_span),
        "context": citation.context,
        "context_span": _span(citation.context_span),
        "label": citation.label,
        "marked": [_span(span) for span in citation.marked],
        "page": citation.page,
        "recognised": citation.is_recognised,
        "score": round(citation.score, 4),
        "passage_id": citation.passage_id,
        "article": card_json(citation.article),
        "also": [card_json(card) for card in citation.also],
    }


def entity_json(entity: Entity) -> dict[str, Any]:
    return {
        "name": entity.name,
        "articles": entity.articles,
        "spellings": [{"text": text, "times": times} for text, times in entity.spellings],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "id": hit.passage.id,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "text": hit.passage.text,
        "article_id": hit.article.id,
        "path": hit.article.path,
        "url": hit.article.url,
        "title": hit.article.title,
        "also": [card.id for card in hit.also],
    }
