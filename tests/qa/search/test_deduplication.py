"""What is shown once, what twice, and in which other articles a quote is said to stand."""

from __future__ import annotations

from datetime import date

import pytest

from quoth.index.articles import Passage, Span
from quoth.index.text.sentences import sentence_spans
from quoth.qa.search.deduplication import as_compared, select

QUAY = (
    "The building stands on the north quay of Fossvik, between the ice house and the customs shed, "
    "and has been empty since the herring company left it in the autumn. The residents of the "
    "quarter had collected signatures for eleven weeks."
)
PLANS = "The architect had drawn nine flats, a bakery and a small theatre for the ground floor."
KAI = (
    "Das Lagerhaus steht am nördlichen Kai von Fossvik und ist leer, seit die Heringsgesellschaft "
    "es im Herbst verlassen hat. Die Anwohner hatten elf Wochen lang Unterschriften gesammelt."
)
QUAI = (
    "Le bâtiment se dresse sur le quai nord de Fossvik, entre la glacière et la douane, et il est "
    "vide depuis que la compagnie du hareng l'a quitté à l'automne."
)


def passage(article: str, text: str, language: str = "en") -> Passage:
    spans = tuple(sentence_spans(text, language))
    whole = Span(0, len(text))
    return Passage(f"{article}:0", hash(article), article, whole, text, "", language, spans)


@pytest.mark.parametrize(
    ("one", "other", "around"),
    [
        ("The court approved it on Monday.", "The court did not approve it on Monday.", QUAY),
        ("It reopens on 3 May 2022.", "It reopens on 14 June 2023.", QUAY),
        ("Twenty-four people are dead.", "Twenty-six people are dead.", QUAY),
        ("The captain was Per Moe.", "The captain was Jan Aas.", QUAY),
        ("It was 5 degrees.", "It was −5 degrees.", QUAY),
        ("It cost 3.5 million.", "It cost 35 million.", QUAY),
        ("Das Gericht stimmte zu.", "Das Gericht stimmte nicht zu.", KAI),
        ("Es öffnet am 3. Mai.", "Es öffnet am 4. Mai.", KAI),
        ("Le toit a fait six morts lundi.", "Le toit a fait dix-sept morts lundi.", QUAI),
        ("La cour l'a approuvé.", "La cour ne l'a pas approuvé.", QUAI),
    ],
)
def test_passages_that_differ_in_a_word_are_both_shown(one: str, other: str, around: str) -> None:
    first, second = (
        passage(n, f"{around}\n\n{t}\n\n{PLANS}") for n, t in (("a", one), ("b", other))
    )
    shown = select([first, second], 5, 2)
    assert [kept.passage.article_id for kept in shown] == ["a", "b"]
    assert not any(kept.also for kept in shown)


@pytest.mark.parametrize(
    "other",
    [
        QUAY,
        QUAY.replace(" ", "\n", 3),
        QUAY.replace("it in", "it\u00a0in"),
        f"11 May 2021\n\n{QUAY}",
        f"FOSSVIK, 11 May 2021 (AFP) - {QUAY}",
        f"{QUAY}\n\n{PLANS}",
    ],
)
def test_a_passage_that_stands_again_is_shown_once_and_names_the_other(other: str) -> None:
    (kept,) = select([passage("a", QUAY), passage("b", other)], 5, 2)
    assert (kept.passage.article_id, kept.also) == ("a", ["b"])


def test_an_article_is_not_named_for_sentences_that_it_does_not_hold() -> None:
    (kept,) = select([passage("a", f"{QUAY}\n\n{PLANS}"), passage("b", QUAY)], 5, 2)
    assert kept.also == []


def test_the_versions_of_a_story_stand_together_the_newest_first() -> None:
    versions = [passage(str(day), f"{QUAY}\n\n{day} people are dead.") for day in (9, 14, 10)]
    days = {str(day): date(2021, 3, day) for day in (9, 10, 14)} | {"x": date(2022, 1, 1)}
    between = passage("x", "The herring of the north sea have come back to the bay this year.")
    shown = select([versions[0], between, *versions[1:]], 5, 2, days)
    assert [kept.passage.article_id for kept in shown] == ["14", "10", "9", "x"]


def test_versions_keep_their_order_where_one_has_no_day() -> None:
    versions = [passage(name, f"{QUAY}\n\n{name} people are dead.") for name in ("9", "14")]
    shown = select(versions, 5, 2, {"9": date(2021, 3, 9), "14": None})
    assert [kept.passage.article_id for kept in shown] == ["9", "14"]


def test_no_more_are_shown_than_wanted_but_all_others_are_named() -> None:
    texts = [passage("a", QUAY), passage("b", PLANS), passage("c", QUAY)]
    (kept,) = select(texts, 1, 2)
    assert kept.also == ["c"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("« Non », dit-elle.", "«\u00a0Non\u00a0», dit-elle."),
        ("« Non », dit-elle.", '"Non", dit-elle.'),
        ("It’s late – now…", "It's late - now..."),
        ("cafe\u0301", "café"),
    ],
)
def test_typography_makes_no_other_sentence(one: str, other: str) -> None:
    assert as_compared(one) == as_compared(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1788²", "17882"), ("US", "us"), ("3.5", "35"), ("−5", "5"), ("a b", "ab")]
)
def test_what_says_something_else_stays_another_sentence(one: str, other: str) -> None:
    assert as_compared(one) != as_compared(other)
