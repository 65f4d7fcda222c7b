"""The catalog of a generation, read: articles, their texts and passages, in one SQLite file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.index.articles import (
    Article,
    ArticleCard,
    Holdings,
    Passage,
    Skipped,
    Span,
    unpacked_spans,
)
from quoth.index.errors import LibraryError
from quoth.index.store.sqlite_reader import Row, Tables
from quoth.index.text.tokens import unaccented

_CARD = (
    "id, path, content_hash, title, published, source, author, language, tags, page_starts, offset, url,"
    " recognised"
)
_PASSAGE = 'number, id, article_id, start, "end", text, heading, language, sentences'


class Catalog:
    """A published catalog, opened read-only. Safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        """Raises LibraryError when the file is not a readable catalog."""
        self._file = file
        with self._sqlite_errors():
            self._tables = Tables(file)
            self._tables.define("part", _part)
            self._tables.define("file_name_part", _file_name_part)
            self._tables.define("tagged", _tagged)

    def articles(self) -> list[ArticleCard]:
        """Every article, without its text, in order of path and of place in the file."""
        rows = self._rows(f"SELECT {_CARD} FROM articles ORDER BY path, offset, id")
        return [_card(row) for row in rows]

    def holdings(self) -> Holdings:
        """How many articles there are, from when, in which languages, from which sources. Reads no
        text.
        """
        dated = "SELECT count(*), count(published), min(published), max(published) FROM articles"
        ((articles, stated, first, last),) = self._rows(dated)
        return Holdings(
            articles=articles,
            undated=articles - stated,
            first=date.fromisoformat(first) if first else None,
            last=date.fromisoformat(last) if last else None,
            languages=self._counts("language", "und"),
            sources=self._counts("source", ""),
        )

    def newest(self, most: int) -> list[ArticleCard]:
        """The articles published last, the newest first; undated ones come after the others."""
        order = "published IS NULL, published DESC, path, offset, id"
        return [
            _card(row)
            for row in self._rows(f"SELECT {_CARD} FROM articles ORDER BY {order} LIMIT ?", (most,))
        ]

    def article(self, id: str) -> Article | None:
        rows = self._rows(
            f"SELECT {_CARD}, text FROM articles JOIN texts ON article_id = id WHERE id = ?", (id,)
        )
        return Article(_card(rows[0][:-1]), rows[0][-1]) if rows else None

    def cards(self, ids: Iterable[str]) -> dict[str, ArticleCard]:
        """The articles with these ids, without their texts."""
        rows = self._rows_among(f"SELECT {_CARD} FROM articles WHERE id", sorted(set(ids)))
        return {row[0]: _card(row) for row in rows}

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """The passages with these numbers."""
        query = f"SELECT {_PASSAGE} FROM passages WHERE number"
        return {row[0]: _passage(row) for row in self._rows_among(query, sorted(set(numbers)))}

    def passages_of(self, article_id: str) -> list[Passage]:
        query = f"SELECT {_PASSAGE} FROM passages WHERE article_id = ? ORDER BY number"
        return [_passage(row) for row in self._rows(query, (article_id,))]

    def numbers(self) -> NDArray[np.int64]:
        """The numbers of all passages, in order; those of removed ones are missing."""
        rows = self._rows("SELECT number FROM passages ORDER BY number")
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def numbers_of(self, article_ids: Iterable[str]) -> list[int]:
        """The numbers of these articles' passages."""
        query = "SELECT number FROM passages WHERE article_id"
        return [row[0] for row in self._rows_among(query, sorted(set(article_ids)))]

    def first_sentences(self, numbers: Iterable[int]) -> dict[int, int]:
        """Passage number -> row of its first sentence in the sentence vectors."""
        query = "SELECT number, first_sentence FROM passages WHERE number"
        return dict(self._rows_among(query, sorted(set(numbers))))

    def origins_of(self, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Passage number -> its language, and the id of its article."""
        query = "SELECT number, language, article_id FROM passages WHERE number"
        rows = self._rows_among(query, sorted(set(numbers)))
        return {number: (language, article_id) for number, language, article_id in rows}

    def numbers_where(
        self,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        languages: Sequence[str] = (),
        articles: Sequence[str] = (),
        authors: Sequence[str] = (),
        tags: Sequence[str] = (),
    ) -> list[int]:
        """The numbers of the passages that fit; several values of a kind are alternatives.

        `since` and `until` are days of publication, `sources` and `authors` part of their names,
        `articles` of a title or of a file's name, or the beginning of an id, `tags` whole ones;
        accents and case do not matter.
        """
        article = (
            "part(?, title) OR file_name_part(?, path) OR substr(articles.id, 1, length(?)) = ?"
        )
        kinds: tuple[tuple[str, Sequence[str], int], ...] = (
            ("published >= ?", [since.isoformat()] if since else [], 1),
            ("published <= ?", [until.isoformat()] if until else [], 1),
            ("part(?, source)", sources, 1),
            ("passages.language = ?", languages, 1),
            (article, articles, 4),
            ("part(?, author)", authors, 1),
            ("tagged(?, tags)", tags, 1),
        )
        conditions, values = [], []
        for condition, wanted, marks in kinds:
            if wanted:
                conditions.append(f"({' OR '.join([condition] * len(wanted))})")
                values += [value for value in wanted for _ in range(marks)]
        query = "SELECT number FROM passages JOIN articles ON article_id = articles.id"
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return [row[0] for row in self._rows(query + where, values)]

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

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing when it is sound."""
        rows = self._rows("PRAGMA integrity_check")
        return [row[0] for row in rows if row[0] != "ok"]

    def close(self) -> None:
        self._tables.close()

    def _counts(self, column: str, unstated: str) -> tuple[tuple[str, int], ...]:
        """Each value of a column of the articles with how often it stands there."""
        query = (
            f"SELECT {column}, count(*) FROM articles WHERE {column} != ? "
            f"GROUP BY {column} ORDER BY count(*) DESC, {column}"
        )
        return tuple((str(value), count) for value, count in self._rows(query, (unstated,)))

    def _rows_among(self, query: str, values: Sequence[Any]) -> list[Row]:
        with self._sqlite_errors():
            return self._tables.rows_among(query, values)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._sqlite_errors():
            return self._tables.rows(query, values)

    @contextmanager
    def _sqlite_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LibraryError(
                f"The catalog {self._file} cannot be read: {error}.", "Run: quoth rebuild --full"
            ) from error


def _part(wanted: str, text: str) -> bool:
    return unaccented(wanted.casefold()) in unaccented(text.casefold())


def _file_name_part(wanted: str, path: bytes) -> bool:
    name = os.fsdecode(os.path.basename(path)).encode("utf-8", "replace").decode()
    return _part(wanted, name)


def _tagged(wanted: str, tags: str) -> bool:
    """`tags` are a JSON array."""
    return unaccented(wanted.casefold()) in (unaccented(tag.casefold()) for tag in json.loads(tags))


def _card(row: Sequence[Any]) -> ArticleCard:
    id, path, content_hash, title, published, source, author, language, tags, pages, *rest = row
    return ArticleCard(
        id=id,
        path=os.fsdecode(path),
        content_hash=content_hash,
        title=title,
        published=date.fromisoformat(published) if published else None,
        source=source,
        author=author,
        language=language,
        tags=_values(tags),
        page_starts=_values(pages),
        offset=rest[0],
        url=rest[1],
        recognised=unpacked_spans(rest[2]),
    )


def _values(array: str) -> tuple[Any, ...]:
    """Of a JSON array, which mostly is empty."""
    return tuple(json.loads(array)) if array != "[]" else ()


def _passage(row: Sequence[Any]) -> Passage:
    number, id, article_id, start, end, text, heading, language, sentences = row
    return Passage(
        id=id,
        number=number,
        article_id=article_id,
        span=Span(start, end),
        text=text,
        heading=heading,
        language=language,
        sentences=unpacked_spans(sentences),
    )
