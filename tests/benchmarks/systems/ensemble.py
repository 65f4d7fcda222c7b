"""LangChain's hybrid: its EnsembleRetriever, with its defaults, over BM25Retriever and the recipe.

The store is the recipe's. BM25Retriever keeps nothing on disk, so that every process makes it anew
from the texts that Chroma holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever

from tests.benchmarks.systems.commands import TOP_K, Found, main
from tests.benchmarks.systems.recipe import Recipe, found

_AT_ONCE = 5000


class Ensemble:
    def __init__(self, model: str, store: Path) -> None:
        self._recipe = Recipe(model, store)
        texts, metadatas = _held(self._recipe.store)
        words = BM25Retriever.from_texts(texts, metadatas=metadatas, k=TOP_K)
        near = self._recipe.store.as_retriever(search_kwargs={"k": TOP_K})
        self._both = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])

    def index(self, folder: Path) -> int:
        return self._recipe.index(folder)

    def change(self, file: Path) -> None:
        self._recipe.change(file)

    def search(self, question: str) -> Found:
        return found(self._both.invoke(question)[:TOP_K])


def _held(store: Chroma) -> tuple[list[str], list[dict[str, Any]]]:
    """All texts and their metadata, in parts: Chroma fails when asked for 100,000 at once."""
    texts: list[str] = []
    metadatas: list[dict[str, Any]] = []
    while True:
        held = store.get(include=["documents", "metadatas"], limit=_AT_ONCE, offset=len(texts))
        if not held["documents"]:
            return texts, metadatas
        texts += held["documents"]
        metadatas += held["metadatas"]


if __name__ == "__main__":
    main(Ensemble)
