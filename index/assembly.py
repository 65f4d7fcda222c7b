"""Carries out a plan: what is kept is copied, what is fresh is read and embedded, all is built."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from index.articles import Article, ArticleCard, Skipped
from index.builder import GenerationBuilder
from index.cohort import embed_cohort
from index.embedders.base import Embedder, FloatArray, ModelIdentity, PassageText, PassageVectors
from index.errors import LibraryError, LoadError
from index.generation import Generation
from index.plan import Plan
from index.progress import Progress, Report
from index.reading import ReadArticle, read_article, skipped
from index.settings import IndexSettings

_WINDOW = 128  # passages read ahead: little to hold in memory
_SLICE = 16  # passages embedded between two reports, which is where a rebuild can be stopped


@dataclass(frozen=True, slots=True)
class Outcome:
    """The new generation in numbers, and every file that stayed outside."""

    skipped: tuple[Skipped, ...]
    articles: int
    passages: int


class Assembly:
    """Builds one generation in `folder`. `embedder` may only be None when nothing is fresh."""

    def __init__(
        self,
        folder: Path,
        settings: IndexSettings,
        embedder: Embedder | None,
        previous: Generation | None,
        report: Report,
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._previous = previous
        self._report = report
        self._builder = GenerationBuilder(folder, self._identity())
        self._waiting: list[ReadArticle] = []
        self._ids: set[str] = set()
        self._articles = 0
        self._embedded = 0
        self._started = time.monotonic()

    def run(self, library: Path, roots: Sequence[str], plan: Plan) -> Outcome:
        """Build and publish. Raises LibraryError when nothing can be indexed or read back."""
        with self._builder:
            return self._run(library, roots, plan)

    def _run(self, library: Path, roots: Sequence[str], plan: Plan) -> Outcome:
        self._ids.update(card.id for card in plan.kept)
        for number, card in enumerate(plan.kept):
            self._report(Progress("Keeping what is unchanged", number / len(plan.kept)))
            self._copy(card)
        skipped = sorted([*plan.skipped, *self._read(plan.fresh)], key=lambda file: file.path)
        if not self._articles:
            worst = skipped[0]
            raise LibraryError(
                "None of the files can be indexed.", f"For example, {worst.path} {worst.reason}."
            )
        for file in skipped:
            self._builder.skip(file)
        self._report(Progress("Writing the index", 0.0))
        self._builder.add_cohort(self._cohort())
        settings = self._settings
        self._builder.finish(library, settings.embedder, settings.passage_tokens, roots)
        self._report(Progress("Writing the index", 1.0))
        return Outcome(tuple(skipped), self._articles, self._builder.passages)

    def _identity(self) -> ModelIdentity:
        if self._embedder is not None:
            return self._embedder.identity
        assert self._previous is not None
        return self._previous.manifest.model

    def _cohort(self) -> FloatArray:
        previous = self._previous
        if previous is not None and previous.manifest.model == self._identity():
            return previous.cohort
        assert self._embedder is not None
        return embed_cohort(self._embedder)

    def _copy(self, card: ArticleCard) -> None:
        """An article with its passages and vectors, from the previous generation."""
        previous = self._previous
        assert previous is not None
        article = previous.catalog.article(card.id)
        assert article is not None
        passages = previous.catalog.passages_of(card.id)
        rows = previous.vectors_of([passage.number for passage in passages])
        pooled = previous.sentence_vectors(passages) or {}
        vectors = [
            PassageVectors(row, pooled.get(passage.number))
            for row, passage in zip(rows, passages, strict=True)
        ]
        first = self._builder.passages
        renumbered = [replace(passage, number=first + i) for i, passage in enumerate(passages)]
        self._builder.add(Article(card, article.text), renumbered, vectors)
        self._articles += 1

    def _read(self, fresh: Sequence[tuple[str, str]]) -> list[Skipped]:
        """Read and embed files; returns those that could not be read."""
        failed = []
        for number, (path, digest) in enumerate(fresh):
            try:
                self._waiting.append(self._read_one(path, digest))
            except LoadError as error:
                failed.append(skipped(path, digest, error))
            if sum(len(read.pieces) for read in self._waiting) >= _WINDOW:
                self._embed_waiting(number + 1, len(fresh))
        self._embed_waiting(len(fresh), len(fresh))
        return failed

    def _read_one(self, path: str, digest: str) -> ReadArticle:
        assert self._embedder is not None
        budget = self._settings.passage_tokens
        read = read_article(path, digest, self._embedder, budget, self._ids)
        self._ids.add(read.article.card.id)
        return read

    def _embed_waiting(self, done: int, total: int) -> None:
        """Embed what was read and add it; `done` of `total` articles are read by then."""
        if not self._waiting:
            return
        vectors = self._embed([text for read in self._waiting for text in read.texts], done, total)
        for read in self._waiting:
            passages = read.passages(self._builder.passages)
            self._builder.add(read.article, passages, islice(vectors, len(passages)))
        self._articles += len(self._waiting)
        self._waiting.clear()

    def _embed(
        self, texts: Sequence[PassageText], done: int, total: int
    ) -> Iterator[PassageVectors]:
        """Slice by slice, as they are asked for: a book's vectors would not fit in memory."""
        assert self._embedder is not None
        waiting = len(self._waiting)
        for start in range(0, len(texts), _SLICE):
            share = (done - waiting * (1 - start / len(texts))) / total
            self._tell(share, done, total)
            vectors = self._embedder.embed_passages(texts[start : start + _SLICE])
            self._embedded += len(vectors)
            yield from vectors

    def _tell(self, share: float, done: int, total: int) -> None:
        speed = self._embedded / max(1e-9, time.monotonic() - self._started)
        embedded = f"{self._embedded} passages embedded, {speed:.0f}/s"
        detail = f"{done} of {total} articles read, {embedded}"
        self._report(Progress("Embedding passages", share, detail))
