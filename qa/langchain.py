"""Quoth for LangChain: a retriever, a runnable that answers, and our embedder behind its face.

retriever = QuothRetriever(library="~/.local/share/quoth/library", top_k=5)
documents = retriever.invoke("Who leads the excavation?")
answer = QuothAnswers(library="~/.local/share/quoth/library").invoke("Who leads the excavation?")

`tests/examples/langchain_chain.py` has a chain of both.
"""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig, RunnableSerializable
from pydantic import BaseModel, PrivateAttr

from quoth.index.embedders.base import Embedder, PassageText
from quoth.qa.answers import Hit
from quoth.qa.api import QuothLibrary
from quoth.qa.output.json import answer_json, card_json
from quoth.qa.search.filters import Narrowing


class _AsksLibrary(BaseModel):
    """What is asked, and how: as the library's settings say where a field is None.

    `since` and `until` are days as dates or as one says them; of several sources, languages,
    articles, authors or tags one must hold.
    """

    library: Path | None = None
    top_k: int | None = None
    since: date | str | None = None
    until: date | str | None = None
    source: str | list[str] | None = None
    language: str | list[str] | None = None
    article: str | list[str] | None = None
    author: str | list[str] | None = None
    tag: str | list[str] | None = None
    called: str | list[str] | None = None  # a runnable has a `name` of its own
    _opened: QuothLibrary | None = PrivateAttr(default=None)
    _opening: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def _library(self, model: str | None, base_url: str | None = None) -> QuothLibrary:
        with self._opening:
            if self._opened is None:
                self._opened = QuothLibrary(self.library, model=model, base_url=base_url)
            return self._opened

    def _narrowing(self) -> Narrowing:
        return {
            "since": self.since,
            "until": self.until,
            "source": self.source,
            "language": self.language,
            "article": self.article,
            "author": self.author,
            "tag": self.tag,
            "name": self.called,
        }


class QuothRetriever(_AsksLibrary, BaseRetriever):
    """Passages of a library as LangChain documents, best first.

    It obeys the library's `filters`, `top_k` and `reranker`; fields given here go before or narrow
    further. `metadata` holds the fields of the article, "passage_id", "start" and "end" (offsets of
    the passage in the article's text), "score" and "rank"; no list in it is empty, which vector
    stores refuse. Raises QuothErrors.
    """

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        library = self._library(model="")  # nothing is written
        found = library.search(query, top_k=self.top_k, **self._narrowing())
        return [_document(hit) for hit in found]


class QuothAnswers(_AsksLibrary, RunnableSerializable[str, dict[str, Any]]):
    """A question -> the answer with its citations, the object that `quoth ask --json` prints.

    `model` and `base_url` are as in `quoth.open_library`, whose errors it raises; the other fields
    as in QuothRetriever.
    """

    model: str | None = None
    base_url: str | None = None

    def invoke(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        return self._call_with_config(self._answer, input, config, **kwargs)

    def _answer(self, question: str) -> dict[str, Any]:
        library = self._library(self.model, self.base_url)
        return answer_json(library.ask(question, top_k=self.top_k, **self._narrowing()))


class QuothEmbeddings(Embeddings):
    """An embedder of ours for any chain or vector store that takes LangChain's."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors = self._embedder.embed_passages([PassageText("", text) for text in texts])
        return [vector.passage.tolist() for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_question(text).tolist()
        return vector


def _document(hit: Hit) -> Document:
    metadata: dict[str, Any] = card_json(hit.article) | {
        "passage_id": hit.passage.id,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "score": hit.score,
        "rank": hit.rank,
    }
    metadata = {name: value for name, value in metadata.items() if value != []}
    return Document(page_content=hit.passage.text, metadata=metadata, id=hit.passage.id)
