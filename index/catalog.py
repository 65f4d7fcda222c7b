"""The catalog of a generation: articles, their texts and passages, in one SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from index.articles import Article, ArticleCard, Passage, Skipped, Span
from index.errors import LibraryError

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, path BLOB NOT NULL UNIQUE, content_hash TEXT NOT NULL, title TEXT NOT NULL,
    published TEXT, source TEXT NOT NULL, author TEXT NOT NULL, language TEXT NOT NULL,
    tags TEXT NOT NULL, page_starts TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE texts (article_id TEXT PRIMARY KEY REFERENCES articles, text TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    language TEXT NOT NULL, sentences BLOB NOT NULL, first_sentence INTEGER NOT NULL
);
CREATE INDEX passages_of_article ON passages (article_id);
CREATE TABLE skipped (
    path BLOB PRIMARY KEY, content_hash TEXT NOT NULL, reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE roots (number INTEGER PRIMARY KEY, path BLOB NOT NULL);
"""
_CARD = "id, path, content_hash, title, published, source, author, language, tags, page_starts"
_PASSAGE = 'number, id, article_id, start, "end", text, heading, language, sentences'
_VARIABLES = 500  # SQLite takes a limited number of ? in a statement


class CatalogWriter:
    """Fills a new catalog; nothing is in it before `finish`."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            self._connection.execute(statement)
        self._sentences = 0

    def add(self, article: Article, passages: Iterable[Passage]) -> None:
        card = article.card
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                card.id,
                os.fsencode(card.path),
                card.content_hash,
                card.title,
                card.published.isoformat() if card.published else None,
                card.source,
                card.author,
                card.language,
                json.dumps(card.tags),
                json.dumps(card.page_starts),
            ),
        )
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", (card.id, article.text))
        for passage in passages:
            self._add_passage(passage)

    def _add_passage(self, passage: Passage) -> None:
        offsets = array("q", (o for span in passage.sentences for o in (span.start, span.end)))
        self._connection.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                passage.number,
                passage.id,
                passage.article_id,
                passage.span.start,
                passage.span.end,
                passage.text,
                passage.heading,
                passage.language,
                offsets.tobytes(),
                self._sentences,
            ),
        )
        self._sentences += len(passage.sentences)

    def skip(self, file: Skipped) -> None:
        row = (os.fsencode(file.path), file.content_hash, file.reason)
        self._connection.execute("INSERT INTO skipped VALUES (?, ?, ?)", row)

    def finish(self, roots: Sequence[str]) -> None:
        """`roots` are the indexed files and folders."""
        rows = enumerate(map(os.fsencode, roots))
        self._connection.executemany("INSERT INTO roots VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        self._connection.close()


class Catalog:
    """A published catalog, opened read-only. Safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        """Raises LibraryError when the file is not a readable catalog."""
        self._file = file
        self._lock = threading.Lock()
        try:
            uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def articles(self) -> list[ArticleCard]:
        """Every article, without its text, in order of path."""
        return [_card(row) for row in self._rows(f"SELECT {_CARD} FROM articles ORDER BY path")]

    def article(self, id: str) -> Article | None:
        rows = self._rows(
            f"SELECT {_CARD}, text FROM articles JOIN texts ON article_id = id WHERE id = ?", (id,)
        )
        return Article(_card(rows[0][:-1]), rows[0][-1]) if rows else None

    def cards(self, ids: Iterable[str]) -> dict[str, ArticleCard]:
        """The articles with these ids, without their texts."""
        rows = self._in_batches(f"SELECT {_CARD} FROM articles WHERE id", sorted(set(ids)))
        return {row[0]: _card(row) for row in rows}

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE number"
        return {row[0]: _passage(row) for row in self._in_batches(query, sorted(set(numbers)))}

    def passages_of(self, article_id: str) -> list[Passage]:
        query = f"SELECT {_PASSAGE} FROM passages WHERE article_id = ? ORDER BY number"
        return [_passage(row) for row in self._rows(query, (article_id,))]

    def first_sentences(self, numbers: Iterable[int]) -> dict[int, int]:
        """Passage number -> row of its first sentence in the sentence vectors."""
        query = "SELECT number, first_sentence FROM passages WHERE number"
        return dict(self._in_batches(query, sorted(set(numbers))))

    def languages_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """Passage number -> its language."""
        query = "SELECT number, language FROM passages WHERE number"
        return dict(self._in_batches(query, sorted(set(numbers))))

    def skipped(self) -> list[Skipped]:
        """The files that could not be indexed, in order of path."""
        rows = self._rows("SELECT path, content_hash, reason FROM skipped ORDER BY path")
        return [Skipped(os.fsdecode(path), hash, reason) for path, hash, reason in rows]

    def roots(self) -> tuple[str, ...]:
        """The indexed files and folders."""
        rows = self._rows("SELECT path FROM roots ORDER BY number")
        return tuple(os.fsdecode(path) for (path,) in rows)

    def languages(self) -> list[str]:
        """The languages of the passages, the most frequent first."""
        query = "SELECT language FROM passages GROUP BY language ORDER BY count(*) DESC, language"
        return [row[0] for row in self._rows(query)]

    def count(self, table: str) -> int:
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is sound."""
        rows = self._rows("PRAGMA integrity_check")
        return [row[0] for row in rows if row[0] != "ok"]

    def close(self) -> None:
        self._connection.close()

    def _in_batches(self, query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), _VARIABLES):
            batch = values[start : start + _VARIABLES]
            marks = ",".join("?" * len(batch))
            yield from self._rows(f"{query} IN ({marks})", batch)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._sqlite_errors(), self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _sqlite_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: sqlite3.Error) -> LibraryError:
        return LibraryError(
            f"The catalog {self._file} cannot be read: {error}.", "Run: quoth rebuild --full"
        )


def _card(row: Sequence[Any]) -> ArticleCard:
    id, path, content_hash, title, published, source, author, language, tags, page_starts = row
    return ArticleCard(
        id=id,
        path=os.fsdecode(path),
        content_hash=content_hash,
        title=title,
        published=date.fromisoformat(published) if published else None,
        source=source,
        author=author,
        language=language,
        tags=tuple(json.loads(tags)),
        page_starts=tuple(json.loads(page_starts)),
    )


def _passage(row: Sequence[Any]) -> Passage:
    number, id, article_id, start, end, text, heading, language, sentences = row
    offsets = array("q")
    offsets.frombytes(sentences)
    return Passage(
        id=id,
        number=number,
        article_id=article_id,
        span=Span(start, end),
        text=text,
        heading=heading,
        language=language,
        sentences=tuple(map(Span, offsets[::2], offsets[1::2])),
    )
