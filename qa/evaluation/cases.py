"""Sets of questions -> cases to measure with, each gold answer placed in a library's own texts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from quoth.index.articles import Span
from quoth.index.errors import LibraryError, UsageError
from quoth.index.library import Library
from quoth.index.progress import Report, silent
from quoth.index.settings import IndexSettings
from quoth.index.store.article_lookup import find_article, listed_article
from quoth.index.store.generation import Generation
from quoth.qa.evaluation.gold import Gold, Place, Wording
from quoth.qa.evaluation.measure import Case
from quoth.qa.evaluation.question_sets import Context, LibraryQuestion, SquadSet

Cases = tuple[list[Case], dict[str, int]]
"""The cases, and how many questions are none: "no_answer" in the set, or "unplaced" in the texts."""


@contextmanager
def library_of(
    contexts: Sequence[Context], settings: IndexSettings, report: Report = silent
) -> Iterator[Library]:
    """A library for as long as the block runs, every context an article under its entry's title.
    It is on this machine, whatever the settings say of a server.

    Raises the errors of `Library.rebuild`.
    """
    with tempfile.TemporaryDirectory(prefix="quoth-eval-") as scratch:
        articles = Path(scratch, "articles")
        try:
            articles.mkdir()
            for row, context in enumerate(contexts):
                text = f"{context.title}\n\n{context.text}\n".lstrip("\n")
                (articles / f"{row:06}.txt").write_text(text, encoding="utf-8")
        except OSError as error:
            raise LibraryError(
                f"The contexts cannot be written to {scratch}: {error.strerror}.",
                "Check the free disk space, or name another place with TMPDIR.",
            ) from error
        library = Library(Path(scratch, "library"), replace(settings, chroma_url=""))
        library.rebuild([articles], report=report)
        yield library


def squad_cases(questions: SquadSet, generation: Generation) -> Cases:
    """The questions that have an answer, and those that the set says have none, over what
    `library_of` indexed.
    """
    contexts = questions.contexts
    ids = {int(Path(card.path).stem): card.id for card in generation.catalog.articles()}
    shifts = {row: _shift(contexts[row].text, id, generation) for row, id in ids.items()}
    entries: defaultdict[str, set[str]] = defaultdict(set)
    for row, id in ids.items():
        entries[contexts[row].entry].add(id)
    cases = []
    left_out = {"no_answer": 0, "unplaced": 0}
    for asked in questions.questions:
        row = asked.context
        shift = shifts.get(row)
        spans = [] if shift is None else [Span(s.start + shift, s.end + shift) for s in asked.spans]
        placed = tuple(span for span in spans if span.start >= 0)
        if placed:
            removed = frozenset(entries[contexts[row].entry])
            cases.append(Case(asked.question, Place(ids[row], placed), removed))
        elif asked.impossible:
            cases.append(Case(asked.question, None, frozenset(), impossible=True))
        else:
            left_out["unplaced" if asked.answered else "no_answer"] += 1
    if all(case.impossible for case in cases):
        raise UsageError(
            f"{questions.name}: none of the answers stands where the file says.",
            "answer_start counts characters from the beginning of the context.",
        )
    return cases, left_out


def library_cases(questions: Sequence[LibraryQuestion], generation: Generation) -> Cases:
    """The questions of a library's user. Raises UsageError for an article that is not in it."""
    cases = []
    left_out = {"no_answer": 0, "unplaced": 0}
    for asked in questions:
        article = _article_id(asked, generation)
        gold: Gold | None = Wording(asked.answer, article) if asked.answer else None
        if gold is not None and article is not None and not _in_article(gold, article, generation):
            left_out["unplaced"] += 1
            continue
        cases.append(Case(asked.question, gold, frozenset([article] if article else [])))
    if not cases:
        raise UsageError(
            f"{questions[0].place}: none of the answers stands in the article that is named.",
            "Write them as the articles do: quoth show ARTICLE",
        )
    return cases, left_out


def _shift(context: str, article_id: str, generation: Generation) -> int | None:
    """What to add to an offset in a context to have it in its article's text.

    A loader takes a first line for the title, or leaves a long title in the text, so the one text
    may be the end of the other. None where it is not.
    """
    article = generation.catalog.article(article_id)
    if article is None or not (article.text.endswith(context) or context.endswith(article.text)):
        return None
    return len(article.text) - len(context)


def _article_id(asked: LibraryQuestion, generation: Generation) -> str | None:
    if not asked.article:
        return None
    try:
        return find_article(generation.catalog, asked.article).card.id
    except UsageError as error:
        raise UsageError(f"{asked.place}: article: {error.message}", error.hint) from error


def _in_article(gold: Gold, article_id: str, generation: Generation) -> bool:
    article = listed_article(generation.catalog, article_id)
    return gold.stands_in(article_id, Span(0, len(article.text)), article.text)
