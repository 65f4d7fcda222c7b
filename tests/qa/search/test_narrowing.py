"""Questions narrowed by filters, reprints and long articles, with the real stack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.questions import Question
from quoth.qa.settings import AnswerSettings

TODAY = date(2026, 11, 22)
DISPATCH = (
    "VELMORE, {day} March 2016 ({source}) - The storm that crossed Velmore on Monday night tore "
    "{roofs} roofs from houses near the harbour, the mayor said. Two fishing boats sank at their "
    "moorings and the coast road was closed until noon. Nobody was hurt, as the families had been "
    "taken to the school before dark.\n"
)
LONG = (
    "The storms of Velmore\n\n"
    + "\n\n".join(
        f"The storm of {year} tore {year % 40 + 3} roofs from houses near the harbour of Velmore. "
        + f"Old people in the village still speak of the storm of {year} and of its roofs. " * 8
        for year in range(1900, 1990, 10)
    )
    + "\n"
)
STRIKE = """---
title: Streik bei der Küstenbahn
date: 2023-03-27
source: Nordblatt
author: Helene Brandt
tags: [Bahn, Löhne]
lang: de
---
Bei der Küstenbahn haben am Montag 640 Mitarbeiterinnen und Mitarbeiter die Arbeit niedergelegt. \
Sie fordern elf Prozent mehr Lohn.
"""
FLOOD = """---
title: River Vesk bursts its banks
date: 2016-03-04
---
The river Vesk burst its banks near Marnham on 3 March and flooded 212 cellars.
"""
WALL = """---
title: New flood wall at Marnham
date: 2019-03-05
---
A wall 900 metres long now protects Marnham from the Vesk. It was finished on 1 March 2019 and cost \
14 million crowns.

# The old dyke: a history

It held for eighty years.
"""


@pytest.fixture(scope="module")
def narrowed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuestionAnswerer]:
    folder = tmp_path_factory.mktemp("dispatches")
    for number, (source, roofs, day) in enumerate(
        (("AFP", 31, 7), ("Reuters", 31, 8), ("EFE", 31, 9), ("dpa", 48, 14))
    ):
        text = f"Storm in Velmore\n\n{DISPATCH.format(source=source, roofs=roofs, day=day)}"
        (folder / f"{number}-{source}.txt").write_text(text, encoding="utf-8")
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    (folder / "bees.txt").write_text(
        "Les abeilles de Brume\n\nLes abeilles de Brume ont produit trois tonnes de miel en mai.\n",
        encoding="utf-8",
    )
    for name, text in (("strike", STRIKE), ("flood", FLOOD), ("wall", WALL)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library = Library(tmp_path_factory.mktemp("library"))
    library.rebuild([folder])
    with QuestionAnswerer.open(library) as answerer:
        yield answerer


def names(answerer: QuestionAnswerer, written: str) -> set[str]:
    hits = answerer.search(Question.read(written, TODAY))
    return {Path(card.path).name for hit in hits for card in (hit.article, *hit.also)}


ROOFS = "How many roofs did the storm tear off in March 2016?"


def test_a_reprinted_dispatch_appears_once_and_names_the_others(
    narrowed: QuestionAnswerer,
) -> None:
    answer = narrowed.answer(ROOFS)
    reprints = [hit for hit in answer.hits if "31 roofs" in hit.passage.text]
    assert len(reprints) == 1
    assert len(reprints[0].also) == 2
    assert any(citation.also for citation in answer.citations)


def test_two_outlets_that_disagree_on_a_number_both_appear(narrowed: QuestionAnswerer) -> None:
    texts = [hit.passage.text for hit in narrowed.search(ROOFS)]
    assert sum("tore 31 roofs" in text for text in texts) == 1
    assert sum("tore 48 roofs" in text for text in texts) == 1


def test_two_passages_an_article_unless_the_article_is_asked(narrowed: QuestionAnswerer) -> None:
    counts = Counter(hit.article.title for hit in narrowed.search(ROOFS))
    assert counts["The storms of Velmore"] == 2
    only = narrowed.search(Question.read(f"{ROOFS} article:storms", TODAY))
    assert len(only) > 2
    assert {hit.article.title for hit in only} == {"The storms of Velmore"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("source:afp", {"0-AFP.txt"}),
        ("source:afp source:dpa", {"0-AFP.txt", "3-dpa.txt"}),
        ("since:2016-03-08 until:2016-03-09", {"1-Reuters.txt", "2-EFE.txt"}),
        ("since:2016-03-14 until:2018", {"3-dpa.txt"}),
        ("lang:fr", {"bees.txt"}),
        ("article:bees", {"bees.txt"}),
        ("author:brandt", {"strike.md"}),
        ("tag:lohne", {"strike.md"}),
        ("tag:lohn", set()),
        ("tag:bahn tag:weather", {"strike.md"}),
        ('"48 roofs from houses"', {"3-dpa.txt"}),
        ('"FORTY ROOFS"', set()),
        ("-storm since:1900", {"strike.md", "flood.md", "wall.md"}),
    ],
)
def test_a_filter_leaves_what_fits(
    narrowed: QuestionAnswerer, filters: str, expected: set[str]
) -> None:
    assert names(narrowed, f"{ROOFS} {filters}") == expected


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Mitarbeiter:innen streiken bei der Küstenbahn?",
        "Küstenbahn:Streik am Montag",
        "Q:Wie viele streiken bei der Küstenbahn?",
    ],
)
def test_a_word_with_a_colon_is_a_word(narrowed: QuestionAnswerer, question: str) -> None:
    answer = narrowed.answer(Question.read(question, TODAY))
    assert "640 Mitarbeiterinnen und Mitarbeiter die Arbeit niedergelegt" in answer.text
    assert answer.notice == ""


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ('"River Vesk bursts its banks"', "flood.md"),
        ('Summarize "New flood wall at Marnham"', "wall.md"),
        ('Résume "streik bei der Kustenbahn"', "strike.md"),
        ('What of "the old dyke a history"?', "wall.md"),
    ],
)
def test_a_phrase_is_also_a_title(narrowed: QuestionAnswerer, question: str, file: str) -> None:
    assert names(narrowed, question) == {file}


def test_a_filter_that_matches_nothing_says_so(narrowed: QuestionAnswerer) -> None:
    answer = narrowed.answer(Question.read(f"{ROOFS} source:Gazette", TODAY))
    assert not answer.answered
    assert answer.hits == ()
    assert answer.notice == "Nothing in the library matches source:Gazette."


@pytest.mark.parametrize(
    "question",
    ['" OR 1=1 --', 'NEAR("roof" storm)', "roof* AND (storm", "words:roof' OR", "¿?¡! x", "💨🏠 a"],
)
def test_query_syntax_is_just_words(narrowed: QuestionAnswerer, question: str) -> None:
    assert narrowed.answer(question).hits


def test_the_settings_narrow_every_question(narrowed: QuestionAnswerer) -> None:
    settings = AnswerSettings(filters='lang:en "fishing boats" -Reuters')
    always = QuestionAnswerer(narrowed.generation, narrowed._embedder, settings)
    always._finalizer.detach()  # the generation is shared
    assert always.notices() == [
        'Every question is narrowed by lang:en "fishing boats" -Reuters, as the settings say.'
    ]
    assert narrowed.notices() == []
    found = {hit.article.source for hit in always.search(Question.read(ROOFS, TODAY))}
    assert found <= {"AFP", "EFE", "dpa"}
    assert found
    answer = always.answer(Question.read(f"{ROOFS} source:Gazette", TODAY))
    assert answer.notice.startswith("Nothing in the library matches source:Gazette lang:en")


@pytest.mark.parametrize("filters", ["velmore", "lang:", "where:here", "lang:fr roofs"])
def test_filters_in_the_settings_that_are_none_are_refused(filters: str) -> None:
    with pytest.raises(UsageError):
        AnswerSettings(filters=filters)
