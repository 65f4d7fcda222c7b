"""The word index: BM25 over our own tokens, so that every language keeps its own words.

tantivy only ever sees tokens separated by spaces. Scores are tantivy's BM25 (k1 1.2, b 0.75).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import tantivy

from quoth.index.articles import ArticleCard, Passage
from quoth.index.disk import may_write
from quoth.index.store.bm25 import ideal, token_idf
from quoth.index.text.file_names import named
from quoth.index.text.tokens import indexed_tokens, question_terms

_FIELD = "words"
_NUMBER = "number"
_WRITER_BYTES = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(_NUMBER, stored=False, indexed=True, fast=True)
    builder.add_text_field(_FIELD, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def tokens_of(passage: Passage, card: ArticleCard) -> list[str]:
    """Under which an article's passage stands in a word index: also its title and file's name."""
    words = f"{named(card.title, card.path)}\n{passage.heading}\n{passage.text}"
    return indexed_tokens(words, passage.language)


class WordWriter:
    """Fills `folder`, which is empty, or a copy of a finished index that nobody else opens."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        self._finished = False

    def add(self, number: int, tokens: Sequence[str]) -> None:
        document = tantivy.Document()
        document.add_integer(_NUMBER, number)
        document.add_text(_FIELD, " ".join(tokens))
        self._writer.add_document(document)

    def remove(self, numbers: Sequence[int]) -> None:
        """Forget the passages with these numbers."""
        gone = tantivy.Query.term_set_query(self._schema, _NUMBER, list(numbers))
        self._writer.delete_documents_by_query(gone)

    def finish(self) -> None:
        self._writer.commit()
        self._finished = True
        self._writer.wait_merging_threads()

    def close(self) -> None:
        """Stop its threads, which go on writing files otherwise."""
        if not self._finished:
            self._finished = True
            self._writer.rollback()
            self._writer.wait_merging_threads()


class WordIndex:
    """A published word index, opened for questions. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        with _lockable(folder) as place:
            self._index = tantivy.Index.open(str(place))
        self._searcher = self._index.searcher()
        segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
        self._counted = sum(segment["max_doc"] for segment in segments)
        self._idf: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        return int(self._searcher.num_docs)

    def idf(self, token: str) -> float:
        """Among the passages are removed ones that tantivy has not merged away, as in its own
        scores.
        """
        with self._lock:
            if token not in self._idf:
                n = self._searcher.doc_freq(_FIELD, token)
                self._idf[token] = token_idf(token, self._counted, n)
            return self._idf[token]

    def search(
        self,
        question: str,
        languages: Sequence[str],
        limit: int,
        among: Sequence[int] | None = None,
    ) -> dict[int, float]:
        """Passage number -> share 0..1 of the most that the question's words could score, of the
        `limit` best, of all or of those in `among`.

        A word counts once, by whichever of its stems (one a language of the library) scores best.
        """
        return self._shares(question, languages, limit, among)

    def holding(self, terms: Sequence[Sequence[str]], limit: int) -> list[int]:
        """The passages that hold, of each term, any of its stems; the `limit` best by BM25."""
        if not terms or not self.count:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, self._any_of(stems)) for stems in terms]
        )
        return list(self._numbers(query, limit))

    def score(
        self, question: str, languages: Sequence[str], numbers: Sequence[int]
    ) -> dict[int, float]:
        """The same share for given passages; one that holds no word of the question has none."""
        return self._shares(question, languages, max(1, len(numbers)), among=numbers)

    def _shares(
        self, question: str, languages: Sequence[str], limit: int, among: Sequence[int] | None
    ) -> dict[int, float]:
        terms = question_terms(question, languages)
        most = ideal(terms, self.idf)
        if not most or not self.count or (among is not None and not len(among)):
            return {}
        words = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._any_of(stems)) for stems in terms]
        )
        query = words if among is None else self._restricted(words, among)
        scores = self._numbers(query, limit)
        return {number: min(1.0, score / most) for number, score in scores.items() if score}

    def _numbers(self, query: tantivy.Query, limit: int) -> dict[int, float]:
        """Passage number -> BM25 score, of the `limit` best."""
        hits = self._searcher.search(query, max(1, limit), count=False).hits
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in hits])
        return {
            cast(int, number): cast(float, score)
            for number, (score, _) in zip(numbers, hits, strict=True)
        }

    def _any_of(self, stems: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.disjunction_max_query(
            [
                tantivy.Query.term_query(self._schema, _FIELD, stem, index_option="freq")
                for stem in stems
            ]
        )

    def _restricted(self, words: tantivy.Query, numbers: Sequence[int]) -> tantivy.Query:
        among = tantivy.Query.term_set_query(self._schema, _NUMBER, list(numbers))
        filtered = tantivy.Query.const_score_query(among, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, filtered), (tantivy.Occur.Must, words)]
        )


@contextmanager
def _lockable(folder: Path) -> Iterator[Path]:
    """The folder, or one of links to its files: tantivy makes a lock file beside what it opens."""
    if may_write(folder):
        yield folder
        return
    # tantivy may still be at its lock when the folder goes.
    with TemporaryDirectory(prefix="quoth-", ignore_cleanup_errors=True) as links:
        for file in folder.iterdir():
            if file.suffix != ".lock":
                (Path(links) / file.name).symlink_to(file)
        yield Path(links)
