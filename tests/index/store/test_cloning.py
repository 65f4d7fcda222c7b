"""A generation that changes little is a changed copy of the one before: it must hold and find the
same as one built from nothing.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from quoth.index.building.rebuild import rebuild
from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from quoth.index.store.local import LocalGeneration
from quoth.index.store.publishing import live_generation
from quoth.qa.engine import QuestionAnswerer

pytestmark = pytest.mark.usefixtures("through_chroma")

_PLACES = (
    "Corran Lisle Pell Brannock Vauclair Tarrant Oster Hallin Quenby Dorve Sarn Marrow".split()
)
_THINGS = "bridge orchard quarry ferry mill kiln lighthouse library chapel school".split()

Index = Callable[[], RebuildReport]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A folder with `articles`, and the `library` of them. Not to be changed: copy it."""
    place = tmp_path_factory.mktemp("first")
    for number in range(60):
        _write(place / "articles" / f"{number}.txt", number)
    rebuild(place / "library", [place / "articles"], IndexSettings(), lambda: embedder, silent)
    return place


@pytest.fixture
def place(first: Path, tmp_path: Path, embedder: Embedder) -> Path:
    copy = tmp_path / "place"
    shutil.copytree(first, copy)
    paths = [copy / "articles"]
    rebuild(copy / "library", paths, IndexSettings(), lambda: embedder, silent)
    return copy


@pytest.fixture
def index(place: Path, embedder: Embedder) -> Index:
    return lambda: rebuild(place / "library", [], IndexSettings(), lambda: embedder, silent)


@pytest.fixture
def opened(place: Path) -> Iterator[Callable[[], LocalGeneration]]:
    generations: list[LocalGeneration] = []

    def open_live() -> LocalGeneration:
        generations.append(_live(place / "library"))
        return generations[-1]

    yield open_live
    for generation in generations:
        generation.close()


def _live(library: Path) -> LocalGeneration:
    return LocalGeneration(live_generation(library) or library)


def _write(file: Path, seed: int) -> None:
    """An article of one to three passages."""
    draw = random.Random(seed)
    lines = [f"The {draw.choice(_THINGS)} of {draw.choice(_PLACES)}, part {seed}", ""]
    for _ in range(draw.choice((2, 12, 26))):
        lines.append(
            f"The {draw.choice(_THINGS)} of {draw.choice(_PLACES)} was mended in "
            f"{draw.randint(1800, 2020)} for {draw.randint(2, 900)} crowns."
        )
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _content(generation: LocalGeneration) -> dict[tuple[str, int], tuple[bytes, bytes]]:
    """(path, place in the article) -> the vectors of each passage and its sentences."""
    found = {}
    for card in generation.catalog.articles():
        article = generation.catalog.article(card.id)
        assert article is not None
        passages = generation.catalog.passages_of(card.id)
        pooled = generation.sentence_vectors(passages)
        assert pooled is not None
        for passage in passages:
            assert passage.span.of(article.text) == passage.text
            vectors = generation.vectors_of([passage.number]), pooled[passage.number]
            found[card.path, passage.span.start] = (vectors[0].tobytes(), vectors[1].tobytes())
    return found


def _change(folder: Path, number: int) -> None:
    """Remove one article, change another, add a third, rename a fourth."""
    (folder / f"{number}.txt").unlink()
    _write(folder / f"{number + 10}.txt", 1000 + number)
    _write(folder / f"new-{number}.txt", 2000 + number)
    (folder / f"{number + 20}.txt").rename(folder / f"renamed-{number}.txt")


def test_after_many_small_changes_it_holds_and_finds_what_a_new_one_does(
    place: Path, index: Index, opened: Callable[[], LocalGeneration], embedder: Embedder
) -> None:
    for number in range(5):
        _change(place / "articles", number)
        done = index()
        assert (done.added, done.changed, done.removed, done.renamed) == (1, 1, 1, 1)
        assert done.articles == 60
    changed = opened()
    assert changed.rows > changed.manifest.passages  # it was copied, not built anew
    rebuild(
        place / "other", [place / "articles"], IndexSettings(), lambda: embedder, silent, full=True
    )
    anew = _live(place / "other")
    assert _content(changed) == _content(anew)
    for question in ("the kiln of Oster", "Who mended the lighthouse in 1900?"):
        vector = embedder.embed_question(question)
        near, near_anew = (_named(g, g.nearest([vector], 20)[0]) for g in (changed, anew))
        assert near == pytest.approx(near_anew, abs=1e-5)
        words, words_anew = (
            _named(g, g.words.search(question, ["en"], g.manifest.passages))
            for g in (changed, anew)
        )
        # Removed passages are still counted where a word's rarity is.
        assert words == pytest.approx(words_anew, abs=0.1)
    anew.close()


def _named(generation: LocalGeneration, scores: dict[int, float]) -> dict[tuple[str, int], float]:
    """(path, place in the article) -> score."""
    passages = generation.catalog.passages(scores)
    cards = generation.catalog.cards(passage.article_id for passage in passages.values())
    return {
        (cards[passages[n].article_id].path, passages[n].span.start): score
        for n, score in scores.items()
    }


def test_what_was_removed_is_not_found_with_or_without_chroma(
    place: Path, index: Index, opened: Callable[[], LocalGeneration]
) -> None:
    before = opened()
    card = next(c for c in before.catalog.articles() if c.path.endswith("/7.txt"))
    gone = before.catalog.passages_of(card.id)
    vector = before.vectors_of([gone[0].number])[0]
    assert gone[0].number in before.nearest([vector], 1)[0]
    (place / "articles" / "7.txt").unlink()
    index()
    after = opened()
    everything = after.manifest.passages
    live = set(after.numbers.tolist())
    assert not live & {passage.number for passage in gone}
    assert set(after.nearest([vector], everything + 5)[0]) == live
    (after.folder / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all")
    exact = opened()
    assert set(exact.nearest([vector], everything + 5)[0]) == live
    assert exact.notice
    QuestionAnswerer.open(Library(place / "library", IndexSettings())).close()


def test_with_many_holes_it_is_built_anew(
    place: Path, index: Index, opened: Callable[[], LocalGeneration]
) -> None:
    for number in range(10):
        (place / "articles" / f"{number}.txt").unlink()
    index()
    assert opened().rows > opened().manifest.passages
    for number in range(10, 30):
        (place / "articles" / f"{number}.txt").unlink()
    assert index().articles == 30
    assert opened().rows == opened().manifest.passages


@pytest.mark.parametrize("name", ["vectors.npy", "sentences.npy", "catalog.sqlite3"])
def test_damage_is_not_taken_along(
    place: Path,
    index: Index,
    opened: Callable[[], LocalGeneration],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A byte that flipped in a large library, which is not summed when it is opened, is mended from
    the files and the cache.
    """
    monkeypatch.setattr("quoth.index.store.local._MAX_SUMMED_BYTES", 0)
    before = _content(opened())
    file = opened().folder / name
    content = bytearray(file.read_bytes())
    content[-100] ^= 1
    file.write_bytes(content)
    _write(place / "articles" / "one-more.txt", 77)
    assert index().unchanged >= 59  # a flipped hash is that of a changed file
    after = _content(opened())
    assert {key: after[key] for key in before} == before


def test_chroma_is_copied_while_a_reader_has_it_open(
    place: Path, index: Index, opened: Callable[[], LocalGeneration]
) -> None:
    reader = opened()
    vector = reader.vectors_of([3])[0]
    assert 3 in reader.nearest([vector], 1)[0]
    _write(place / "articles" / "one-more.txt", 78)
    assert index().added == 1
    assert 3 in opened().nearest([vector], 1)[0]
    assert np.allclose(reader.nearest([vector], 1)[0][3], 1, atol=1e-4)
    with sqlite3.connect(opened().folder / "chroma" / "chroma.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
