"""Reads files, embeds their passages and adds them to a generation: files are read while the
passages of those before them are embedded.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from quoth.index.articles import ArticleCard, Skipped
from quoth.index.building.generation_builder import GenerationBuilder
from quoth.index.building.loader_process import LoaderProcess
from quoth.index.building.prefetch import prefetched
from quoth.index.building.reading import ReadArticle, read_articles, skipped
from quoth.index.embedders.base import Embedder, PassageText, PassageVectors
from quoth.index.errors import LoadError
from quoth.index.loaders import format_of
from quoth.index.progress import Pace, Progress, Report
from quoth.index.text.language import UNDETERMINED

_MAX_FILES_AHEAD = 16  # files read before their turn: little to hold in memory
_SHORT_FILE_BYTES = 2_000  # bytes
_PREVAILING_SHARE = 0.1  # share of the articles that are in a language which prevails
_SLICE_PASSAGES = (
    16  # passages embedded between two reports, which is where a rebuild can be stopped
)


@dataclass(frozen=True, slots=True)
class _Total:
    files: int
    bytes: int


class Ingest:
    """Adds files to `builder`, as `loading` reads them, in passages of at most `budget` tokens,
    beside the articles `kept`.
    """

    def __init__(
        self,
        builder: GenerationBuilder,
        loading: LoaderProcess,
        embedder: Embedder,
        budget: int,
        kept: Sequence[ArticleCard],
        report: Report,
    ) -> None:
        self._builder = builder
        self._loading = loading
        self._embedder = embedder
        self._budget = budget
        self._taken = {card.id for card in kept}
        self._languages = Counter(card.language for card in kept)
        self._report = report
        self._progress = Progress("Embedding passages", 0.0)
        self._pace = Pace()
        self._files = self._passages = self._bytes = 0  # done

    def add(self, files: Sequence[tuple[str, str]]) -> tuple[list[ArticleCard], list[Skipped]]:
        """`files` are (path, content hash); returns the articles that they hold, and the files that
        cannot be read, or not all of them, and why.
        """
        added: list[ArticleCard] = []
        failed: list[Skipped] = []
        files = sorted(files, key=lambda file: _turn(file[0]))
        sizes = [_size(path) for path, _ in files]
        waiting: list[ReadArticle] = []
        passages = size = 0  # of those that wait
        made = prefetched(self._read, files, _MAX_FILES_AHEAD, self._tell_again)
        with closing(made):
            for number, ((path, digest), read) in enumerate(zip(files, made, strict=True), 1):
                size += sizes[number - 1]
                try:
                    articles = read.result()
                    waiting += articles
                    failed += [_partly(one) for one in articles if one.unread]
                    passages = sum(len(article.texts) for article in waiting)
                except LoadError as error:
                    failed.append(skipped(path, digest, error))
                if passages >= _SLICE_PASSAGES or number == len(files):
                    self._embed(waiting, size, _Total(len(files), sum(sizes)))
                    added += [article.article.card for article in waiting]
                    self._files = number
                    waiting, passages, size = [], 0, 0
        return added, failed

    def _read(self, file: tuple[str, str]) -> list[ReadArticle]:
        """In the thread that reads ahead."""
        prevailing = self._prevailing()
        read = read_articles(
            *file,
            self._embedder,
            self._budget,
            self._taken,
            partial(self._loading.load_all, languages=prevailing),
            prevailing,
        )
        cards = [article.article.card for article in read]
        self._taken.update(card.id for card in cards)
        self._languages.update(card.language for card in cards)
        return read

    def _prevailing(self) -> list[str]:
        """The languages of many of the articles so far, the most frequent first."""
        least = _PREVAILING_SHARE * self._languages.total()
        found = self._languages.most_common()
        return [code for code, count in found if count >= least and code != UNDETERMINED]

    def _embed(self, articles: Sequence[ReadArticle], size: int, total: _Total) -> None:
        """Embed articles, of files of `size` bytes in all, and add them."""
        texts = [text for article in articles for text in article.texts]
        vectors = self._vectors(texts, size, total)
        for article in articles:
            passages = article.passages(self._builder.next_number)
            self._builder.add(article.article, passages, islice(vectors, len(passages)))
        self._bytes += size

    def _vectors(
        self, texts: Sequence[PassageText], size: int, total: _Total
    ) -> Iterator[PassageVectors]:
        """Slice by slice, as they are asked for: a long book's would not fit in memory."""
        for start in range(0, len(texts), _SLICE_PASSAGES):
            self._tell(self._bytes + size * start / len(texts), total)
            vectors = self._embedder.embed_passages(texts[start : start + _SLICE_PASSAGES])
            self._passages += len(vectors)
            yield from vectors

    def _tell_again(self) -> None:
        """While a file is waited for; pages that are recognised take long."""
        doing = self._loading.doing
        detail = f"{self._progress.detail}, {doing}".removeprefix(", ") if doing else ""
        self._report(replace(self._progress, detail=detail or self._progress.detail))

    def _tell(self, size: float, total: _Total) -> None:
        detail = f"{self._files:,} of {total.files:,} files, {self._passages:,} passages"
        if speed := self._pace.per_second(self._passages):
            detail += f", {speed:.0f} a second"
        self._progress = Progress("Embedding passages", size / max(1, total.bytes), detail)
        self._report(self._progress)


def _partly(read: ReadArticle) -> Skipped:
    """What is left out of a file that is read."""
    card = read.article.card
    return Skipped(card.path, card.content_hash, read.unread)


def _turn(path: str) -> tuple[bool, bool]:
    """What the files are sorted by: the languages of those before tell what a scan's or a short
    text's may be.
    """
    read = format_of(Path(path))
    return read is not None and read.is_pictures, _size(path) < _SHORT_FILE_BYTES


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
