"""What a question brings back, stage by stage: hits, evidence, citations, an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quoth.index.articles import ArticleCard, Passage, Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. `score` is the fused score (higher is better), `rank` counts from 1.

    `cosine` is the similarity of question and passage in -1..1, `words` the passage's BM25 score
    as a share 0..1 of the most the question's words could score. `also` are other articles in
    which the passage stands again.
    """

    passage: Passage
    article: ArticleCard
    score: float
    rank: int
    cosine: float
    words: float
    also: tuple[ArticleCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer: a span of the article's text inside one hit's passage.

    `score` ranks it (higher is better); `chance`, where a reader read it, is the logit that it
    answers, `words` the span of the words that do, and `context` that of the sentence before it,
    where it is not understood without.
    """

    hit: Hit
    span: Span
    score: float
    chance: float | None = None
    words: Span | None = None
    context: Span | None = None

    @property
    def quote(self) -> str:
        return self.hit.passage.quote(self.span)


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof of a sentence: `quote == article.text[span.start:span.end]`. `number` is from 1;
    `answer_span` are the words that answer in it, where a reader tells; `context` and
    `context_span` are the sentence before it, where it is not understood without. `label` is what
    is said of the quote in front of it, "earlier: 12 March 2016", and `marked` are the parts of the
    quote that other quotes say otherwise.
    """

    number: int
    quote: str
    span: Span
    page: int | None
    score: float
    passage_id: str
    article: ArticleCard
    also: tuple[ArticleCard, ...] = ()
    answer_span: Span | None = None
    context: str = ""
    context_span: Span | None = None
    label: str = ""
    marked: tuple[Span, ...] = ()

    @property
    def is_recognised(self) -> bool:
        """Whether the quote was recognised in a picture, and may be misread."""
        return self.article.is_recognised(self.span)


class Support(StrEnum):
    """Whether the cited passages say what a sentence says."""

    SUPPORTED = "supported"
    WEAK = "weak"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer with its markers: `text == answer.text[span.start:span.end]`.

    `missing` are the numbers, dates, names and quoted words that the passages cited do not hold;
    `reasons` say in one line each why it is not supported, or how its citation was `repaired`.
    """

    text: str
    span: Span
    citations: tuple[int, ...]
    support: Support
    missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    repaired: bool = False


class Verdict(StrEnum):
    """Whether the first quote answers, in words: one scale wherever an answer is shown."""

    FOUND = "found"
    PROBABLY = "probably"
    UNCERTAIN = "uncertain"
    NOT_HERE = "not here"


_LEAST = ((0.8, Verdict.FOUND), (0.5, Verdict.PROBABLY))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer that the whole library gives, as a chronology has them: `day` is that of
    the event, None where none is told; `outlets` are those that tell of it; `changed` the figures
    that other lines give otherwise, in words; `citations` the numbers of its quotes.
    """

    citations: tuple[int, ...]
    day: date | None = None
    outlets: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` carries the markers [n] of `citations`; `confidence` is the calibrated chance 0..1
    that the first quote answers the question, and `answered` whether that is enough to quote it.

    When not `answered`, `text` is empty, there are no citations, and `hits` are merely near.
    `evidence` are the best sentences, best first, answered or not. `sentences` are the parts of
    `text`, which `answerer` wrote. `understood_as` is what was searched where that is not the
    question itself, `notice` what the user should know of how the answer came about; both are
    empty otherwise. `kind` is that of a request which the whole library answers ("chronology"), ""
    for a question, and `lines` are its lines; then `confidence` is the chance that just this was
    asked for.
    """

    question: str
    answered: bool
    confidence: float
    answerer: str
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    timings_ms: Mapping[str, float]
    evidence: tuple[Evidence, ...] = ()
    understood_as: str = ""
    sentences: tuple[AnswerSentence, ...] = ()
    notice: str = ""
    kind: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What `confidence` means, in words."""
        if not self.answered:
            return Verdict.NOT_HERE
        sure = (verdict for least, verdict in _LEAST if self.confidence >= least)
        return next(sure, Verdict.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """The ranked passages, before anything is said of them."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class PartRead:
    """A chat model begins the `number`th of `of` steps of an answer over more text than it takes in at
    once: it reads of the article `title`, or writes from its notes, where that is "".
    """

    number: int
    of: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class SentenceWritten:
    """A sentence of an answer that is being written, checked, in its place in the text to be;
    `citations` are those of its markers.
    """

    sentence: AnswerSentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The last event of every question. Its answer replaces what was written until then."""

    answer: Answer


AnswerEvent = PassagesFound | PartRead | SentenceWritten | AnswerFinished
