"""Events of a chronology: in the year that the text says, and each of one day by itself."""

from __future__ import annotations

from datetime import date

import pytest

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.answers import Hit
from quoth.qa.corpus.events import grouped
from quoth.qa.corpus.holding import Holding, Word
from quoth.qa.corpus.view import Sentence
from quoth.qa.understanding.times import periods_told

TOPIC = Holding((Word("Fossvik", frozenset({"fossvik"}), ("fossvik",)),), ())
ANNIVERSARY = date(2017, 8, 20)


def sentence_of(text: str, language: str) -> Sentence:
    """The only sentence of an article."""
    card = ArticleCard("a", "/a.txt", "", "Fossvik", None, "", "", language)
    whole = Span(0, len(text))
    passage = Passage("p", 0, "a", whole, text, "", language, (whole,))
    return Sentence(Hit(passage, card, 0.0, 1, 0.0, 0.0), whole, 0.0, 0)


@pytest.mark.parametrize(
    ("before", "sentence", "language", "published", "told"),
    [
        ("En 2015, la ville tombe. ", "Le 18 août, il meurt.", "fr", ANNIVERSARY, "2015-08-18"),
        (
            "The city fell in May 2015.\n\n",
            "On 18 August he died.",
            "en",
            date(2017, 12, 1),
            "2015-08-18",
        ),
        (
            "Die Stadt fiel am 3.5.2015. ",
            "Am 18. August starb er.",
            "de",
            ANNIVERSARY,
            "2015-08-18",
        ),
        ("La ciudad cayó en 2015. ", "El 18 de agosto murió.", "es", ANNIVERSARY, "2015-08-18"),
        ("سقطت المدينة عام 2015. ", "وفي 18 أغسطس قتل.", "ar", ANNIVERSARY, "2015-08-18"),
        ("It fell in December 2015. ", "On 3 March it was free.", "en", ANNIVERSARY, "2016-03-03"),
        ("", "On 18 August he died.", "en", ANNIVERSARY, "2017-08-18"),
        # News of these days, with what was long ago in another paragraph.
        ("War began in 2011.\n\n", "On 18 August it ended.", "en", ANNIVERSARY, "2017-08-18"),
        ("It will open in 2020. ", "On 18 August he said so.", "en", ANNIVERSARY, "2017-08-18"),
        ("It cost 1,640 crowns. ", "On 18 August it opened.", "en", ANNIVERSARY, "2017-08-18"),
        ("1640 came. ", "On 18 August they left.", "en", ANNIVERSARY, "2017-08-18"),
        ("En 2015 tout va. ", "Le 18 août 2014, non.", "fr", ANNIVERSARY, "2014-08-18"),
    ],
)
def test_a_day_is_of_the_year_that_was_said_last(
    before: str, sentence: str, language: str, published: date, told: str
) -> None:
    days = [p.first for p in periods_told(sentence, language, published, before) if p.days == 1]
    assert days == [date.fromisoformat(told)]


@pytest.mark.parametrize(
    ("first", "second", "language", "events"),
    [
        (
            "On 8 March a fire in Fossvik left 4 people injured, police said.",
            "The fire in Fossvik on 8 March left 11 people injured, the hospital said.",
            "en",
            1,
        ),
        (
            "On 8 March a fire in Fossvik left 4 people injured, police said.",
            "Signe Aaberg was chosen as harbour master of Fossvik on 8 March.",
            "en",
            2,
        ),
        (
            "Le 8 mars, Signe Aaberg est élue capitaine du port de Fossvik.",
            "Le 8 mars, 300 dockers de Fossvik cessent le travail à l'appel de la Confédération du Sund.",
            "fr",
            2,
        ),
        (
            "Am 8. März brannte in Fossvik die Halle der Reederei Sund Linie.",
            "Die Halle der Reederei Sund Linie in Fossvik brannte am 8. März aus.",
            "de",
            1,
        ),
        ("On 8 March a fire broke out in Fossvik.", "On 8 March 4 people left Fossvik.", "en", 1),
    ],
)
def test_one_day_has_a_line_for_each_event(
    first: str, second: str, language: str, events: int
) -> None:
    told = [sentence_of(text, language) for text in (first, second)]
    assert len(grouped(told, TOPIC)) == events


def test_a_day_has_no_more_than_four_events() -> None:
    places = ("Old Quay", "Elm Road", "Sund Bridge", "Vesk Tower", "Mill Lane", "King Hall")
    told = [
        sentence_of(f"{place} of Fossvik opened for {n}00 guests{n}.", "en")
        for n, place in enumerate(places, 1)
    ]
    assert len(grouped(told, TOPIC)) <= 4
