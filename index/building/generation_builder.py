"""Fills a generation article by article, proves that it can be read, and publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import numpy as np

from quoth.index.arrays import RowWriter, to_int8
from quoth.index.articles import Article, Passage, Skipped
from quoth.index.consent import add_built
from quoth.index.embedders.base import FloatArray, ModelIdentity, PassageVectors
from quoth.index.errors import LibraryError
from quoth.index.progress import Report
from quoth.index.store.catalog_writer import CatalogWriter
from quoth.index.store.chroma_process import ChromaProcess
from quoth.index.store.cloning import clone
from quoth.index.store.local import LocalGeneration
from quoth.index.store.manifest import FILE_NAME as MANIFEST
from quoth.index.store.manifest import Manifest, checksums
from quoth.index.store.publishing import publish
from quoth.index.store.word_index import WordWriter, tokens_of


class GenerationBuilder:
    """Writes into `folder`, which only this builder opens: from nothing, or what changes in a copy
    of `base`.

    In a copy the rows of removed passages stay behind in the arrays, and their numbers are not
    given again.
    """

    def __init__(
        self, folder: Path, model: ModelIdentity, base: LocalGeneration | None = None
    ) -> None:
        """Raises OSError when `base` cannot be copied."""
        self._folder = folder
        self._model = model
        if base is None:
            (folder / "words").mkdir()
        else:
            clone(base.folder, folder)
        self._catalog = CatalogWriter(folder / "catalog.sqlite3")
        self._words = WordWriter(folder / "words")
        self._vectors = RowWriter(folder / "vectors.npy", model.dimension, "float32")
        self._sentences = RowWriter(folder / "sentences.npy", model.dimension, "int8")
        self._first = self._vectors.rows
        self._removed: list[int] = []
        self.articles = base.manifest.articles if base else 0
        self.passages = base.manifest.passages if base else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files, finished or not."""
        for part in (self._catalog, self._words, self._vectors, self._sentences):
            part.close()

    @property
    def next_number(self) -> int:
        """The number that the next passage must have."""
        return self._vectors.rows

    def add(
        self, article: Article, passages: Sequence[Passage], vectors: Iterable[PassageVectors]
    ) -> None:
        """Add an article; its passages are numbered on from `next_number`, one vector each."""
        self._catalog.add(article, passages, self._sentences.rows)
        for passage, vector in zip(passages, vectors, strict=True):
            self._words.add(passage.number, tokens_of(passage, article.card))
            self._vectors.append(vector.passage[None])
            if vector.sentences is not None:
                self._sentences.append(to_int8(vector.sentences))
        self.articles += 1
        self.passages += len(passages)

    def remove(self, article_id: str) -> None:
        """Take out an article of `base`."""
        numbers = self._catalog.remove(article_id)
        self._words.remove(numbers)
        self._removed += numbers
        self.articles -= 1
        self.passages -= len(numbers)

    def move(self, paths: Iterable[tuple[str, str]]) -> None:
        """Give articles of `base`, (id, path) each, the paths that they have now."""
        self._catalog.move(paths)

    def skip(self, file: Skipped) -> None:
        """Record a file that could not be indexed."""
        self._catalog.skip(file)

    def add_cohort(self, vectors: FloatArray) -> None:
        """Keep what `index.store.neutral_sentences.embed_cohort` gave for this model."""
        np.save(self._folder / "cohort.npy", vectors)

    def finish(
        self,
        library: Path,
        embedder: str,
        passage_tokens: int,
        roots: Sequence[str],
        child: ChromaProcess,
        report: Report,
    ) -> Path:
        """Publish the generation and return its folder. Raises LibraryError when it is unsound."""
        self._catalog.finish(roots)
        self._words.finish()
        self._vectors.finish()
        self._sentences.finish()
        if wrong := child.store(self._folder, self._first, self._removed, report):
            raise LibraryError(
                f"The vectors could not be stored: {wrong}.", "Check the free disk space."
            )
        Manifest(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            embedder=embedder,
            model=self._model,
            passage_tokens=passage_tokens,
            roots=tuple(roots),
            articles=self.articles,
            passages=self.passages,
            sentences=self._sentences.rows,
            files=checksums(self._folder),
        ).write(self._folder)
        if wrong := child.probe(self._folder, report):
            raise LibraryError(
                f"The new index cannot be read back ({wrong}); the old one stays.",
                "Run the rebuild again; if it fails again: quoth doctor",
            )
        add_built(self._folder / MANIFEST)
        return publish(library, self._folder)
