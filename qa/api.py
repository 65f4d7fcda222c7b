"""The one door to a library: opened with its settings, asked, searched, read, rebuilt, measured.

The command line, the app, MCP, LangChain and `quoth.open_library` all come in here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from quoth.index.errors import LibraryError
from quoth.index.library import Library, default_folder, library_at
from quoth.index.progress import Report, silent
from quoth.index.settings import read_table, settings_files
from quoth.qa.questions import Question
from quoth.qa.search.filters import Narrowing, filters_of
from quoth.qa.settings import AnswerSettings

if TYPE_CHECKING:
    from quoth.index.articles import Article, ArticleCard
    from quoth.index.building.report import RebuildReport
    from quoth.index.fetching.adding import Added
    from quoth.index.store.catalog import Catalog
    from quoth.qa.answers import Answer, AnswerEvent, Hit
    from quoth.qa.corpus.entities import Entity
    from quoth.qa.engine import QuestionAnswerer
    from quoth.qa.evaluation.measure import Scores
    from quoth.qa.evaluation.newsroom import NewsroomScores
    from quoth.qa.understanding.follow_ups import Earlier

Table = TypeVar("Table")


class QuothLibrary:
    """A library and its settings. Its index and model are loaded by the first question, or by `open`.

    Safe to use from several threads. `close` it when done, or use it in a `with`; whatever reads a
    closed one raises LibraryError, until `open` opens it again. `settings` may be
    replaced: whatever is opened afterwards answers by them.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        model: str | None = None,
        base_url: str | None = None,
        chroma_url: str | None = None,
    ) -> None:
        """The library in `folder`, by default the user's own; the rest goes before its settings.

        Raises UsageError when the settings are off.
        """
        self._use(library_at(Path(folder) if folder else default_folder(), chroma_url))
        self.settings = self.table(AnswerSettings, "qa").with_model(model, base_url)

    @classmethod
    def over(cls, index: Library, settings: AnswerSettings | None = None) -> Self:
        """The door to an index, with these settings instead of those of the files."""
        door = cls.__new__(cls)
        door._use(index)
        door.settings = settings or AnswerSettings()
        return door

    def _use(self, index: Library) -> None:
        self.index = index
        self._opening = threading.Lock()
        self._answerer: QuestionAnswerer | None = None
        self._is_closed = False

    @property
    def folder(self) -> Path:
        """The directory that holds the index."""
        return self.index.folder

    def table(self, kind: type[Table], name: str) -> Table:
        """A table of this library's settings. Raises UsageError that names the key that is off."""
        return read_table(kind, name, settings_files(self.folder))

    def open(self, report: Report = silent) -> Self:
        """Load the index and the model now; nothing happens where they are loaded already.

        Raises EmptyLibrary, LibraryError, ModelMismatch, EmbedderError, and UsageError when the
        chat model of the settings cannot be had.
        """
        with self._opening:
            self._is_closed = False
        self._open(report)
        return self

    def answerer(self, report: Report = silent) -> QuestionAnswerer:
        """What answers from the index as it is now, for whoever closes it. Raises as `open` does."""
        from quoth.qa.engine import QuestionAnswerer  # loads Chroma and ONNX Runtime

        return QuestionAnswerer.open(self.index, self.settings, report)

    def ask(
        self, question: str | Question, *, top_k: int | None = None, **filters: Unpack[Narrowing]
    ) -> Answer:
        """The answer with its citations, its sentences, and the `top_k` best passages.

        `answered` is False where nothing in the library answers. Raises UsageError for a question
        without words and for a filter's value that is none.
        """
        return self._open().answer(_narrowed(question, filters), top_k)

    def timeline(self, topic: str, **filters: Unpack[Narrowing]) -> Answer:
        """The chronology of a topic: `lines` with the day of each event, quoted and cited. Raises as
        `ask` does.
        """
        return self.ask(Question(topic, kind="chronology"), **filters)

    def events(
        self,
        question: str | Question,
        *,
        top_k: int | None = None,
        stop: threading.Event | None = None,
        **filters: Unpack[Narrowing],
    ) -> Iterator[AnswerEvent]:
        """An answer as it comes: PassagesFound, PartRead for each step over much text, SentenceWritten
        for each sentence that a chat model writes, AnswerFinished. Setting `stop` ends the writing. Raises as `ask` does.
        """
        return self._open().ask(_narrowed(question, filters), top_k, stop=stop)

    def search(
        self, question: str | Question, *, top_k: int | None = None, **filters: Unpack[Narrowing]
    ) -> list[Hit]:
        """The `top_k` best passages, best first, without an answer. Raises as `ask` does."""
        return self._open().search(_narrowed(question, filters), top_k)

    def earlier(self, question: Question) -> Earlier:
        """What a question leaves for the one after it in a conversation."""
        return self._open().earlier(question)

    def articles(self) -> Sequence[ArticleCard]:
        """Every article, without its text. Loads no model. Raises EmptyLibrary, LibraryError."""
        with self._catalog() as catalog:
            return catalog.articles()

    def article(self, name: str) -> Article:
        """The article with that id, path, file name or title. Loads no model.

        Raises UsageError when there is none, or several; EmptyLibrary, LibraryError.
        """
        from quoth.index.store.article_lookup import find_article

        with self._catalog() as catalog:
            return find_article(catalog, name)

    def entities(self) -> list[Entity]:
        """The people, places and organisations that the articles name, those of most articles first.
        Loads no model. Raises EmptyLibrary, LibraryError.
        """
        from quoth.qa.corpus.entities import entities

        self._refuse_when_closed()
        if self._answerer is not None:
            return entities(self._answerer.generation.current())
        with self.index.open() as generation:
            return entities(generation)

    def notices(self) -> list[str]:
        """What the user should know of every answer."""
        answerer = self._open()
        return [*self.index.notices(answerer.generation), *answerer.notices()]

    def rebuild(
        self, paths: Sequence[str | Path] = (), *, full: bool = False, report: Report = silent
    ) -> RebuildReport:
        """Index `paths`, or what was indexed before; `refresh` then answers from it.

        `full` reads and embeds everything again. Raises UsageError, LibraryError, EmbedderError.
        """
        return self.index.rebuild(paths, full=full, report=report)

    def add(
        self, url: str, *, allow_private: bool = False, report: Report = silent
    ) -> tuple[Added, RebuildReport]:
        """Fetch a page, or a feed's items, and index them. Raises UsageError, FetchError and as
        `rebuild` does.
        """
        from quoth.index.fetching.adding import add
        from quoth.index.fetching.rules import Rules

        roots = self.index.own_roots()
        fetched = add(url, self.index.added, Rules(allow_private=allow_private), report)
        return fetched, self.rebuild([*roots, self.index.added], report=report)

    def evaluate(
        self, file: Path, parallel: Path | None = None, report: Report = silent
    ) -> Scores | NewsroomScores:
        """How well the questions of a file are answered; see `qa.evaluation.asking.scores_of`."""
        from quoth.qa.evaluation.asking import scores_of

        # What is measured quotes, from everything.
        settings = replace(self.settings.with_model("", None), filters="")
        return scores_of(self.index, settings, file, parallel, report)

    def refresh(self) -> bool:
        """Go on with what was indexed since, if anything was; whether it was. Answers under way in
        other threads must be over.
        """
        with self._opening:
            if self._answerer is None or not self._answerer.generation.is_outdated():
                return False
            newer = self.answerer()
            self._answerer.close()
            self._answerer = newer
            return True

    def close(self) -> None:
        """Let the index go."""
        with self._opening:
            self._is_closed = True
            if self._answerer is not None:
                self._answerer.close()
                self._answerer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, report: Report = silent) -> QuestionAnswerer:
        with self._opening:
            self._refuse_when_closed()
            if self._answerer is None:
                self._answerer = self.answerer(report)
            return self._answerer

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise LibraryError("The library is closed.", "Open it again: call its open().")

    @contextmanager
    def _catalog(self) -> Iterator[Catalog]:
        """That of what is open, or of what was published last."""
        self._refuse_when_closed()
        if self._answerer is not None:
            yield self._answerer.generation.catalog
        else:
            with self.index.open() as generation:
                yield generation.catalog


def _narrowed(question: str | Question, filters: Narrowing) -> Question:
    asked = question if isinstance(question, Question) else Question(question)
    return replace(asked, filters=asked.filters & filters_of(date.today(), **filters))
