"""Fills a generation article by article, proves that it can be read, and publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import numpy as np

from index.arrays import RowWriter, map_rows, to_int8
from index.articles import Article, Passage, Skipped
from index.catalog import CatalogWriter
from index.embedders.base import FloatArray, ModelIdentity, PassageVectors
from index.errors import LibraryError
from index.generations import publish
from index.manifest import Manifest, checksums
from index.probe import probe
from index.tokens import passage_tokens
from index.vectors import VectorStoreError, write_vectors
from index.words import WordWriter


class GenerationBuilder:
    """Writes into `folder`, which only this builder opens."""

    def __init__(self, folder: Path, model: ModelIdentity) -> None:
        self._folder = folder
        self._model = model
        (folder / "words").mkdir()
        self._catalog = CatalogWriter(folder / "catalog.sqlite3")
        self._words = WordWriter(folder / "words")
        self._vectors = RowWriter(folder / "vectors.npy", model.dimension, "float32")
        self._sentences = RowWriter(folder / "sentences.npy", model.dimension, "int8")
        self._articles = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files, finished or not."""
        for part in (self._catalog, self._words, self._vectors, self._sentences):
            part.close()

    @property
    def passages(self) -> int:
        """How many passages were added: the number that the next one must have."""
        return self._vectors.rows

    def add(
        self, article: Article, passages: Sequence[Passage], vectors: Iterable[PassageVectors]
    ) -> None:
        """Add an article; its passages are numbered on from `self.passages`, one vector each."""
        self._catalog.add(article, passages)
        for passage, vector in zip(passages, vectors, strict=True):
            words = f"{article.card.title}\n{passage.heading}\n{passage.text}"
            self._words.add(passage.number, passage_tokens(words, passage.language))
            self._vectors.append(vector.passage[None])
            if vector.sentences is not None:
                self._sentences.append(to_int8(vector.sentences))
        self._articles += 1

    def skip(self, file: Skipped) -> None:
        """Record a file that could not be indexed."""
        self._catalog.skip(file)

    def add_cohort(self, vectors: FloatArray) -> None:
        """Keep what `index.cohort.embed_cohort` gave for this model."""
        np.save(self._folder / "cohort.npy", vectors)

    def finish(
        self, library: Path, embedder: str, passage_tokens: int, roots: Sequence[str]
    ) -> Path:
        """Publish the generation and return its folder. Raises LibraryError when it is unsound."""
        self._catalog.finish(roots)
        self._words.finish()
        self._vectors.finish()
        self._sentences.finish()
        try:
            write_vectors(self._folder / "chroma", map_rows(self._folder / "vectors.npy"))
        except VectorStoreError as error:
            raise LibraryError(
                f"Chroma could not store the vectors: {error}.", "Check the free disk space."
            ) from error
        Manifest(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            embedder=embedder,
            model=self._model,
            passage_tokens=passage_tokens,
            roots=tuple(roots),
            articles=self._articles,
            passages=self._vectors.rows,
            sentences=self._sentences.rows,
            files=checksums(self._folder),
        ).write(self._folder)
        if wrong := probe(self._folder):
            raise LibraryError(
                f"The new index cannot be read back ({wrong}); the old one stays.",
                "Run the rebuild again; if it fails again: quoth doctor",
            )
        return publish(library, self._folder)
