"""The library as programs see it; see `qa.open_library`."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from index.articles import Article, ArticleCard
from index.library import default_folder, library_at
from index.settings import read_table, settings_files
from index.store.article_lookup import find_article
from qa.answers import Answer, AnswerEvent, Hit
from qa.engine import QuestionAnswerer
from qa.settings import AnswerSettings


class OpenLibrary:
    """Safe to use from several threads. `close` it when done, or use it in a `with`."""

    def __init__(
        self,
        folder: str | Path | None = None,
        model: str | None = None,
        base_url: str = "",
        chroma_url: str | None = None,
    ) -> None:
        self._library = library_at(Path(folder) if folder else default_folder(), chroma_url)
        settings = read_table(AnswerSettings, "qa", settings_files(self._library.folder))
        if model is not None:
            settings = replace(settings, model=model, base_url=base_url)
        self._settings = settings
        self._reopening = threading.Lock()
        self._answerer = QuestionAnswerer.open(self._library, settings)

    def ask(self, question: str, *, top_k: int | None = None) -> Answer:
        """The answer with its citations, its sentences, and the `top_k` best passages.

        `answered` is False where nothing in the library answers. Raises UsageError for a question
        without words.
        """
        return self._answerer.answer(question, top_k)

    def events(
        self, question: str, *, top_k: int | None = None, stop: threading.Event | None = None
    ) -> Iterator[AnswerEvent]:
        """The same as it comes: PassagesFound, SentenceWritten for each sentence that a chat model
        writes, AnswerFinished. Setting `stop` ends the writing.
        """
        return self._answerer.ask(question, top_k, stop=stop)

    def search(self, question: str, *, top_k: int | None = None) -> list[Hit]:
        """The best passages alone. Raises UsageError for a question without words."""
        return self._answerer.search(question, top_k)

    def articles(self) -> Sequence[ArticleCard]:
        return self._answerer.generation.catalog.articles()

    def article(self, name: str) -> Article:
        """By id, path, file name or title. Raises UsageError when there is none, or several."""
        return find_article(self._answerer.generation.catalog, name)

    def refresh(self) -> bool:
        """Go on with what was indexed since, if anything was; whether it was. Answers under way in
        other threads must be over.
        """
        with self._reopening:
            if not self._answerer.generation.is_outdated():
                return False
            newer = QuestionAnswerer.open(self._library, self._settings)
            self._answerer.close()
            self._answerer = newer
            return True

    def close(self) -> None:
        self._answerer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
