"""Carries out a plan: what is kept is taken over, what is fresh is read and embedded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
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
from quoth.index.settings import IndexSettings, columns_of
from quoth.index.store.chroma_process import ChromaProcess
from quoth.index.store.local import LocalGeneration
from quoth.index.store.manifest import FILE_NAME as MANIFEST
from quoth.index.store.neutral_sentences import embed_cohort

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


class Assembly:
    """Builds one generation in `folder`. `embedder` may only be None when nothing is fresh;
    `previous` is only None when nothing is kept.
    """

    def __init__(
        self,
        folder: Path,
        settings: IndexSettings,
        embedder: Embedder | None,
        previous: LocalGeneration | None,
        report: Report,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._embedder = embedder
        self._previous = previous
        self._report = report

    def run(self, library: Path, roots: Sequence[str], plan: Plan, child: ChromaProcess) -> Outcome:
        """Build and publish. Raises LibraryError when nothing can be indexed or read back."""
        base = self._previous if self._changes_little(plan) else None
        with GenerationBuilder(self._folder, self._identity(), base) as builder:
            if base is not None:
                self._change(builder, plan)
            else:
                self._copy(builder, plan)
            read, failed = self._add(builder, plan)
            skipped = sorted([*plan.skipped, *failed], key=lambda file: file.path)
            if not builder.articles:
                worst = skipped[0]
                raise LibraryError(
                    "None of the files can be indexed.",
                    f"For example, {worst.path} {worst.reason}.",
                )
            for file in skipped:
                builder.skip(file)
            self._report(Progress("Writing the index", 0.0))
            builder.add_cohort(self._cohort())
            settings = self._settings
            builder.finish(
                library, settings.embedder, settings.passage_tokens, roots, child, self._report
            )
            return Outcome(tuple(read), tuple(skipped), builder.articles, builder.passages, True)

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

    def _changes_little(self, plan: Plan) -> bool:
        previous = self._previous
        if previous is None or not plan.kept:
            return False
        # Somebody else's Chroma folder is never written to: what it holds is built anew.
        if not is_built_here(previous.folder / MANIFEST):
            return False
        left = previous.manifest.passages - len(previous.catalog.numbers_of(plan.gone))
        return left >= previous.rows * (1 - _MAX_HOLES_SHARE)

    def _add(
        self, builder: GenerationBuilder, plan: Plan
    ) -> tuple[list[ArticleCard], list[Skipped]]:
        if not plan.fresh:
            return [], []
        assert self._embedder is not None
        settings = self._settings
        columns = columns_of(settings.columns)
        process = LoaderProcess(settings.loading_seconds, settings.loading_megabytes, columns)
        with closing(process) as loading:
            return Ingest(
                builder, loading, self._embedder, settings.passage_tokens, plan.kept, self._report
            ).add(plan.fresh)

    def _change(self, builder: GenerationBuilder, plan: Plan) -> None:
        for article_id in plan.gone:
            builder.remove(article_id)
        builder.move((card.id, card.path) for card in plan.kept if card.path in plan.renamed)

    def _copy(self, builder: GenerationBuilder, plan: Plan) -> None:
        """What is kept, article by article, with its passages and vectors."""
        for number, card in enumerate(plan.kept):
            self._report(Progress("Keeping what is unchanged", number / len(plan.kept)))
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
            first = builder.next_number
            renumbered = [replace(passage, number=first + i) for i, passage in enumerate(passages)]
            builder.add(Article(card, article.text), renumbered, vectors)
