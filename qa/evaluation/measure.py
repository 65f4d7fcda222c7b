"""How well questions are answered: each asked of a library, with its article and without it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quoth.index.progress import Progress, Report, silent
from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.baselines import baseline_rankings
from quoth.qa.evaluation.gold import Gold
from quoth.qa.evaluation.kinds import ABSENT, ANSWERABLE, Kinds
from quoth.qa.evaluation.metrics import (
    Ranks,
    auroc,
    first_rank,
    percentile,
    recall,
    reciprocal_rank,
    share,
)
from quoth.qa.questions import Question

_MIN_PASSAGES = 10  # passages looked at; a library set to find fewer is asked for as many
_QUOTED_SENTENCES = 3
_WARMING_QUESTIONS = 3  # questions whose time is not counted


@dataclass(frozen=True, slots=True)
class Case:
    """A question to measure with; `gold` is None where no answer is known, and `removed` are the
    ids of the articles without which the library cannot answer, empty where that is not known.
    An `impossible` question is one that nothing in the library answers.
    """

    question: str
    gold: Gold | None
    removed: frozenset[str]
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """`measures` and those of each baseline bear the names that the JSON has; None is for what the
    questions do not tell. `kinds` are those with an answer and those without. `left_out` counts the questions that were not asked, by the reason.
    """

    questions: int
    passages: int
    measures: Mapping[str, float | None]
    baselines: Mapping[str, Mapping[str, float | None]]
    left_out: Mapping[str, int]
    kinds: Kinds = field(default_factory=Kinds)

    def as_json(self) -> dict[str, Any]:
        return {
            "kinds": self.kinds.as_json(),
            "questions": self.questions,
            "passages": self.passages,
            **_rounded(self.measures),
            "baselines": {name: _rounded(row) for name, row in self.baselines.items()},
            "left_out": dict(self.left_out),
        }


@dataclass(slots=True)
class _Seen:
    """What was observed so far. Ranks are of the questions that have gold, `present` whether those
    that the library should answer were answered; the rest are of those asked without their article
    too: the confidence in both cases, and whether they were answered without it.
    """

    passage_ranks: list[int | None] = field(default_factory=list)
    sentence_ranks: list[int | None] = field(default_factory=list)
    baseline_ranks: dict[str, list[int | None]] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    present: list[bool] = field(default_factory=list)
    absent: list[bool] = field(default_factory=list)
    impossible: list[bool] = field(default_factory=list)
    confidence_present: list[float] = field(default_factory=list)
    confidence_impossible: list[float] = field(default_factory=list)
    confidence_with: list[float] = field(default_factory=list)
    confidence_without: list[float] = field(default_factory=list)
    kinds: Kinds = field(default_factory=Kinds)


def measure(
    answerer: QuestionAnswerer,
    cases: Sequence[Case],
    left_out: Mapping[str, int],
    top_k: int = _MIN_PASSAGES,
    report: Report = silent,
) -> Scores:
    """Ask every case of the answerer, with `top_k` passages or the ten that are looked at.

    With a question's article removed, nothing of that article is searched, quoted, or known to
    the confidence; only the words' rarity still counts it.
    """
    seen = _Seen()
    for number, case in enumerate(cases):
        report(Progress("Asking", number / len(cases), f"{number} of {len(cases)} questions"))
        _ask(answerer, case, max(top_k, _MIN_PASSAGES), seen)
    passages = answerer.generation.manifest.passages
    baselines = {name: _recalls(ranks) for name, ranks in seen.baseline_ranks.items()}
    return Scores(len(cases), passages, _measures(seen), baselines, left_out, seen.kinds)


def _ask(answerer: QuestionAnswerer, case: Case, top_k: int, seen: _Seen) -> None:
    started = time.perf_counter()
    answer = answerer.answer(case.question, top_k)
    seen.milliseconds.append((time.perf_counter() - started) * 1000)
    if case.impossible:
        seen.kinds.note(ABSENT, answer, None)
        seen.impossible.append(answer.answered)
        seen.confidence_impossible.append(answer.confidence)
        return
    seen.confidence_present.append(answer.confidence)
    removable = 0 < len(case.removed) < answerer.generation.manifest.articles
    if case.gold or case.removed:
        seen.present.append(answer.answered)
    if removable:
        without = answerer.answer(Question(case.question, exclude=case.removed), top_k)
        seen.absent.append(without.answered)
        seen.confidence_with.append(answer.confidence)
        seen.confidence_without.append(without.confidence)
    if gold := case.gold:
        seen.kinds.note(
            ANSWERABLE, answer, lambda id, _, span, text: gold.stands_in(id, span, text)
        )
        _rank(answerer, case.question, case.gold, answer, seen)


def _rank(
    answerer: QuestionAnswerer, question: str, gold: Gold, answer: Answer, seen: _Seen
) -> None:
    passages = [hit.passage for hit in answer.hits[:_MIN_PASSAGES]]
    held = [gold.stands_in(p.article_id, p.span, p.text) for p in passages]
    seen.passage_ranks.append(first_rank(held))
    quoted = answer.evidence[:_QUOTED_SENTENCES]
    said = [gold.stands_in(s.hit.article.id, s.span, s.quote) for s in quoted]
    seen.sentence_ranks.append(first_rank(said))
    rankings = baseline_rankings(answerer.candidates(question))
    wanted = {number for ranking in rankings.values() for number in ranking[:_MIN_PASSAGES]}
    found = answerer.generation.catalog.passages(wanted)
    right = {n for n, p in found.items() if gold.stands_in(p.article_id, p.span, p.text)}
    for name, ranking in rankings.items():
        rank = first_rank(number in right for number in ranking[:_MIN_PASSAGES])
        seen.baseline_ranks.setdefault(name, []).append(rank)


def _measures(seen: _Seen) -> dict[str, float | None]:
    warm = seen.milliseconds[_WARMING_QUESTIONS:]
    return {
        **_recalls(seen.passage_ranks),
        "mrr@10": reciprocal_rank(seen.passage_ranks, 10),
        "evidence@1": recall(seen.sentence_ranks, 1),
        "evidence@3": recall(seen.sentence_ranks, 3),
        "absent_auroc": auroc(seen.confidence_with, seen.confidence_without),
        "answered_present": share(seen.present),
        "answered_absent": share(seen.absent),
        "unanswerable_auroc": auroc(seen.confidence_present, seen.confidence_impossible),
        "answered_unanswerable": share(seen.impossible),
        "p50_ms": percentile(warm, 50),
        "p95_ms": percentile(warm, 95),
    }


def _recalls(ranks: Ranks) -> dict[str, float | None]:
    return {f"recall@{k}": recall(ranks, k) for k in (1, 5, 10)}


def _rounded(measures: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: value if value is None else round(value, 4) for name, value in measures.items()}
