"""The catalog of a generation, written: a new one, or a copy of the one before that is changed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from quoth.index.articles import Article, Passage, Skipped, packed_spans

SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, path BLOB NOT NULL, content_hash TEXT NOT NULL, title TEXT NOT NULL,
    published TEXT, source TEXT NOT NULL, author TEXT NOT NULL, language TEXT NOT NULL,
    tags TEXT NOT NULL, page_starts TEXT NOT NULL, offset INTEGER NOT NULL,
    url TEXT NOT NULL, recognised BLOB NOT NULL
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


class CatalogWriter:
    """Fills a new catalog, or changes one that nobody else opens; nothing counts before `finish`."""

    def __init__(self, file: Path) -> None:
        is_new = not file.exists()
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        if is_new:
            for statement in filter(str.strip, SCHEMA.split(";")):
                self._connection.execute(statement)
        else:
            self._connection.execute("DELETE FROM skipped")
            self._connection.execute("DELETE FROM roots")

    def add(self, article: Article, passages: Iterable[Passage], first_sentence: int) -> None:
        """`first_sentence` is the row of the first passage's first sentence in the vectors."""
        card = article.card
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                card.offset,
                card.url,
                packed_spans(card.recognised),
            ),
        )
        self._connection.execute("INSERT INTO texts VALUES (?, ?)", (card.id, article.text))
        for passage in passages:
            self._add_passage(passage, first_sentence)
            first_sentence += len(passage.sentences)

    def _add_passage(self, passage: Passage, first_sentence: int) -> None:
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
                packed_spans(passage.sentences),
                first_sentence,
            ),
        )

    def remove(self, article_id: str) -> list[int]:
        """Take an article out; returns the numbers that its passages had."""
        run = self._connection.execute
        rows = run("SELECT number FROM passages WHERE article_id = ?", (article_id,)).fetchall()
        run("DELETE FROM passages WHERE article_id = ?", (article_id,))
        run("DELETE FROM texts WHERE article_id = ?", (article_id,))
        run("DELETE FROM articles WHERE id = ?", (article_id,))
        return [row[0] for row in rows]

    def move(self, paths: Iterable[tuple[str, str]]) -> None:
        """Give articles, (id, path) each, the paths that they have now."""
        moved = [(os.fsencode(path), id) for id, path in paths]
        self._connection.executemany("UPDATE articles SET path = ? WHERE id = ?", moved)

    def skip(self, file: Skipped) -> None:
        row = (os.fsencode(file.path), file.content_hash, file.reason)
        self._connection.execute("INSERT INTO skipped VALUES (?, ?, ?)", row)

    def finish(self, roots: Iterable[str]) -> None:
        """`roots` are the indexed files and folders."""
        rows = enumerate(map(os.fsencode, roots))
        self._connection.executemany("INSERT INTO roots VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        self._connection.close()
