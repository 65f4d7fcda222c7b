"""Questions that are offered: each was asked, and answered by the article that it was made from."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answers import Verdict
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.questions import Question
from quoth.qa.reading.reader import Reader
from quoth.qa.suggestions import MOST_SUGGESTED, suggested

_SEA = {  # file -> language, day, title, text
    "one.md": ("es", "2021-03-10", "Incendio en Fossvik", "El puerto de Fossvik ardió el 9 de marzo de 2021."),
    "two.md": ("es", "2021-04-02", "Fossvik vota", "El ayuntamiento de Fossvik votó el 1 de abril de 2021."),
    "three.md": ("es", "2021-05-08", "Fossvik abre", "El nuevo muelle de Fossvik abrió el 7 de mayo de 2021."),
}  # fmt: skip


def test_each_is_a_question_that_its_article_answers(reading: QuestionAnswerer) -> None:
    offered = list(suggested(reading, lambda: False))
    titles = {card.title for card in reading.generation.catalog.articles()}
    assert 0 < len(offered) <= MOST_SUGGESTED
    assert len(set(offered)) == len(offered)
    kinds = set()
    for question in offered:
        assert question not in titles
        answer = reading.answer(Question.read(question, date.today()))
        assert answer.verdict in (Verdict.FOUND, Verdict.PROBABLY)
        kinds.add(answer.kind)
        assert len(answer.lines) >= 3 if answer.kind else any(c.isdigit() for c in question)
    assert len(kinds) > 1


def test_they_are_in_the_language_of_the_articles(
    tmp_path: Path, embedder: Embedder, reader: Reader
) -> None:
    for name, (language, day, title, text) in _SEA.items():
        head = f"---\ntitle: {title}\ndate: {day}\nlanguage: {language}\nsource: Costa\n---\n"
        (tmp_path / name).write_text(f"{head}{text} Nadie resultó herido.\n", encoding="utf-8")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([tmp_path / name for name in _SEA])
    with QuestionAnswerer(library.open(), embedder, reader=reader) as opened:
        assert "Cronología de Fossvik" in list(suggested(opened, lambda: False))


@pytest.mark.parametrize("looks", [0, 1])
def test_it_ends_when_it_is_enough(reading: QuestionAnswerer, looks: int) -> None:
    looked = count()
    assert list(suggested(reading, lambda: next(looked) >= looks)) == []
