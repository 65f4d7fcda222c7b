"""A percentage is shown as one, in whatever words it was written."""

from __future__ import annotations

import pytest

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.answers import Hit
from quoth.qa.corpus.differences import changed_since, told_alone
from quoth.qa.corpus.percentages import figures_told, percentages
from quoth.qa.corpus.view import Sentence

WRITTEN = [
    ("en", "Anna Holm was elected mayor of Marnham with {} of the votes.", "54 per cent", "51%"),
    ("en", "Anna Holm was elected mayor of Marnham with {} of the votes.", "54 percent", "51 per\ncent"),
    ("fr", "Anna Holm a été élue maire de Marnham avec {} des voix.", "54,5 pour cent", "51 %"),
    ("es", "Anna Holm fue elegida alcaldesa de Marnham con el {} de los votos.", "54 por ciento", "51 %"),
    ("de", "Anna Holm wurde mit {} der Stimmen zur Bürgermeisterin von Marnham gewählt.", "54 Prozent", "51 Prozent"),
    ("ar", "انتخبت آنا هولم رئيسة لبلدية مارنهام بنسبة {} من الأصوات.", "54 في المئة", "51 بالمئة"),
    ("ar", "انتخبت آنا هولم رئيسة لبلدية مارنهام بنسبة {} من الأصوات.", "٥٤ بالمائة", "٥١٪"),
    ("it", "Anna Holm è stata eletta sindaca di Marnham con il {} dei voti.", "54 per cento", "51 percento"),
    ("ru", "Анна Хольм избрана мэром Марнхэма, получив {} голосов.", "54 процента", "51 процент"),
    ("tr", "Anna Holm oyların {} oranıyla Marnham belediye başkanı seçildi.", "yüzde 54", "%51"),
]  # fmt: skip


def sentence_of(text: str, language: str) -> Sentence:
    """The only sentence of an article."""
    card = ArticleCard("a", "/a.txt", "", "Mayor", None, "", "", language)
    whole = Span(0, len(text))
    passage = Passage("p", 0, "a", whole, text, "", language, (whole,))
    return Sentence(Hit(passage, card, 0.0, 1, 0.0, 0.0), whole, 0.0, 0)


@pytest.mark.parametrize(("language", "frame", "older", "newer"), WRITTEN)
def test_a_percentage_that_changed_is_marked_as_one(
    language: str, frame: str, older: str, newer: str
) -> None:
    was, now = (sentence_of(frame.format(said), language) for said in (older, newer))
    changed = changed_since(now, [was])
    before = "54.5" if "," in older else "54"
    assert changed.words == (f"{before}% → 51%",)
    assert [span.of(now.quote) for span in changed.spans] == [newer]
    assert [span.of(was.quote) for span in percentages(was.quote, language)] == [older]


@pytest.mark.parametrize(("language", "frame", "older", "newer"), WRITTEN)
def test_a_percentage_of_one_outlet_alone_is_marked_whole(
    language: str, frame: str, older: str, newer: str
) -> None:
    one, other = (sentence_of(frame.format(said), language) for said in (older, newer))
    assert older in [span.of(one.quote) for span in told_alone(one, [other])]


def test_which_of_several_percentages_changed_is_not_guessed() -> None:
    one = sentence_of("Anna Holm won 54 per cent; 61 per cent of Marnham voted.", "en")
    other = sentence_of("Anna Holm won 51 per cent of the vote in Marnham.", "en")
    assert changed_since(one, [other]).words == changed_since(other, [one]).words == ()


def test_what_is_counted_beside_a_percentage_still_counts() -> None:
    found = figures_told("Fifty-four per cent of 212 cellars were dry, per day.", "en")
    assert [(one.number, one.noun) for one in found] == [("212", "cellars"), ("54", "%")]
