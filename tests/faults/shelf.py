"""A small library, its articles before and after a change, and what must hold whatever happens."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from quoth.index.building import embedding_cache
from quoth.index.building.rebuild import rebuild
from quoth.index.building.report import RebuildReport
from quoth.index.consent import add_roots
from quoth.index.doctor import examine, repair
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from quoth.index.store.publishing import live_generation
from quoth.qa.engine import QuestionAnswerer
from tests.counting import Counting

# Both answers stand in articles that no test changes.
QUESTIONS = ("When was the quarry of Pell closed?", "How many arches has the bridge of Corran?")
_BEFORE = {
    "bridge": "The bridge of Corran has nine arches. It was built by two brothers.",
    "orchard": "The orchard of Lisle bears three kinds of pear.",
    "quarry": "The quarry of Pell was closed in 1962. It gave a blue slate.",
    "tower": "The tower of Anse leans to the west.",
} | {f"lamp {n}": f"The lamp {n} hangs in the street number {n}." for n in range(8)}
_WORKS = ("mill", "kiln", "forge", "lock", "well", "inn")
_PLACES = ("Orsel", "Brannock", "Vauclair", "Marrow", "Skerry")

Answers = tuple[tuple[bool, str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """`library` indexes the articles as they were; `articles` has them as they are now."""

    articles: Path
    library: Path
    before: frozenset[str]
    after: frozenset[str]

    def copy(self, folder: Path) -> Path:
        """The library once more, to be harmed; its roots are the user's own choice there too."""
        add_roots(folder, [str(self.articles)])
        return Path(shutil.copytree(self.library, folder))


def make_shelf(folder: Path, embedder: Embedder) -> Shelf:
    """A library of 12 articles; one of them has changed since, one has gone, 30 are new."""
    articles = folder / "articles"
    articles.mkdir()
    for name, text in _BEFORE.items():
        write_article(articles, name, text)
    library = folder / "library"
    rebuild(library, [articles], IndexSettings(), lambda: embedder, silent)
    before = titles(library)
    (articles / "tower.txt").unlink()
    write_article(articles, "orchard", "The orchard of Lisle was felled. Oats grow there now.")
    for number, (work, place) in enumerate((w, p) for w in _WORKS for p in _PLACES):
        text = f"The {work} of {place} employs {number + 3} people. It stands by the river."
        write_article(articles, f"{work} of {place}", text)
    gone = {"About the tower"}
    new = {f"About the {work} of {place}" for work in _WORKS for place in _PLACES}
    return Shelf(articles, library, before, (before - gone) | new)


def write_article(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.txt").write_text(f"About the {name}\n\n{text}\n", encoding="utf-8")


def titles(library: Path) -> frozenset[str]:
    with Library(library, IndexSettings()).open() as generation:
        return frozenset(card.title for card in generation.catalog.articles())


def answers(library: Path, embedder: Embedder) -> Answers:
    """What the library answers: for each question whether, in which words, and from where."""
    generation = Library(library, IndexSettings()).open()
    with QuestionAnswerer(generation, embedder) as answerer:
        given = [answerer.answer(question) for question in QUESTIONS]
    return tuple(
        (
            answer.answered,
            answer.text,
            tuple((citation.article.path, citation.quote) for citation in answer.citations),
        )
        for answer in given
    )


def faults_found(library: Path) -> list[str]:
    """What the doctor finds wrong."""
    return [f"{check.name}: {check.detail}" for check in examine(library) if not check.ok]


def mend(library: Path) -> bool:
    """Whether the doctor found faults, and mended them all."""
    if not faults_found(library):
        return False
    repair(library, silent)
    assert faults_found(library) == []
    return True


def finish(library: Path, embedder: Embedder) -> tuple[RebuildReport, list[str]]:
    """Rebuild to the end: the report, and the texts that had to be embedded for it."""
    counting = Counting(embedder)
    return rebuild(library, [], IndexSettings(), lambda: counting, silent), counting.texts


def embeddings_kept(library: Path) -> int:
    """How many texts are in the embedding cache."""
    with sqlite3.connect(library / embedding_cache.FILE_NAME) as connection:
        return int(connection.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def live(library: Path) -> str:
    """The name of the live generation."""
    folder = live_generation(library)
    assert folder is not None
    return folder.name
