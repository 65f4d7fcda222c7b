"""A file that holds several articles: each is known, kept, moved and shown by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import ArticleCard, LoadedArticle
from quoth.index.building.rebuild import rebuild
from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.errors import UsageError
from quoth.index.loaders import LOADERS, load, load_all
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from quoth.index.store.article_lookup import find_article
from quoth.index.store.local import LocalGeneration
from quoth.index.store.publishing import live_generation

LOCK = "The lock\n2011-06-03\nThe lock at Orsel holds 40 boats."
MILL = "The mill\n2012-01-09\nThe mill at Orsel grinds again."
FERRY = "The ferry\n2013-02-11\nThe ferry to Brenn sails at nine."


def read_digest(path: Path) -> Iterator[LoadedArticle]:
    """Articles between lines of equals signs."""
    offset = 0
    for part in path.read_text().split("\n=====\n"):
        title, day, text = part.split("\n", 2)
        yield LoadedArticle(text, title, date.fromisoformat(day), key=title, offset=offset)
        offset += len(part) + len("\n=====\n")


@pytest.fixture(autouse=True)
def digests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LOADERS, ".digest", lambda: read_digest)


class Shelf:
    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.articles = folder / "articles"
        self.articles.mkdir()
        self.library = folder / "library"
        self._embedder = embedder

    def write(self, name: str, *articles: str) -> Path:
        path = self.articles / name
        path.write_text("\n=====\n".join(articles))
        return path

    def rebuild(self) -> RebuildReport:
        settings = IndexSettings()
        return rebuild(self.library, [self.articles], settings, lambda: self._embedder, silent)

    def generation(self) -> LocalGeneration:
        folder = live_generation(self.library)
        assert folder is not None
        return LocalGeneration(folder)

    def cards(self) -> list[ArticleCard]:
        with self.generation() as generation:
            return generation.catalog.articles()

    def ids(self) -> dict[str, str]:
        return {card.title: card.id for card in self.cards()}


@pytest.fixture
def shelf(tmp_path: Path, embedder: Embedder) -> Shelf:
    return Shelf(tmp_path, embedder)


def test_each_article_has_its_own_facts_and_its_place_in_the_file(shelf: Shelf) -> None:
    path = shelf.write("a.digest", LOCK, MILL, FERRY)
    report = shelf.rebuild()
    assert (report.added, report.articles) == (3, 3)
    cards = shelf.cards()
    assert [card.title for card in cards] == ["The lock", "The mill", "The ferry"]
    assert [card.published for card in cards] == [
        date(2011, 6, 3), date(2012, 1, 9), date(2013, 2, 11)
    ]  # fmt: skip
    assert {card.path for card in cards} == {str(path)}
    data = path.read_bytes()
    assert all(data[card.offset :].startswith(card.title.encode()) for card in cards)


def test_an_article_keeps_its_id_when_others_join_or_leave_its_file(shelf: Shelf) -> None:
    shelf.write("a.digest", LOCK, MILL)
    shelf.rebuild()
    before = shelf.ids()
    shelf.write("a.digest", FERRY, MILL)
    report = shelf.rebuild()
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert shelf.ids()["The mill"] == before["The mill"]
    assert report.articles == len(shelf.ids()) == 2


def test_an_unchanged_file_is_not_read_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("a.digest", LOCK, MILL)
    shelf.rebuild()
    monkeypatch.delitem(LOADERS, ".digest")
    monkeypatch.setitem(LOADERS, ".digest", lambda: pytest.fail("read again"))
    report = shelf.rebuild()
    assert (report.unchanged, report.published) == (2, False)
    shelf.write("b.txt", "A title\n\nAnd a text.")
    report = shelf.rebuild()
    assert (report.added, report.unchanged, report.articles) == (1, 2, 3)


def test_all_articles_of_a_renamed_file_move_with_it(shelf: Shelf) -> None:
    path = shelf.write("a.digest", LOCK, MILL)
    shelf.rebuild()
    before = shelf.ids()
    path.rename(path.with_name("b.digest"))
    report = shelf.rebuild()
    assert (report.renamed, report.unchanged, report.added, report.removed) == (2, 2, 0, 0)
    assert shelf.ids() == before
    assert {Path(card.path).name for card in shelf.cards()} == {"b.digest"}


def test_all_articles_of_a_removed_file_leave(shelf: Shelf) -> None:
    path = shelf.write("a.digest", LOCK, MILL)
    shelf.write("b.digest", FERRY)
    shelf.rebuild()
    path.unlink()
    report = shelf.rebuild()
    assert (report.removed, report.articles) == (2, 1)
    assert list(shelf.ids()) == ["The ferry"]


def test_two_articles_that_state_the_same_are_two(shelf: Shelf) -> None:
    shelf.write("a.digest", LOCK, LOCK)
    report = shelf.rebuild()
    assert report.articles == 2
    assert len({card.id for card in shelf.cards()}) == 2


def test_an_article_is_found_by_its_title_and_a_file_of_several_is_not_one(shelf: Shelf) -> None:
    path = shelf.write("a.digest", LOCK, MILL)
    shelf.rebuild()
    with shelf.generation() as generation:
        assert "grinds" in find_article(generation.catalog, "The mill").text
        with pytest.raises(UsageError, match="any of 2 articles"):
            find_article(generation.catalog, str(path))


def test_an_article_without_text_is_left_out(shelf: Shelf) -> None:
    path = shelf.write("a.digest", "Nothing\n2011-06-03\n", LOCK)
    assert [article.title for article in load_all(path)] == ["The lock"]
    assert load(path).title == "The lock"
