"""Quoth for LangChain: a retriever, a runnable that answers, and our embedder behind its face.

retriever = QuothRetriever(library="~/.local/share/quoth/library", top_k=5)
documents = retriever.invoke("Who leads the excavation?")
answer = QuothAnswers(library="~/.local/share/quoth/library").invoke("Who leads the excavation?")

`tests/examples/langchain_chain.py` has a chain of both.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig, RunnableSerializable
from pydantic import PrivateAttr

from index.embedders.base import Embedder, PassageText
from index.library import Library, default_folder
from qa.answers import Hit
from qa.api import OpenLibrary
from qa.engine import QuestionAnswerer
from qa.output.json import answer_json, card_json


class QuothRetriever(BaseRetriever):
    """Passages of a library as LangChain documents, best first.

    `metadata` holds the fields of the article, "passage_id", "start" and "end" (offsets of the
    passage in the article's text), "score" and "rank". Raises the errors of
    `QuestionAnswerer.open`.
    """

    library: Path | None = None
    top_k: int = 10
    _answerer: QuestionAnswerer | None = PrivateAttr(default=None)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        if self._answerer is None:
            self._answerer = QuestionAnswerer.open(Library(self.library or default_folder()))
        return [_document(hit) for hit in self._answerer.search(query, self.top_k)]


class QuothAnswers(RunnableSerializable[str, dict[str, Any]]):
    """A question -> the answer with its citations, the object that `quoth ask --json` prints.

    `model` is as in `qa.open_library`, whose errors it raises.
    """

    library: Path | None = None
    top_k: int = 10
    model: str | None = None
    base_url: str = ""
    _open: OpenLibrary | None = PrivateAttr(default=None)

    def invoke(
        self, input: str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        return self._call_with_config(self._answer, input, config, **kwargs)

    def _answer(self, question: str) -> dict[str, Any]:
        if self._open is None:
            self._open = OpenLibrary(self.library, self.model, self.base_url)
        return answer_json(self._open.ask(question, top_k=self.top_k))


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
    return Document(page_content=hit.passage.text, metadata=metadata, id=hit.passage.id)
