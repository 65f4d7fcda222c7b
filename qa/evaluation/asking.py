"""A file of questions -> how well a library answers them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.index.progress import Report
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.cases import library_cases, library_of, squad_cases
from quoth.qa.evaluation.measure import Scores, measure
from quoth.qa.evaluation.newsroom import (
    ARTICLES,
    NewsroomScores,
    is_newsroom,
    measure_newsroom,
    read_newsroom,
)
from quoth.qa.evaluation.question_sets import LibraryQuestion, SquadSet, read_questions
from quoth.qa.settings import AnswerSettings


def scores_of(
    library: Library, settings: AnswerSettings, file: Path, parallel: Path | None, report: Report
) -> Scores | NewsroomScores:
    """Ask the questions of `file`, in the words of `parallel` where that is given.

    A SQuAD set is asked of its own contexts, indexed as `library` would be; JSON Lines of
    `library` itself, or, where they tell kinds and lie beside a folder `articles`, of that. Raises
    UsageError for files that are off, and the errors of opening and rebuilding a library.
    """
    if parallel is None and is_newsroom(file):
        return _of_newsroom(file, library, settings, report)
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


def _of_newsroom(
    file: Path, library: Library, settings: AnswerSettings, report: Report
) -> NewsroomScores:
    questions = read_newsroom(file)
    if not (file.parent / ARTICLES).is_dir():
        with QuestionAnswerer.open(library, settings, report) as answerer:
            return measure_newsroom(answerer, questions, report)
    with tempfile.TemporaryDirectory(prefix="quoth-eval-") as scratch:
        made = Library(Path(scratch, "library"), replace(library.settings, chroma_url=""))
        made.rebuild([file.parent / ARTICLES], report=report)
        with QuestionAnswerer.open(made, settings, report) as answerer:
            return measure_newsroom(answerer, questions, report)


def _of_library(
    questions: tuple[LibraryQuestion, ...],
    library: Library,
    settings: AnswerSettings,
    report: Report,
) -> Scores:
    with QuestionAnswerer.open(library, settings, report) as answerer:
        cases, left_out = library_cases(questions, answerer.generation)
        return measure(answerer, cases, left_out, settings.top_k, report)
