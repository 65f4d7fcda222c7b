"""`quoth eval`: a set of questions asked, and what came of it as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import UsageError
from index.library import Library
from index.progress import Report
from qa.engine import QuestionAnswerer
from qa.evaluation.cases import library_cases, library_of, squad_cases
from qa.evaluation.measure import Scores, measure
from qa.evaluation.question_sets import LibraryQuestion, SquadSet, read_questions
from qa.settings import AnswerSettings

_SYSTEMS = {"dense": "dense only", "bm25": "BM25 only", "rrf": "RRF"}
_REASONS = {
    "no_answer": "have no answer in the set",
    "unplaced": "have an answer that does not stand in its text",
}
_LABEL, _COLUMN = 18, 12


def scores_of(
    library: Library, settings: AnswerSettings, file: Path, parallel: Path | None, report: Report
) -> Scores:
    """Ask the questions of `file`, in the words of `parallel` where that is given.

    A SQuAD set is asked of its own contexts, indexed as `library` would be; JSON Lines of
    `library` itself. Raises UsageError for files that are off, and the errors of opening and
    rebuilding a library.
    """
    questions = read_questions(file)
    if not isinstance(questions, SquadSet):
        if parallel is not None:
            raise UsageError(
                f"--questions goes with a file in SQuAD's format, and {file} is JSON Lines.",
                "Write the questions themselves into it.",
            )
        return _of_library(questions, library, settings, report)
    if parallel is not None:
        other = read_questions(parallel)
        if not isinstance(other, SquadSet):
            raise UsageError(
                f"{parallel} is JSON Lines.", "--questions takes a file in SQuAD's format."
            )
        questions = questions.asked_as(other)
    return _of_contexts(questions, library, settings, report)


def _of_contexts(
    questions: SquadSet, library: Library, settings: AnswerSettings, report: Report
) -> Scores:
    with (
        library_of(questions.contexts, library.settings, report) as scratch,
        QuestionAnswerer.open(scratch, settings, report) as answerer,
    ):
        cases, left_out = squad_cases(questions, answerer.generation)
        return measure(answerer, cases, left_out, settings.top_k, report)


def _of_library(
    questions: tuple[LibraryQuestion, ...],
    library: Library,
    settings: AnswerSettings,
    report: Report,
) -> Scores:
    with QuestionAnswerer.open(library, settings, report) as answerer:
        cases, left_out = library_cases(questions, answerer.generation)
        return measure(answerer, cases, left_out, settings.top_k, report)


def table(scores: Scores) -> Iterator[str]:
    """Lines: a row a measure, a column a system; "-" where the questions do not tell."""
    yield _row("questions", [str(scores.questions)])
    yield _row("passages", [str(scores.passages)])
    yield ""
    yield _row("", ["Quoth", *(_SYSTEMS.get(name, name) for name in scores.baselines)])
    for name, value in scores.measures.items():
        others = [row[name] for row in scores.baselines.values() if name in row]
        yield _row(name, [_figure(name, figure) for figure in (value, *others)])
    for reason, count in scores.left_out.items():
        if count:
            yield f"\nNot asked: {count} that {_REASONS.get(reason, reason)}."


def _row(label: str, cells: list[str]) -> str:
    return f"{label:{_LABEL}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if name.endswith("_ms") else f"{value:.3f}"
