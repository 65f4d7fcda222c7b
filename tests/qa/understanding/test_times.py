"""Times in questions, and the newest of what is told: read off the words, and asked of a small town."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.understanding.times import Period, agreement, periods_asked, periods_told

TODAY = date(2026, 11, 26)
MARCH_3 = date(2016, 3, 3)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Que s'est-il passé entre mars et mai 2016 ?", date(2016, 3, 1), date(2016, 5, 31)),
        ("What happened between March and May 2016?", date(2016, 3, 1), date(2016, 5, 31)),
        ("Was geschah vom 3. März bis 5. Mai 2016?", MARCH_3, date(2016, 5, 5)),
        ("What was decided on Tuesday 14 June 2022?", date(2022, 6, 14), date(2022, 6, 14)),
        ("¿Qué pasó el 3 de marzo de 2016?", MARCH_3, MARCH_3),
        ("ماذا حدث في 3 مارس 2016؟", MARCH_3, MARCH_3),
        ("who was mayor in 2019?", date(2019, 1, 1), date(2019, 12, 31)),
        ("strikes from 2015 to 2017", date(2015, 1, 1), date(2017, 12, 31)),
        ("Qui était maire l'an dernier ?", date(2025, 1, 1), date(2025, 12, 31)),
        ("Was hat er letztes Jahr gebaut?", date(2025, 1, 1), date(2025, 12, 31)),
        ("what did the council say yesterday", date(2026, 11, 25), date(2026, 11, 25)),
        ("¿Qué ocurrió la semana pasada?", date(2026, 11, 16), date(2026, 11, 22)),
    ],
)
def test_a_time_in_prose_is_read(question: str, first: date, last: date) -> None:
    assert periods_asked(question, TODAY) == (Period(first, last),)


@pytest.mark.parametrize(
    "question",
    [
        "Combien coûte un mars ?",
        "Qui a gagné jeudi ?",
        "What is DEC-0054?",
        "1,850 euros for what?",
    ],
)
def test_what_is_no_time_is_not_read_as_one(question: str) -> None:
    assert periods_asked(question, TODAY) == ()


@pytest.mark.parametrize(
    ("sentence", "language", "published", "day"),
    [
        ("It burst its banks on 3 March.", "en", date(2016, 3, 4), MARCH_3),
        ("Elle a été inaugurée mardi.", "fr", date(2016, 3, 29), date(2016, 3, 29)),
        ("El alcalde dimitió el lunes.", "es", date(2016, 3, 30), date(2016, 3, 28)),
        ("Hier, le pont a cédé.", "fr", date(2020, 1, 1), date(2019, 12, 31)),
        ("Der Dieb wurde gestern gefasst.", "de", date(2016, 3, 4), MARCH_3),
    ],
)
def test_a_days_name_is_of_the_week_in_which_it_was_written(
    sentence: str, language: str, published: date, day: date
) -> None:
    assert periods_told(sentence, language, published) == (Period(day, day),)


def test_the_time_asked_for_speaks_for_a_sentence_and_another_against_it() -> None:
    asked = periods_asked("What happened on 3 March 2016?", TODAY)
    day, year = Period(MARCH_3, MARCH_3), Period(date(2016, 1, 1), date(2016, 12, 31))
    other = Period(date(2019, 3, 1), date(2019, 3, 1))
    assert agreement(asked, [day], None) == 1.0
    assert 0 < agreement(asked, [year], None) < 1
    assert agreement(asked, [other], date(2019, 3, 5)) == -1.0
    assert 0 < agreement(asked, [], date(2016, 3, 4)) < 1
    assert agreement((), [day], None) == 0.0


@pytest.mark.parametrize(
    ("question", "article", "said"),
    [
        ("What happened on 3 March?", "flood-2016-03-03.md", "burst its banks"),
        ("What happened on 3 March 2016?", "flood-2016-03-03.md", "burst its banks"),
        ("What happened in Marnham on 3 March?", "flood-2016-03-03.md", "burst its banks"),
        ("Que s'est-il passé le 3 mars 2016 ?", "flood-2016-03-03.md", "burst its banks"),
        ("What happened on 13 March?", "flood-2016-03-03.md", "the water had gone"),
        ("What was decided on Tuesday 14 June 2022?", "council-dec.md", "DEC-0054 on Tuesday"),
        ("latest news about Marnham", "mayor-2024.md", ""),
        ("newest article about Marnham", "mayor-2024.md", ""),
        ("Was ist das Neueste aus Marnham?", "mayor-2024.md", ""),
        ("Dernières nouvelles de Marnham", "mayor-2024.md", ""),
        ("Qui est le maire de Marnham aujourd'hui ?", "mayor-2024.md", "Jorit Falk"),
        ("who is mayor of Marnham now", "mayor-2024.md", "Jorit Falk"),
    ],
)
def test_the_sentence_of_that_time_comes_first(
    town: QuestionAnswerer, question: str, article: str, said: str
) -> None:
    first = first_of(town.answer(question))
    assert (first[0], said in first[1]) == (article, True)


def first_of(answer: Answer) -> tuple[str, str]:
    best = answer.evidence[0]
    return Path(best.hit.article.path).name, best.quote
