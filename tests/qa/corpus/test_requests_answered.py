"""Requests that the whole library answers: every line a quote, and a rule that is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.answers import Answer, Hit
from quoth.qa.corpus.differences import changed_since
from quoth.qa.corpus.view import Sentence
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.output.json import answer_json
from quoth.qa.output.text import as_markdown
from quoth.qa.questions import Question


def sentence_of(text: str) -> Sentence:
    """The only sentence of an article."""
    card = ArticleCard("a", "/a.txt", "", "Fire", None, "", "", "en")
    whole = Span(0, len(text))
    passage = Passage("p", 0, "a", whole, text, "", "en", (whole,))
    return Sentence(Hit(passage, card, 0.0, 1, 0.0, 0.0), whole, 0.0, 0)


def days(answer: Answer) -> list[date | None]:
    return [line.day for line in answer.lines]


def files(answer: Answer) -> list[str]:
    return [Path(citation.article.path).name for citation in answer.citations]


def check(answer: Answer, kind: str, quay: QuestionAnswerer) -> None:
    """Each line's quote stands at its place, and its marker in the text."""
    assert (answer.answered, answer.kind) == (True, kind)
    assert len(answer.text.split("\n")) == 1 + len(answer.lines)
    for citation in answer.citations:
        article = quay.generation.catalog.article(citation.article.id)
        assert article is not None
        assert citation.span.of(article.text) == citation.quote
    for sentence in answer.sentences:
        assert answer.text[sentence.span.start : sentence.span.end] == sentence.text
    assert {hit.passage.id for hit in answer.hits} == {c.passage_id for c in answer.citations}


@pytest.mark.parametrize(
    "question",
    ["timeline of the fire in Fossvik", "Chronologie de l'incendie de Fossvik"],
)
def test_a_chronology_has_a_line_a_day_by_the_day_of_the_event(
    quay: QuestionAnswerer, question: str
) -> None:
    answer = quay.answer(question)
    check(answer, "chronology", quay)
    told = days(answer)
    assert told == sorted(told, key=str)
    assert len(set(told)) == len(told)
    by_day = {line.day: line.outlets for line in answer.lines}
    assert set(by_day[date(2021, 3, 8)]) == {"Tarrow Post", "Levant Review"}  # "on Monday"
    assert date(2021, 3, 19) in by_day
    assert date(2014, 1, 1) not in by_day  # a ferry that was built there
    assert "(19 March 2021, Tarrow Post) The burnt warehouse" in answer.text
    assert "\n- (19 March 2021" in as_markdown(answer)


def test_figures_that_changed_are_marked() -> None:
    first, second = (
        sentence_of(text)
        for text in (
            "On 8 March the fire on the quay left 4 people injured.",
            "On 9 March police said that the fire left eleven people injured.",
        )
    )
    assert changed_since(second, [first]).words == ("people: 4 → 11",)
    assert changed_since(first, [second]).spans == (Span(37, 38),)
    other = sentence_of("The choir of 4 people sang in the quarry.")
    assert changed_since(second, [other]).words == ()


@pytest.mark.parametrize(
    "question",
    [
        "What changed between 8 March and 2 April 2021 about the fire in Fossvik?",
        "Qu'est-ce qui a changé depuis le 8 mars 2021 sur l'incendie de Fossvik ?",
        "Was hat sich zwischen März und April 2021 in Fossvik geändert?",
        "What changed between March and April in Fossvik?",
    ],
)
def test_what_changed_is_told_from_day_to_day_and_marked(
    quay: QuestionAnswerer, question: str
) -> None:
    answer = quay.answer(question)
    check(answer, "changes", quay)
    told = days(answer)
    assert told == sorted(told, key=str)
    assert told[0] == date(2021, 3, 8)
    assert not answer.lines[0].changed
    assert not answer.citations[0].marked
    assert all(line.changed for line in answer.lines[1:])
    assert all(citation.marked for citation in answer.citations[1:])
    assert "Tarrow Post" in answer.text
    assert "from 1 March 2021" in answer.text or "from 8 March 2021" in answer.text


def test_changes_since_a_day_leave_out_what_was_before(quay: QuestionAnswerer) -> None:
    answer = quay.answer("What has changed since 19 March 2021 in Fossvik?")
    check(answer, "changes", quay)
    assert min(filter(None, days(answer))) == date(2021, 3, 19)
    assert max(filter(None, days(answer))) > date(2021, 3, 31)


def test_changes_of_no_topic_are_those_of_the_time(quay: QuestionAnswerer) -> None:
    answer = quay.answer("What has changed since 10 March 2021?")
    check(answer, "changes", quay)
    assert "fire-5.md" in files(answer)
    assert "fire-1.md" not in files(answer)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("What has changed?", "say of what"),
        ("Qu'est-ce qui a changé entre 1990 et 1991 à Fossvik ?", "fewer than two dated"),
        (
            "What changed between March and May about the eruption of Mount Sarn?",
            "no article holds",
        ),
    ],
)
def test_what_did_not_change_is_said_so(quay: QuestionAnswerer, question: str, why: str) -> None:
    answer = quay.answer(question)
    assert (answer.answered, answer.kind) == (False, "changes")
    assert why in answer.notice


def test_what_is_not_told_is_no_chronology(quay: QuestionAnswerer) -> None:
    answer = quay.answer("Chronology of the eruption of Mount Sarn")
    assert not answer.answered
    assert not answer.citations
    assert answer.kind == "chronology"
    assert "No chronology" in answer.notice
    assert "“Mount”" in answer.notice or "“Sarn”" in answer.notice


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("how many articles mention Marnham?", 5),
        ("combien d'articles parlent de Marnham ?", 5),
        ("Wie viele Artikel gibt es über Zelenchuk?", 1),
        ("combien d'articles parlent de Marnham en 2021 ?", 1),
    ],
)
def test_articles_are_counted_by_a_rule_that_is_said(
    quay: QuestionAnswerer, question: str, number: int
) -> None:
    answer = quay.answer(question)
    check(answer, "count", quay)
    assert len(answer.lines) == number
    assert answer.text.startswith(f"{number} article")
    assert "“Marnham”" in answer.text or "“Zelenchuk”" in answer.text
    assert days(answer) == sorted(days(answer), key=str, reverse=True)


def test_a_name_is_counted_in_every_script(quay: QuestionAnswerer) -> None:
    answer = quay.answer("How many articles mention Brandt?")
    check(answer, "count", quay)
    assert sorted(files(answer)) == ["bahn-streik.md", "names-ar.md"]
    assert "“Brandt” or “برانت”" in answer.text


def test_the_papers_that_wrote_of_it_are_told(quay: QuestionAnswerer) -> None:
    answer = quay.answer("which papers wrote about Fossvik?")
    check(answer, "papers", quay)
    outlets = [line.outlets[0] for line in answer.lines]
    assert outlets[:2] == ["Tarrow Post", "Levant Review"]
    assert "(Tarrow Post: 3 articles)" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "compare what Tarrow Post and Levant Review say about the fire in Fossvik",
        "que disent Tarrow Post et Levant Review de l'incendie de Fossvik ?",
    ],
)
def test_outlets_stand_side_by_side_and_what_differs_is_marked(
    quay: QuestionAnswerer, question: str
) -> None:
    answer = quay.answer(question)
    check(answer, "compare", quay)
    assert [line.outlets[0] for line in answer.lines] == ["Tarrow Post", "Levant Review"]
    assert all(citation.marked for citation in answer.citations)
    assert "only here: " in answer.text
    assert answer_json(answer)["citations"][0]["marked"]


def test_one_outlet_is_not_compared(quay: QuestionAnswerer) -> None:
    answer = quay.answer("Compare what Tarrow Post and Levant Review say about Marnham")
    assert answer.kind == "" or not answer.answered


def test_a_summary_is_key_sentences_in_their_order(quay: QuestionAnswerer) -> None:
    answer = quay.answer('Summarise the article "Burnt warehouse of Fossvik comes down"')
    check(answer, "summary", quay)
    assert set(files(answer)) == {"fire-4.md"}
    starts = [citation.span.start for citation in answer.citations]
    assert starts == sorted(starts)
    assert len(starts) <= 5


@pytest.mark.parametrize(
    "question",
    [
        "Was ist das Neueste aus Marnham?",
        "newest article about Marnham",
        "Quoi de neuf à Marnham ?",
        "¿Qué hay de nuevo sobre Marnham?",
    ],
)
def test_news_are_the_newest_articles(quay: QuestionAnswerer, question: str) -> None:
    answer = quay.answer(question)
    check(answer, "news", quay)
    assert files(answer)[0] == "mayor-2024.md"
    assert "Jorit Falk" in answer.citations[0].quote


def test_a_correction_stands_beside_what_it_corrects(quay: QuestionAnswerer) -> None:
    answer = quay.answer("How many people were injured in Fossvik?")
    assert files(answer)[:2] == ["fire-3.md", "fire-1.md"]
    assert "(earlier: 9 March 2021) It left 4 people injured" in answer.text


def test_a_mark_in_front_asks_a_question(quay: QuestionAnswerer) -> None:
    asked = Question.read("! how many articles mention Marnham?", date(2026, 11, 26))
    assert quay.answer(asked).kind == ""


def test_a_request_without_a_topic_is_about_what_was_spoken_of(quay: QuestionAnswerer) -> None:
    earlier = quay.earlier(Question("How many people were injured in Fossvik?"))
    answer = quay.answer(Question("sum it up", previous=(earlier,)))
    check(answer, "summary", quay)
    assert "fire-1.md" in files(answer)
