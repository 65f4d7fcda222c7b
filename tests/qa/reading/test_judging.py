"""What was read ranks sentences and passages, and says how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.answers import Evidence, Hit
from quoth.qa.reading.judging import spread
from quoth.qa.reading.once import ReadingOnce
from quoth.qa.reading.passages import newest_first, read_passages
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window
from quoth.qa.search.language_bias import QuestionBias
from quoth.qa.search.query import Query
from quoth.qa.search.sentence_scores import SentenceScores

QUERY = Query("q", np.zeros(2, np.float32), QuestionBias({}, np.zeros(2, np.float32)))


def hit(number: int, article: str, score: float) -> Hit:
    text = f"Passage {number} of {article}."
    span = Span(0, len(text))
    passage = Passage(f"p{number}", number, article, span, text, "", "en", (span,))
    card = ArticleCard(article, f"{article}.txt", "", article, None, "", "", "en")
    return Hit(passage, card, score, number + 1, score, 0.0)


class Fixed:
    """A reader that finds one passage's sentence to answer, and remembers what it read."""

    name = "fixed"

    def __init__(self, answers: int, logit: float, *, sees_neighbours: bool = False) -> None:
        self.answers, self.logit, self.sees_neighbours = answers, logit, sees_neighbours
        self.seen: list[int] = []

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        self.seen += [window.passage.number for window in windows]
        return [
            ReadSentence(
                w.passage, s, self.logit if w.passage.number == self.answers else -9.0, None
            )
            for w in windows
            for s in w.sentences
        ]


def scores_of(hits: Sequence[Hit]) -> SentenceScores:
    words = {h.passage.number: np.zeros(1, np.float32) for h in hits}
    cosines = {h.passage.number: np.full(1, h.score, np.float32) for h in hits}
    return SentenceScores(words, cosines)


def test_the_sentence_that_the_reader_finds_comes_first() -> None:
    hits = [hit(n, f"a{n}", 0.9 - n / 100) for n in range(6)]
    evidence = read_passages(Fixed(4, 9.0), QUERY, hits, scores_of(hits))
    assert evidence[0].hit.passage.number == 4
    assert evidence[0].chance == 9.0
    assert len(evidence) == 6


@pytest.mark.parametrize(("logit", "read"), [(9.0, 8), (-9.0, 20)])
def test_more_is_read_only_while_in_doubt(logit: float, read: int) -> None:
    hits = [hit(n, f"a{n}", 0.9 - n / 1000) for n in range(24)]
    reader = Fixed(0, logit)
    read_passages(reader, QUERY, hits, scores_of(hits))
    assert reader.seen == list(range(read))


def test_the_likeliest_are_read_once_more_by_a_reader_that_sees_their_neighbours() -> None:
    hits = [hit(n, f"a{n}", 0.9 - n / 1000) for n in range(20)]
    reader = Fixed(0, 9.0, sees_neighbours=True)
    evidence = read_passages(reader, QUERY, hits, scores_of(hits))
    assert reader.seen == [*range(8), *range(4)]
    assert evidence[0].hit.passage.number == 0


def test_the_readings_of_a_question_have_no_window_read_twice() -> None:
    hits = [hit(n, f"a{n}", 0.9 - n / 1000) for n in range(4)]
    reader = Fixed(1, 9.0)
    once = ReadingOnce(reader)
    alone = read_passages(once, QUERY, hits[:3], scores_of(hits))
    joined = read_passages(once, replace(QUERY, text="p q", own="q"), hits, scores_of(hits))
    assert reader.seen == [0, 1, 2, *range(4), 3]
    assert [one.chance for one in alone] == [9.0, -9.0, -9.0]
    assert joined[0].hit.passage.number == 1


def test_the_newest_of_what_answers_equally_comes_first_where_that_is_asked() -> None:
    hits = [hit(n, f"a{n}", 0.9 - n / 1000) for n in range(3)]
    days = (date(2019, 1, 1), date(2024, 1, 1), None)
    hits = [
        replace(h, article=replace(h.article, published=day))
        for h, day in zip(hits, days, strict=True)
    ]
    evidence = [
        Evidence(h, h.passage.span, score) for h, score in zip(hits, (9, 7, 8), strict=True)
    ]
    told = [found.hit.passage.number for found in newest_first(evidence)]
    assert told == [1, 0, 2]
    worse = [*evidence[:1], replace(evidence[1], score=1.0), evidence[2]]
    assert [found.hit.passage.number for found in newest_first(worse)] == [0, 2, 1]


def test_a_third_passage_of_an_article_gives_way_to_one_nearly_as_good() -> None:
    hits = [hit(n, "one", 0.9) for n in range(3)] + [hit(3, "two", 0.85), hit(4, "far", 0.2)]
    assert [h.passage.number for h in spread(hits, 5)] == [0, 1, 3, 2, 4]
    assert [h.rank for h in spread(hits, 5)] == [1, 2, 3, 4, 5]
    assert len(spread(hits, 2)) == 2
