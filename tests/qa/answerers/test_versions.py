"""A correction or an update is quoted beside what it corrects, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.index.text.sentences import sentence_spans
from quoth.qa.answerers.extractive import Extractive, choose
from quoth.qa.answers import Evidence, Hit

QUAY = " The warehouse stands on the north quay of Fossvik, between the ice house and the customs."


def evidence(*articles: tuple[str, str, str], language: str = "en") -> list[Evidence]:
    """The first sentence of each article, which has a title, a day and a text, in this order."""
    found = []
    for number, (title, day, text) in enumerate(articles):
        published = date.fromisoformat(day) if day else None
        card = ArticleCard(f"a{number}", f"/{number}.txt", "", title, published, "", "", language)
        spans = tuple(sentence_spans(text, language))
        whole = Span(0, len(text))
        passage = Passage(f"p{number}", number, card.id, whole, text, "", language, spans)
        hit = Hit(passage, card, 1.0 - number / 10, number + 1, 0.9, 0.5)
        found.append(Evidence(hit, spans[0], 60.0 - 5 * number, 3.0 - 5 * number))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The court approved the plan on Monday.", "The court did not approve the plan on Monday."),
        ("Twenty-four people are dead, police said.", "Thirty people are dead, police said."),
        ("The bridge opens on 3 May 2022.", "The bridge opens on 14 June 2023."),
        ("Mayor Ida Rem signed the contract.", "Mayor Bo Lind signed the contract."),
        ("Le toit a fait six morts lundi soir.", "Le toit a fait dix-sept morts lundi soir."),
        ("法院星期一批准了拆除仓库。", "法院星期一没有批准拆除仓库。"),
    ],
)
def test_an_update_is_quoted_first(one: str, other: str) -> None:
    found = evidence(("Quay", "2021-05-10", one + QUAY), ("Quay", "2021-05-11", other + QUAY))
    assert [e.quote for e in choose(found, "What happened?", 3)] == [other, one]


def test_what_an_update_supersedes_is_marked_with_its_day() -> None:
    one, other = "Twenty people are dead, police said.", "Thirty people are dead, police said."
    found = evidence(("Quay", "2021-05-10", one + QUAY), ("Quay", "2021-05-11", other + QUAY))
    draft = Extractive(3).draft(found, "How many died?")
    assert draft.text == f"{other} [1] (earlier: 10 May 2021) {one} [2]"
    assert [draft.text[s.span.start : s.span.end] for s in draft.sentences] == [
        f"{other} [1]",
        f"{one} [2]",
    ]
    assert Extractive(3).draft(found, "Who died on 10 May?").citations[1].label == (
        "later: 11 May 2021"
    )


@pytest.mark.parametrize(
    ("older", "notice"),
    [
        (
            "The blaze left 4 people injured, police said.",
            "In our report on the blaze 11 people were injured, not 4.",
        ),
        (
            "L'incendie a fait 4 blessés dans le port.",
            "Contrairement à ce que nous écrivions, l'incendie a fait 11 blessés et non 4.",
        ),
        (
            "Bei dem Brand wurden 4 Menschen verletzt.",
            "Berichtigung: Bei dem Brand wurden nicht 4, sondern 11 Menschen verletzt.",
        ),
        (
            "El incendio dejó 4 heridos en el puerto.",
            "Rectificación: el incendio dejó 11 heridos, no 4.",
        ),
    ],
)
def test_a_correction_is_shown_beside_what_it_corrects(older: str, notice: str) -> None:
    found = evidence(("Fire", "2021-05-10", older), ("Correction", "2021-05-14", notice))
    for best in (found, found[::-1]):
        draft = Extractive(3).draft(best, "How many were injured?")
        assert [c.quote for c in draft.citations] == [notice, older]
        assert draft.citations[1].label == "earlier: 10 May 2021"


ELECTED = "Anne Holme was elected mayor of Marnham on Sunday."
RESCUED = "The rescued man, Lars Burnt, was taken to hospital."


@pytest.mark.parametrize(
    ("language", "older", "notice"),
    [
        ("en", ELECTED, "Correction: the mayor is Anna Holm, not Anne Holme."),
        ("en", ELECTED, "We wrote Anne Holme instead of Anna Holm."),
        ("en", ELECTED, "The mayor is Bo Lind, not Anne Holme, as we reported."),
        ("en", RESCUED, "A newer notice says that the man is called Lars Brandt, not Burnt."),
        ("en", RESCUED, "The man's name is Lars Brandt and not, as we wrote, Burnt."),
        (
            "fr",
            "Anne Holme a été élue maire de Marnham dimanche.",
            "Rectificatif : la maire s'appelle Anna Holm, et non Anne Holme.",
        ),
        (
            "fr",
            "Lars Burnt a été sauvé par les pompiers.",
            "Contrairement à ce que nous avons écrit, l'homme sauvé se nomme Lars Brandt et non pas Burnt.",
        ),
        (
            "es",
            "Anne Holme fue elegida alcaldesa de Marnham.",
            "La alcaldesa no es Anne Holme, sino Bo Lind.",
        ),
        (
            "es",
            "El hombre rescatado, Lars Burnt, está en el hospital.",
            "El hombre rescatado se llama Lars Brandt y no Lars Burnt.",
        ),
        (
            "de",
            "Anne Holme wurde am Sonntag zur Bürgermeisterin von Marnham gewählt.",
            "Berichtigung: Die Bürgermeisterin heißt nicht Anne Holme, sondern Anna Holm.",
        ),
        (
            "de",
            "Der gerettete Lars Burnt liegt im Krankenhaus.",
            "Der Gerettete heißt Lars Brandt, nicht Burnt.",
        ),
        (
            "ar",
            "انتخبت آن هولمي رئيسة لبلدية مارنهام يوم الأحد.",
            "تصويب: رئيسة البلدية هي آنا هولم وليست آن هولمي.",
        ),
        ("ar", "نقل لارس بيرنت إلى المستشفى.", "اسم الرجل هو لارس برانت وليس بيرنت."),
        (
            "ar",
            "انتخبت ليلى حداد رئيسة لبلدية صافي يوم الأحد.",
            "رئيسة بلدية صافي هي ليلى خوري وليست ليلى حداد كما ذكرنا.",
        ),
        (
            "ru",
            "Анне Хольме избрана мэром Марнхэма.",
            "Исправление: мэра зовут Анна Хольм, а не Анне Хольме.",
        ),
        (
            "nl",
            "Anne Holme is gekozen tot burgemeester.",
            "De burgemeester is Anna Holm, niet Anne Holme.",
        ),
    ],
)
def test_a_corrected_name_is_shown_beside_the_wrong_one(
    language: str, older: str, notice: str
) -> None:
    found = evidence(
        ("Report", "2021-05-10", older), ("Notice", "2021-05-14", notice), language=language
    )
    for best in (found, found[::-1]):
        draft = Extractive(3).draft(best, "Who is it?")
        assert [c.quote for c in draft.citations] == [notice, older]
        assert draft.citations[1].label == "earlier: 10 May 2021"


def test_a_name_is_corrected_in_two_sentences() -> None:
    text = "On Tuesday we called the rescued man Lars Burnt. His name is Lars Brandt."
    found = evidence(("Report", "2021-05-10", RESCUED), ("Notice", "2021-05-14", text))
    quotes = [one.quote for one in choose(found, "Who was rescued?", 3)]
    assert quotes == ["His name is Lars Brandt.", RESCUED]


@pytest.mark.parametrize(
    ("language", "older", "newer"),
    [
        ("en", "Bo Lind was elected mayor of Marnham.", "Anna Holm met Bo Lind in Marnham."),
        ("en", "Bo Lind is mayor of Marnham.", "Anna Holm of Marnham does not trust Bo Lind."),
        ("en", ELECTED, "Anna Holm was praised by the mayors of Marnham and Tarrow."),
        ("en", "Marnham is a calm town.", "Marnham's mayor said that Marnham was calm."),
        ("fr", "Bo Lind vit à Marnham.", "Anna Holm, de Marnham, n'a pas vu Bo Lind."),
        ("es", "Bo Lind vive en Marnham.", "Anna Holm no vive en Marnham, dice Bo Lind."),
        (
            "de",
            "Marnham hat Geld, sagt Bo Lind.",
            "Marnhams Rat sagte Bo Lind, Marnham brauche es.",
        ),
        ("de", "Der Brand in Marnham dauerte an.", "Vom Brand in Marnham ist im Band nichts."),
        ("ar", "تعلن بلدية مارنهام عن عمل.", "وفي مارنهام قال مجلس بلدية الشرطة لم تعلن عن شيء."),
        ("ar", "تعلن بلدية مارنهام عن عمل.", "قالت الشرطة إن بلدية مارنهام لم تعلن عن شيء."),
    ],
)
def test_who_is_named_beside_somebody_corrects_nothing(
    language: str, older: str, newer: str
) -> None:
    found = evidence(
        ("Report", "2021-05-10", older), ("Another", "2021-07-14", newer), language=language
    )
    assert [one.quote for one in choose(found, "Who?", 3)] == [older]


def test_another_figure_of_the_same_story_corrects_nothing() -> None:
    one, other = "The fire left 4 people injured.", "The fire left 11 houses without a roof."
    found = evidence(("Fire", "2021-05-10", one), ("Roofs", "2021-05-14", other))
    assert len(choose(found, "How many were injured?", 3)) == 1


@pytest.mark.parametrize("question", ["What was said on 10 May?", "How many of the 24 are left?"])
def test_a_question_on_a_day_has_its_answer_first(question: str) -> None:
    one, other = "Twenty people are dead, police said.", "Thirty people are dead, police said."
    found = evidence(("Quay", "2021-05-10", one + QUAY), ("Quay", "2021-05-11", other + QUAY))
    assert [e.quote for e in choose(found, question, 3)] == [one, other]


def test_of_many_updates_the_newest_are_quoted_and_the_best() -> None:
    days = (9, 10, 11, 12, 13)
    texts = [f"{count} people are dead, police said.{QUAY}" for count in (4, 11, 19, 23, 26)]
    found = evidence(*(("Fire", f"2021-03-{d:02}", t) for d, t in zip(days, texts, strict=True)))
    quoted = [e.hit.article.published for e in choose(found, "How many died?", 3)]
    assert [day and day.day for day in quoted] == [13, 12, 9]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2015-05-10", "Bo Lind was elected mayor of Marnham on Sunday."),  # another election
        ("2021-05-11", "The choir sang in the old quarry on Sunday evening."),
        ("", "Nobody was elected in the whole of the county on Sunday, it is said today."),
    ],
)
def test_another_story_is_not_beside_it(day: str, text: str) -> None:
    best = "Ida Rem was elected mayor of Marnham on Sunday."
    found = evidence(("Mayor", "2021-05-10", best), ("Another", day, text))
    assert [e.quote for e in choose(found, "Who was elected?", 3)] == [best]


def test_the_same_sentence_is_quoted_once() -> None:
    said = "Ida Rem was elected mayor of “Marnham” on Sunday."
    found = evidence(
        ("Mayor", "2021-05-10", said),
        ("Mayor", "2021-05-11", said.replace("“", '"').replace("”", '"')),
    )
    assert len(choose(found, "Who was elected?", 3)) == 1


def test_nothing_is_quoted_of_nothing() -> None:
    assert choose([], "Who was elected?", 3) == []
