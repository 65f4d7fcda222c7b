"""What `quoth eval` counts: the figures by hand, gold places, questions without their article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.index.articles import Span
from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.index.store.article_lookup import find_article
from quoth.index.text.clean import clean
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.baselines import baseline_rankings, rank_fusion
from quoth.qa.evaluation.cases import library_cases, library_of, squad_cases
from quoth.qa.evaluation.gold import Gold, Place, Wording, span_in_clean
from quoth.qa.evaluation.measure import Case, measure
from quoth.qa.evaluation.metrics import auroc, first_rank, percentile, recall, reciprocal_rank
from quoth.qa.evaluation.question_sets import (
    Context,
    LibraryQuestion,
    SquadQuestion,
    SquadSet,
    read_questions,
)
from quoth.qa.questions import Question
from quoth.qa.search.retrieval import Candidates

QUESTION = "À quelle distance de Palmyre se trouve Al-Qaryatayn ?"
FERRY = "The ferry of Brannock crosses the sound in forty minutes. It was built in 1931."


# Figures


@pytest.mark.parametrize(
    ("positives", "negatives", "area"),
    [
        ([0.9, 0.8], [0.2, 0.1], 1.0),
        ([0.1, 0.2], [0.8, 0.9], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.9, 0.5], [0.5, 0.1], 0.875),  # of four pairs three are won and one is a tie
        ([0.9, 0.3, 0.3], [0.3, 0.4], 0.5),  # 1 + 1, and twice half of one: 3 of 6
    ],
)
def test_auroc_by_hand(positives: list[float], negatives: list[float], area: float) -> None:
    assert auroc(positives, negatives) == pytest.approx(area)


SCORES = st.lists(st.integers(0, 5).map(float), min_size=1, max_size=20)


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_won(positives: list[float], negatives: list[float]) -> None:
    won = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    assert auroc(positives, negatives) == pytest.approx(won / len(positives) / len(negatives))


def test_recall_and_reciprocal_rank_by_hand() -> None:
    ranks = [1, 2, 5, 6, None]
    assert [recall(ranks, k) for k in (1, 5, 10)] == [0.2, 0.6, 0.8]
    assert reciprocal_rank(ranks, 5) == pytest.approx((1 + 1 / 2 + 1 / 5) / 5)
    assert first_rank([False, True, True]) == 2
    assert first_rank([False]) is None


def test_percentiles_by_hand() -> None:
    assert percentile([10.0, 30.0, 20.0], 50) == 20.0
    assert percentile([0.0, 100.0], 95) == 95.0


def test_nothing_observed_gives_no_figure() -> None:
    found = [recall([], 1), reciprocal_rank([], 10), auroc([], [1.0]), auroc([1.0], [])]
    assert found == [None] * 4
    assert percentile([], 50) is None


def test_reciprocal_rank_fusion_by_hand() -> None:
    scores = rank_fusion([[7, 8], [8, 9]])
    assert scores == pytest.approx({7: 1 / 61, 8: 1 / 62 + 1 / 61, 9: 1 / 62})


def test_baselines_rank_the_same_candidates() -> None:
    rankings = baseline_rankings(Candidates({1: 0.9, 2: 0.8, 3: 0.7}, {}, {3: 0.9, 2: 0.5}))
    assert rankings == {"dense": [1, 2, 3], "bm25": [3, 2], "rrf": [3, 2, 1]}


# Gold places

DIRTY = {
    "untouched": ("Le pont fut bâti en 1931.", "1931", "1931"),
    "spaces before": ("  Le   pont\t fut\u00a0bâti  en   1931.", "1931", "1931"),
    "spaces inside": ("Il a coûté 12\u00a0000  francs.", "12\u00a0000  francs", "12 000 francs"),
    "lines": ("One.\r\n\r\n\r\n\r\nTwo \r\n stands.", "Two \r\n stands", "Two\nstands"),
    "a hidden hyphen": ("The light\u00adhouse stands.", "light\u00adhouse", "lighthouse"),
    "accents apart": ("La fere\u0302t et l'e\u0301cole.", "e\u0301cole", "école"),
    "colours": ("\x1b[31mRed\x1b[0m and blue.", "blue", "blue"),
    "outer spaces in the answer": ("It was  built in 1931 .", " built in 1931 ", "built in 1931"),
    "the second of two": ("One and one and one.", "one", "one"),
}


@pytest.mark.parametrize("case", DIRTY)
def test_a_place_is_found_through_the_cleaning(case: str) -> None:
    context, answer, cleaned = DIRTY[case]
    start = context.rindex(answer)
    span = span_in_clean(context, start, answer)
    assert span is not None
    assert span.of(clean(context)) == cleaned
    assert span.start == clean(context).rindex(cleaned)


def test_a_place_is_not_guessed() -> None:
    assert span_in_clean("It was built in 1931.", 3, "1931") is None
    assert span_in_clean("It was built.", 2, " ") is None
    assert span_in_clean("cafe\u0301", 0, "cafe") is None  # half of the letter é
    assert span_in_clean("a\ue000b", 2, "b") is None


@given(st.text(alphabet="ab \u00a0\n\r\u00ade\u0301\u200d\x1b[m", max_size=30), st.data())
def test_a_place_given_is_sound(context: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(context)))
    answer = context[start : data.draw(st.integers(start, len(context)))]
    span = span_in_clean(context, start, answer)
    assert span is None or span.of(clean(context)) == clean(answer) != ""


def test_a_passage_holds_an_answer_only_whole_and_at_its_place() -> None:
    gold = Place("a", (Span(10, 14), Span(30, 34)))
    assert gold.stands_in("a", Span(10, 14), "1931")
    assert gold.stands_in("a", Span(20, 40), "in 1931")
    assert not gold.stands_in("a", Span(11, 30), "931")
    assert not gold.stands_in("b", Span(0, 50), "1931")
    assert Wording("12 000 francs", "a").stands_in("a", Span(0, 9), "les 12\n000 francs")
    assert not Wording("francs", "a").stands_in("b", Span(0, 9), "francs")
    assert Wording("francs").stands_in("b", Span(0, 9), "francs")


# On the real stack


def measured(answerer: QuestionAnswerer, *cases: Case) -> dict[str, float | None]:
    return dict(measure(answerer, cases, {}).as_json())


def test_ranks_are_those_of_the_engine(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer(QUESTION)
    third, second = answer.hits[2].passage, answer.evidence[1]
    assert not any(second.span == s.span for s in answer.evidence[:1])
    passage = Case(QUESTION, Place(third.article_id, (third.span,)), frozenset())
    found = measured(answerer, passage)
    assert (found["recall@1"], found["recall@5"], found["recall@10"]) == (0, 1, 1)
    assert found["mrr@10"] == pytest.approx(1 / 3, abs=1e-4)
    sentence = Case(QUESTION, Place(second.hit.article.id, (second.span,)), frozenset())
    found = measured(answerer, sentence)
    assert (found["evidence@1"], found["evidence@3"]) == (0, 1)
    nowhere = Case(QUESTION, Place(third.article_id, (Span(0, 10**6),)), frozenset())
    found = measured(answerer, passage, nowhere)
    assert (found["recall@5"], found["evidence@3"]) == (0.5, 0)
    assert found["baselines"]["bm25"]["recall@10"] in (0, 0.5)  # type: ignore[index]


def test_evidence_is_ranked_below_the_threshold_too(answerer: QuestionAnswerer) -> None:
    answer = answerer.answer("What is the boiling point of tungsten?")
    assert not answer.answered
    assert not answer.citations
    best = answer.evidence[0]
    gold = Place(best.hit.article.id, (best.span,))
    found = measured(answerer, Case(answer.question, gold, frozenset([best.hit.article.id])))
    assert found["evidence@1"] == 1
    assert found["answered_present"] == 0


def test_without_an_article_the_rest_is_searched_as_before(answerer: QuestionAnswerer) -> None:
    everything = answerer.answer(QUESTION, 10)
    gone = everything.hits[0].article.id
    rest = answerer.answer(Question(QUESTION, exclude=frozenset([gone])), 10)
    left = [hit.passage.id for hit in everything.hits if hit.article.id != gone]
    assert [hit.passage.id for hit in rest.hits][:3] == left[:3]
    assert [hit.rank for hit in rest.hits] == list(range(1, 11))
    assert rest.confidence < everything.confidence
    assert gone not in {evidence.hit.article.id for evidence in rest.evidence}


def test_an_article_left_out_is_as_if_it_had_never_been_there() -> None:
    """In a language of which no word is in the texts, so that words' rarity plays no part."""
    question = "Wie lange braucht die Fähre über die Meerenge?"
    others = [
        Context("2", "The harbour", "Storms from the north close the harbour for many days."),
        Context("3", "The mill", "The wheel of the mill was rebuilt by Odile Garance."),
    ]
    found = []
    for contexts in ([Context("1", "The ferry", FERRY), *others], others):
        with (
            library_of(contexts, IndexSettings()) as library,
            QuestionAnswerer.open(library) as answerer,
        ):
            cards = answerer.generation.catalog.articles()
            ferry = frozenset(card.id for card in cards if card.title == "The ferry")
            answer = answerer.answer(Question(question, exclude=ferry), 10)
            found.append([answer.confidence, *(hit.score for hit in answer.hits)])
    assert len(found[1]) == 3
    assert 0.0001 < found[1][0] < 0.9999
    assert found[0] == pytest.approx(found[1], rel=1e-3)


def test_without_all_articles_nothing_is_found(answerer: QuestionAnswerer) -> None:
    every = frozenset(card.id for card in answerer.generation.catalog.articles())
    answer = answerer.answer(Question(QUESTION, exclude=every), 10)
    assert (answer.hits, answer.evidence, answer.confidence) == ((), (), 0.0)
    found = measured(answerer, Case(QUESTION, None, every))
    assert found["answered_present"] == 1
    assert found["absent_auroc"] is found["answered_absent"] is None


def test_presence_is_told_by_the_confidence(answerer: QuestionAnswerer) -> None:
    asked = [QUESTION, "Welcher Käse reift unter Asche?", "Who keeps the lighthouse?"]
    gone = [frozenset([answerer.answer(q).hits[0].article.id]) for q in asked]
    there = [answerer.answer(q) for q in asked]
    without = [
        answerer.answer(Question(q, exclude=ids), 10) for q, ids in zip(asked, gone, strict=True)
    ]
    found = measured(answerer, *(Case(q, None, ids) for q, ids in zip(asked, gone, strict=True)))
    area = auroc([a.confidence for a in there], [a.confidence for a in without])
    assert found["absent_auroc"] == pytest.approx(area, abs=1e-4)
    assert found["answered_present"] == pytest.approx(sum(a.answered for a in there) / 3, abs=1e-4)
    absent = sum(a.answered for a in without) / 3
    assert found["answered_absent"] == pytest.approx(absent, abs=1e-4)
    assert found["recall@1"] is found["mrr@10"] is found["evidence@1"] is None


def test_the_first_questions_only_warm_up(answerer: QuestionAnswerer) -> None:
    case = Case(QUESTION, None, frozenset())
    assert measured(answerer, case, case, case)["p50_ms"] is None
    found = measured(answerer, case, case, case, case)
    assert found["p50_ms"] == found["p95_ms"]
    assert found["p50_ms"] > 0  # type: ignore[operator]
    assert found["answered_present"] is None


# Sets of questions


def squad(*contexts: tuple[str, str, str]) -> SquadSet:
    """One question a context of (entry, title, text): what stands in its last four characters."""
    return SquadSet(
        "set.json",
        tuple(Context(entry, title, text) for entry, title, text in contexts),
        tuple(
            SquadQuestion(f"q{row}", "When?", row, True, (Span(len(text) - 4, len(text)),))
            for row, (_, _, text) in enumerate(contexts)
        ),
    )


TITLES = {
    "a title": "The ferry",
    "no title": "",
    "a title like a print stamp": "29 March 2016",
    "a title too long for one": "ferry " * 60,
    "the text's own first line": "The sound",
}


@pytest.fixture(scope="module")
def titled() -> Iterator[tuple[SquadSet, QuestionAnswerer]]:
    text = f"The sound\n\n{FERRY} It will be there in 2031"
    asked = squad(*((name, title.strip(), text) for name, title in TITLES.items()))
    with (
        library_of(asked.contexts, IndexSettings()) as library,
        QuestionAnswerer.open(library) as answerer,
    ):
        yield asked, answerer


@pytest.mark.parametrize("row", range(len(TITLES)), ids=list(TITLES))
def test_gold_is_placed_whatever_the_loader_makes_of_the_title(
    titled: tuple[SquadSet, QuestionAnswerer], row: int
) -> None:
    asked, answerer = titled
    cases, left_out = squad_cases(asked, answerer.generation)
    assert left_out == {"no_answer": 0, "unplaced": 0}
    gold = cases[row].gold
    assert isinstance(gold, Place)
    article = answerer.generation.catalog.article(gold.article_id)
    assert article is not None
    assert gold.spans[0].of(article.text) == "2031"
    assert cases[row].removed == {gold.article_id}


def test_the_throw_away_library_is_thrown_away() -> None:
    with library_of([Context("e", "The ferry", FERRY)], IndexSettings()) as library:
        folder = library.folder
        assert not library.is_empty()
    assert not folder.parent.exists()


def write_set(file: Path, contexts: dict[str, list[str]]) -> Path:
    """A question a context: what its last four characters before the full stop are."""
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {
                            "id": f"{title}-{row}",
                            "question": "When?",
                            "answers": [{"text": text[-5:-1], "answer_start": len(text) - 5}],
                        }
                    ],
                }
                for row, text in enumerate(texts)
            ],
        }
        for title, texts in contexts.items()
    ]
    file.write_text(json.dumps({"data": data}), encoding="utf-8")
    return file


def test_an_article_of_a_set_is_all_its_paragraphs(tmp_path: Path) -> None:
    file = write_set(tmp_path / "s.json", {"Ferry": [FERRY, f"Twice {FERRY}"], "Mill": [FERRY]})
    questions = read_questions(file)
    assert isinstance(questions, SquadSet)
    with (
        library_of(questions.contexts, IndexSettings()) as library,
        library.open() as generation,
    ):
        cases, _ = squad_cases(questions, generation)
        titles = [
            sorted(card.title for card in generation.catalog.cards(case.removed).values())
            for case in cases
        ]
    assert titles == [["Ferry", "Ferry"], ["Ferry", "Ferry"], ["Mill"]]


def test_answers_that_are_not_where_the_set_says_are_counted(tmp_path: Path) -> None:
    file = write_set(tmp_path / "s.json", {"Ferry": [FERRY, f"Twice {FERRY}"]})
    data = json.loads(file.read_text(encoding="utf-8"))
    answers = [p["qas"][0]["answers"] for p in data["data"][0]["paragraphs"]]
    answers[0][0]["answer_start"] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    one_off = read_questions(file)
    answers[1][0]["answer_start"] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    all_off = read_questions(file)
    assert isinstance(one_off, SquadSet)
    assert isinstance(all_off, SquadSet)
    with library_of(one_off.contexts, IndexSettings()) as library, library.open() as generation:
        cases, left_out = squad_cases(one_off, generation)
        assert (len(cases), left_out) == (1, {"no_answer": 0, "unplaced": 1})
        with pytest.raises(UsageError, match="none of the answers stands"):
            squad_cases(all_off, generation)


def test_an_answer_that_is_not_in_its_article_is_left_out(seed_library: Path) -> None:
    article = "palmyre-armee-syrienne-avance-al-qaryatayn.txt"

    def asked(answer: str, article: str = "") -> LibraryQuestion:
        return LibraryQuestion(QUESTION, answer, article, "q.jsonl, line 1")

    with Library(seed_library, IndexSettings()).open() as generation:
        known = asked("120 km", article)
        cases, left_out = library_cases([known, asked("12 miles", article)], generation)
        assert left_out["unplaced"] == 1
        gold: Gold | None = cases[0].gold
        assert gold == Wording("120 km", find_article(generation.catalog, article).card.id)
        assert len(cases[0].removed) == 1
        assert library_cases([asked("120 km")], generation)[0][0].removed == frozenset()
        with pytest.raises(UsageError, match=r"q\.jsonl, line 1.*nowhere\.txt"):
            library_cases([asked("", "nowhere.txt")], generation)
