"""Questions as a newsroom asks them, with their kind, the turns before them, and those that nothing
answers: JSON Lines, asked of the folder `articles` beside the file, or of the library.

{"question", "answer": […] or null, "articles"?: […], "kind"?, "previous"?: […], "lang"?, "id"?}    a line

An answered question is right when the first quote holds one of the strings of `answer` and is of one
of `articles`, if any are named; one whose answer is null when nothing is quoted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quoth.index.articles import Span
from quoth.index.errors import UsageError
from quoth.index.progress import Progress, Report, silent
from quoth.index.text.clean import one_line
from quoth.qa.answers import Answer, Evidence
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.json_reader import JsonObject, parse, read_text
from quoth.qa.evaluation.kinds import Kinds
from quoth.qa.evaluation.metrics import auroc, share
from quoth.qa.questions import Question
from quoth.qa.understanding.follow_ups import Earlier

ARTICLES = "articles"
_ONLY_HERE = ("kind", "previous", "articles")
_ANY_KIND = "question"
_NEAR = ("near-absent", "false-premise")
_CHANCE_BINS = 10


@dataclass(frozen=True, slots=True)
class NewsroomQuestion:
    """A question of the set; `answers` are the strings of which a right quote holds one, none for a
    question that nothing answers, and `articles` the file names that they may be quoted from.
    """

    id: str
    question: str
    language: str
    kind: str
    previous: tuple[str, ...]
    answers: tuple[str, ...]
    articles: frozenset[str]

    def is_right(self, quoted: Evidence) -> bool:
        """Whether a sentence holds the answer and is of a right article."""
        article = quoted.hit.article
        return self.stands_in(article.id, article.path, quoted.span, quoted.quote)

    def stands_in(self, article_id: str, path: str, span: Span, text: str) -> bool:
        """Whether a text of the article at `path` holds the answer and is of a right article."""
        said = one_line(text)
        named = not self.articles or Path(path).name in self.articles
        return named and any(one_line(answer) in said for answer in self.answers)


def is_newsroom(file: Path) -> bool:
    """Whether a line of a file tells a kind, a conversation, several answers or that there is none.
    Raises UsageError for a file that cannot be read.
    """
    for line in read_text(file).split("\n"):
        try:
            value = parse(line, "")
        except UsageError:
            continue
        if not isinstance(value, dict) or "question" not in value:
            continue
        answer = value.get("answer", "")
        if answer is None or (isinstance(answer, list) and answer):
            return True
        if any(name in value for name in _ONLY_HERE):
            return True
    return False


def read_newsroom(file: Path) -> tuple[NewsroomQuestion, ...]:
    """The questions of a file. Raises UsageError that names the line that is off."""
    found = []
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if line.strip():
            place = f"{file}, line {number}"
            found.append(_question(parse(line, place), place))
    if not found:
        raise UsageError(f"{file} holds no question.", "Write one JSON object a line.")
    return tuple(found)


def _question(value: Any, place: str) -> NewsroomQuestion:
    node = JsonObject(value, f"{place}: ")
    question = node.question("question")
    if "answer" not in value:
        raise UsageError(f"{place}: answer is missing.", "Write null where nothing answers.")
    answer = value["answer"]
    answers = [answer] if isinstance(answer, str) else answer or []
    return NewsroomQuestion(
        id=node.optional_text("id"),
        question=question,
        language=node.optional_text("lang") or node.optional_text("language"),
        kind=node.optional_text("kind") or _ANY_KIND,
        previous=_texts(value, "previous", place),
        answers=_texts({"answer": answers}, "answer", place),
        articles=frozenset(_texts(value, "articles", place)),
    )


def _texts(value: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    texts = value.get(key) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f"{place}: {key} is not a list of texts.", "See: quoth eval --help")
    return tuple(texts)


@dataclass(slots=True)
class NewsroomScores:
    """What came of the questions. `right` and `refused` are by kind: whether the first quote is
    right, of those that have an answer, and whether nothing was quoted, of those that have none.
    """

    right: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    languages: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    answered: list[bool] = field(default_factory=list)
    quotes: list[bool] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    present: list[float] = field(default_factory=list)
    near: list[float] = field(default_factory=list)
    absent: list[float] = field(default_factory=list)
    kinds: Kinds = field(default_factory=Kinds)

    def as_json(self) -> dict[str, Any]:
        """Shares 0..1, rounded; `calibration_error` is the expected one over ten bins."""
        refused = [said for kind in self.refused.values() for said in kind]
        near = [said for kind in _NEAR for said in self.refused.get(kind, [])]
        return {
            "kinds": self.kinds.as_json(),
            "first_right": _rounded(share([said for k in self.right.values() for said in k])),
            "by_kind": {kind: _rounded(share(said)) for kind, said in self.right.items()},
            "answered_present": _rounded(share(self.answered)),
            "refused_absent": _rounded(share(refused)),
            "refused_near": _rounded(share(near)),
            "refused_by_kind": {kind: _rounded(share(said)) for kind, said in self.refused.items()},
            "answered_absent_by_language": {
                language: _rounded(share(said)) for language, said in self.languages.items()
            },
            "auroc_absent": _rounded(auroc(self.present, self.absent)),
            "auroc_near": _rounded(auroc(self.present, self.near)),
            "quotes_right": _rounded(share(self.quotes)),
            "calibration_error": _rounded(calibration_error(self.judged)),
        }


def measure_newsroom(
    answerer: QuestionAnswerer, questions: Sequence[NewsroomQuestion], report: Report = silent
) -> NewsroomScores:
    """Ask every question, after the turns before it."""
    scores = NewsroomScores()
    for number, asked in enumerate(questions):
        report(Progress("Asking", number / len(questions), f"{number} of {len(questions)}"))
        _note(asked, _answered(answerer, asked), scores)
    return scores


def _answered(answerer: QuestionAnswerer, asked: NewsroomQuestion) -> Answer:
    turns: list[Earlier] = []
    for text in asked.previous:
        turns.append(answerer.earlier(Question(text, previous=tuple(turns))))
    return answerer.answer(Question(asked.question, previous=tuple(turns)))


def _note(asked: NewsroomQuestion, answer: Answer, scores: NewsroomScores) -> None:
    scores.kinds.note(asked.kind, answer, asked.stands_in if asked.answers else None)
    first = bool(answer.evidence) and asked.is_right(answer.evidence[0])
    scores.judged.append((answer.confidence, first))
    if answer.answered:
        scores.quotes += _quotes(asked, answer)
    if asked.answers:
        scores.right[asked.kind].append(first and answer.answered)
        scores.answered.append(answer.answered)
        scores.present.append(answer.confidence)
        return
    scores.refused[asked.kind].append(not answer.answered)
    scores.languages[asked.language].append(answer.answered)
    scores.absent.append(answer.confidence)
    if asked.kind in _NEAR:
        scores.near.append(answer.confidence)


def _quotes(asked: NewsroomQuestion, answer: Answer) -> Iterator[bool]:
    by_place = {(e.hit.article.id, e.span): e for e in answer.evidence}
    for citation in answer.citations:
        quoted = by_place.get((citation.article.id, citation.span))
        yield quoted is not None and asked.is_right(quoted)


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The expected calibration error of (chance, whether it came true): the mean over ten bins of
    equal width of how far their mean chance lies from the share that came true, weighted by size.
    """
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, true in judged:
        bins[min(_CHANCE_BINS - 1, int(chance * _CHANCE_BINS))].append((chance, true))
    if not judged:
        return None
    off = sum(abs(sum(c for c, _ in held) - sum(t for _, t in held)) for held in bins.values())
    return off / len(judged)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
