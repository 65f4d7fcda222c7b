"""What every generation promises, in a folder of this machine or on a Chroma server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library, library_at
from quoth.index.progress import silent
from quoth.index.server import publish_to
from quoth.index.settings import IndexSettings
from quoth.index.store.generation import Generation
from quoth.index.text.tokens import question_terms
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.questions import Question
from tests.chroma_server import ChromaServer
from tests.index.server.conftest import database_on

_KINDS = ("embedded", "server")
_QUESTION = "À quelle distance de Palmyre se trouve Al-Qaryatayn ?"


@pytest.fixture(scope="module")
def both(seed_library: Path, chroma: ChromaServer) -> Iterator[dict[str, Generation]]:
    """The seeds, here and there."""
    here = Library(seed_library, IndexSettings()).open()
    address = database_on(chroma)
    publish_to(address, seed_library, here, silent)  # type: ignore[arg-type]  # it is embedded
    settings = IndexSettings(chroma_url=address.url, chroma_database=address.database)
    with here, Library(seed_library, settings).open() as there:
        yield {"embedded": here, "server": there}


@pytest.fixture(params=_KINDS)
def generation(both: dict[str, Generation], request: pytest.FixtureRequest) -> Generation:
    return both[request.param]


def test_its_articles_have_their_texts_and_their_passages(generation: Generation) -> None:
    cards = generation.catalog.articles()
    assert len(cards) == generation.manifest.articles > 10
    seen = []
    for card in cards:
        article = generation.catalog.article(card.id)
        assert article is not None
        assert article.card == card
        for passage in generation.catalog.passages_of(card.id):
            assert passage.text == passage.span.of(article.text) != ""
            assert passage.sentences
            assert all(passage.quote(s) == s.of(article.text) for s in passage.sentences)
            seen.append(passage.number)
    assert sorted(seen) == generation.numbers.tolist()
    assert generation.catalog.article("none") is None
    assert generation.catalog.passages([10**9]) == {}


def test_the_nearest_are_those_that_all_vectors_tell(
    generation: Generation, embedder: Embedder
) -> None:
    vector = embedder.embed_question(_QUESTION)
    numbers = generation.numbers.tolist()
    every = generation.vectors_of(numbers) @ vector
    assert np.allclose(np.linalg.norm(generation.vectors_of(numbers), axis=1), 1, atol=1e-3)
    best = [numbers[row] for row in np.argsort(-every)[:10]]
    found = generation.nearest([vector], 10)[0]
    assert list(found) == best
    exact = generation.cosines(vector, best)
    assert list(found.values()) == pytest.approx(list(exact.values()), abs=1e-4)
    some = numbers[::3]
    among = generation.nearest_among([vector], some, 5)[0]
    assert set(among) <= set(some)
    assert list(among) == [n for n in (numbers[r] for r in np.argsort(-every)) if n in some][:5]
    assert generation.nearest_among([vector], [], 5)[0] == {}


def test_a_sentence_has_a_vector_each(generation: Generation) -> None:
    passages = generation.catalog.passages(generation.numbers[:20].tolist())
    vectors = generation.sentence_vectors(list(passages.values()))
    assert vectors is not None
    for number, passage in passages.items():
        assert vectors[number].shape == (len(passage.sentences), 384)
        assert np.allclose(np.linalg.norm(vectors[number], axis=1), 1, atol=1e-5)


def test_words_are_found_and_weighed(generation: Generation) -> None:
    words, languages = generation.words, generation.languages
    assert words.count == generation.manifest.passages
    assert words.idf("zzz") > words.idf("palmyr") > words.idf("de") > 0
    found = words.search("Palmyre Al-Qaryatayn", languages, 10)
    passages = generation.catalog.passages(found)
    assert found
    assert all("Palmyr" in p.text or "Qaryatayn" in p.text for p in list(passages.values())[:3])
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert all(0 < share <= 1 for share in found.values())
    again = words.score("Palmyre Al-Qaryatayn", languages, list(found))
    assert again == pytest.approx(found, abs=1e-5)
    half = list(found)[::2]
    assert set(words.search("Palmyre Al-Qaryatayn", languages, 10, among=half)) == set(half)
    assert words.search("zzz", languages, 10) == {}
    assert words.search("", languages, 10) == {}
    terms = question_terms("Palmyre Al-Qaryatayn", languages)
    held = words.holding(terms, 50)
    every = generation.words.score("Palmyre", languages, held)
    both = generation.words.score("Qaryatayn", languages, held)
    assert set(every) == set(both) == set(held) != set()
    assert words.holding(question_terms("zzz Palmyre", languages), 50) == []


def test_words_that_are_patterns_are_only_words(generation: Generation) -> None:
    for question in (".*", "a|b", "(", "[a-z]+", "\\w", "^$", "l'armée", "% _", "''"):
        found = generation.words.search(question, generation.languages, 100)
        assert len(found) < generation.manifest.passages


def test_articles_are_narrowed_by_what_is_known_of_them(generation: Generation) -> None:
    numbers = generation.catalog.numbers_where(since=date(2016, 3, 1), languages=["fr"])
    assert 0 < len(numbers) < generation.manifest.passages
    origins = generation.catalog.origins_of(numbers)
    assert {language for language, _ in origins.values()} == {"fr"}
    cards = generation.catalog.cards({id for _, id in origins.values()})
    assert all(card.published and card.published >= date(2016, 3, 1) for card in cards.values())


def test_what_is_known_of_the_whole_is_the_same(both: dict[str, Generation]) -> None:
    here, there = both["embedded"], both["server"]
    assert here.languages == there.languages
    assert np.array_equal(here.cohort, there.cohort)
    assert (here.manifest.model, here.manifest.roots) == (
        there.manifest.model,
        there.manifest.roots,
    )
    assert here.catalog.articles() == there.catalog.articles()
    assert here.catalog.skipped() == there.catalog.skipped()
    for question in (_QUESTION, "How high is the lighthouse tower?", "el puerto"):
        left = here.words.search(question, here.languages, 20)
        right = there.words.score(question, there.languages, list(left))
        assert right == pytest.approx(left, abs=0.02)  # tantivy rounds a passage's length
        assert set(list(left)[:5]) <= set(there.words.search(question, there.languages, 20))


@pytest.mark.parametrize(
    "question",
    [
        _QUESTION,
        "How high is the lighthouse tower of Skarvey Point?",
        "Wie weit ist es von Palmyra nach Al-Qaryatayn?",
        "What is the capital of the moon?",
    ],
)
def test_the_same_question_has_the_same_answer(
    both: dict[str, Generation], embedder: Embedder, question: str
) -> None:
    answers = {}
    for kind, generation in both.items():
        # Not closed: that would close the generation for the tests to come.
        answerer = QuestionAnswerer(generation, embedder)
        plain = answerer.answer(question)
        narrowed = answerer.answer(Question.read(f"{question} since:2016 -zzz", date(2026, 1, 1)))
        answers[kind] = [
            (a.answered, a.text, [hit.passage.id for hit in a.hits[:5]]) for a in (plain, narrowed)
        ]
        answerer._finalizer.detach()
    assert answers["server"] == answers["embedded"]


def test_a_library_is_opened_by_its_url(seed_library: Path, chroma: ChromaServer) -> None:
    assert library_at(seed_library, chroma.url).address is not None
    assert library_at(seed_library, "").address is None
