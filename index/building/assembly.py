"""Carries out a plan: what is kept is taken over, what is fresh is read and embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.index.articles import Article, ArticleCard, Skipped
from quoth.index.building.generation_builder import GenerationBuilder
from quoth.index.building.ingest import Ingest
from quoth.index.building.loader_process import LoaderProcess
from quoth.index.building.plan import Plan
from quoth.index.consent import is_built_here
from quoth.index.embedders.base import Embedder, FloatArray, ModelIdentity, PassageVectors
from quoth.index.errors import LibraryError
from quoth.index.progress import Progress, Report
from quoth.index.settings import IndexSettings
from quoth.index.store.article_lookup import listed_article
from quoth.index.store.chroma_process import ChromaProcess
from quoth.index.store.local import LocalGeneration
from quoth.index.store.manifest import FILE_NAME as MANIFEST

# A generation that changes little is copied and changed. Removed passages leave holes in it: when
# they are more than this share of it, it is built anew. Up to twice as many Chroma finds as well.
_MAX_HOLES_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Outcome:
    """The live generation in numbers, whether it is a new one, the articles that were read for it,
    and every file that stayed outside.
    """

    read: tuple[ArticleCard, ...]
    skipped: tuple[Skipped, ...]
    articles: int
    passages: int
    published: bool


@dataclass(frozen=True, slots=True)
class Model:
    """The model of a generation, and what gives its cohort (sentences, dimension) when asked."""

    identity: ModelIdentity
    cohort: Callable[[], FloatArray]


@dataclass(frozen=True, slots=True)
class Kept:
    """Articles that stay as they are in `previous`, one at least, and what else the plan says."""

    previous: LocalGeneration
    plan: Plan

    def change_little(self) -> bool:
        """Whether a changed copy of `previous` will do, which has few holes then."""
        # Somebody else's Chroma folder is never written to: what it holds is built anew.
        if not is_built_here(self.previous.folder / MANIFEST):
            return False
        removed = len(self.previous.catalog.numbers_of(self.plan.gone))
        left = self.previous.manifest.passages - removed
        return left >= self.previous.rows * (1 - _MAX_HOLES_SHARE)

    def change(self, builder: GenerationBuilder) -> None:
        """Take what has gone out of a copy of `previous`, and move what was renamed."""
        for article_id in self.plan.gone:
            builder.remove(article_id)
        plan = self.plan
        builder.move((card.id, card.path) for card in plan.kept if card.path in plan.renamed)

    def copy(self, builder: GenerationBuilder, report: Report) -> None:
        """Add the articles to an empty generation, with their passages and vectors."""
        previous, kept = self.previous, self.plan.kept
        for number, card in enumerate(kept):
            report(Progress("Keeping what is unchanged", number / len(kept)))
            article = listed_article(previous.catalog, card.id)
            passages = previous.catalog.passages_of(card.id)
            rows = previous.vectors_of([passage.number for passage in passages])
            pooled = previous.sentence_vectors(passages) or {}
            vectors = [
                PassageVectors(row, pooled.get(passage.number))
                for row, passage in zip(rows, passages, strict=True)
            ]
            first = builder.next_number
            renumbered = [replace(passage, number=first + i) for i, passage in enumerate(passages)]
            builder.add(Article(card, article.text), renumbered, vectors)


@dataclass(frozen=True, slots=True)
class Fresh:
    """Files to read, (path, content hash) each, what loads them, and the embedder that makes their
    vectors.
    """

    files: Sequence[tuple[str, str]]
    loading: LoaderProcess
    embedder: Embedder


@dataclass(frozen=True, slots=True)
class Assembly:
    """Builds a generation in `folder` out of what is kept and what is fresh; one may be None."""

    folder: Path
    settings: IndexSettings
    model: Model
    kept: Kept | None
    fresh: Fresh | None
    report: Report

    def run(self, library: Path, roots: Sequence[str], plan: Plan, child: ChromaProcess) -> Outcome:
        """Build and publish. Raises LibraryError when nothing can be indexed or read back."""
        base = self.kept.previous if self.kept and self.kept.change_little() else None
        with GenerationBuilder(self.folder, self.model.identity, base) as builder:
            if self.kept and base:
                self.kept.change(builder)
            elif self.kept:
                self.kept.copy(builder, self.report)
            read, failed = self._add(self.fresh, builder, plan) if self.fresh else ([], [])
            skipped = sorted([*plan.skipped, *failed], key=lambda file: file.path)
            if not builder.articles:
                worst = skipped[0]
                raise LibraryError(
                    "None of the files can be indexed.",
                    f"For example, {worst.path} {worst.reason}.",
                )
            for file in skipped:
                builder.skip(file)
            self.report(Progress("Writing the index", 0.0))
            builder.add_cohort(self.model.cohort())
            settings = self.settings
            builder.finish(
                library, settings.embedder, settings.passage_tokens, roots, child, self.report
            )
            return Outcome(tuple(read), tuple(skipped), builder.articles, builder.passages, True)

    def _add(
        self, fresh: Fresh, builder: GenerationBuilder, plan: Plan
    ) -> tuple[list[ArticleCard], list[Skipped]]:
        budget = self.settings.passage_tokens
        ingest = Ingest(builder, fresh.loading, fresh.embedder, budget, plan.kept, self.report)
        return ingest.add(fresh.files)
