"""Checked sentences -> the answer's text, its citations, and each sentence's place in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quoth.index.articles import Span
from quoth.qa.answerers.base import Draft
from quoth.qa.answerers.prompt import TOLD
from quoth.qa.answers import AnswerSentence, Citation, Evidence, Hit, SentenceWritten, Support
from quoth.qa.checking.checker import Checker, Verdict
from quoth.qa.checking.sanitise import COMMAND, LINK, gives_orders, without_links_and_commands
from quoth.qa.checking.sentence_stream import RawSentence
from quoth.qa.checking.statements import states_something

_UNSAFE = {
    LINK: "A link was left out; the passages show it if it is theirs.",
    COMMAND: "A command was left out; answers repeat none.",
}


class Composition:
    """Grows by a sentence at a time. A citation's number is its passage's rank."""

    def __init__(self, checker: Checker, hits: Sequence[Hit], question: str = "") -> None:
        """`question` is the one that is answered; a sentence that only echoes it is left out."""
        self._question = question
        self.sentences: list[AnswerSentence] = []
        self._checker = checker
        self._hits = {hit.rank: hit for hit in hits}
        self._text = ""
        self._citations: dict[int, Citation] = {}
        self._said: set[str] = set()

    def add(self, raw: RawSentence) -> Iterator[SentenceWritten]:
        """Yields the sentence, checked; nothing if it was said before or states nothing."""
        words = raw.text.casefold()
        if words in self._said or not states_something(raw.text, self._question, TOLD):
            return
        self._said.add(words)
        verdict = self._checked(raw)
        markers = "".join(f"[{number}]" for number in verdict.citations)
        text = f"{raw.text} {markers}".strip()
        space = "\n" if raw.begins_line else " "
        start = len(self._text) + len(space) if self._text else 0
        self._text += f"{space if self._text else ''}{text}"
        sentence = AnswerSentence(
            text=text,
            span=Span(start, start + len(text)),
            citations=verdict.citations,
            support=verdict.support,
            missing=verdict.missing,
            reasons=verdict.reasons,
            repaired=verdict.repaired,
        )
        self.sentences.append(sentence)
        yield SentenceWritten(sentence, tuple(self._cite(verdict)))

    def lower(self, place: int, support: Support, reason: str) -> None:
        """Give the sentence at that place a lower verdict, for that reason."""
        was = self.sentences[place]
        reasons = (*was.reasons, reason)
        self.sentences[place] = replace(was, support=support, reasons=reasons)

    def quote(self, evidence: Sequence[Evidence]) -> None:
        """Puts the sentences that answer below what was written, each under its passage's number."""
        for one in evidence:
            hit = one.hit
            if hit.rank not in self._hits or _is_hostile(one.quote):
                continue
            text = f"{' '.join(one.quote.split())} [{hit.rank}]"
            start = len(self._text) + 1 if self._text else 0
            self._text += f"\n{text}" if self._text else text
            span = Span(start, start + len(text))
            self.sentences.append(AnswerSentence(text, span, (hit.rank,), Support.SUPPORTED))
            self._citations[hit.rank] = self._citation(hit, one.span)

    def draft(self, answerer: str, notice: str = "") -> Draft:
        citations = tuple(self._citations[number] for number in sorted(self._citations))
        return Draft(answerer, self._text, citations, tuple(self.sentences), notice)

    def _checked(self, raw: RawSentence) -> Verdict:
        claim = raw.text
        for placeholder in raw.unsafe:
            claim = claim.replace(placeholder, " ")
        verdict = self._checker.check(claim, raw.numbers)
        if not raw.unsafe:
            return verdict
        support = Support.WEAK if verdict.support is Support.SUPPORTED else verdict.support
        reasons = (*verdict.reasons, *(_UNSAFE[placeholder] for placeholder in raw.unsafe))
        return replace(verdict, support=support, reasons=reasons)

    def _cite(self, verdict: Verdict) -> Iterator[Citation]:
        """A passage is quoted by its sentence that lies nearest to the first that cites it."""
        for number in verdict.citations:
            if number not in self._citations:
                hit, span = self._hits[number], verdict.nearest[number].span
                self._citations[number] = self._citation(hit, span)
            yield self._citations[number]

    @staticmethod
    def _citation(hit: Hit, span: Span) -> Citation:
        return Citation(
            number=hit.rank,
            quote=hit.passage.quote(span),
            span=span,
            page=hit.article.page_of(span.start),
            score=hit.score,
            passage_id=hit.passage.id,
            article=hit.article,
            also=hit.also,
        )


def _is_hostile(quote: str) -> bool:
    """Whether a sentence of an article carries what no written answer may: a link, a command, or orders
    to whoever reads it.
    """
    return bool(without_links_and_commands(quote)[1]) or gives_orders([quote])
