"""LangChain's hybrid: its EnsembleRetriever, with its defaults, over BM25Retriever and the recipe.

The store is the recipe's. BM25Retriever keeps nothing on disk, so that every process makes it anew
from the texts that Chroma holds.
"""

from __future__ import annotations

from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever

from tests.benchmarks.systems.commands import TOP_K, Found, main
from tests.benchmarks.systems.recipe import Recipe, found


class Ensemble:
    def __init__(self, model: str, store: Path) -> None:
        self._recipe = Recipe(model, store)
        held = self._recipe.store.get(include=["documents", "metadatas"])
        words = BM25Retriever.from_texts(held["documents"], metadatas=held["metadatas"], k=TOP_K)
        near = self._recipe.store.as_retriever(search_kwargs={"k": TOP_K})
        self._both = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])

    def index(self, folder: Path) -> int:
        return self._recipe.index(folder)

    def change(self, file: Path) -> None:
        self._recipe.change(file)

    def search(self, question: str) -> Found:
        return found(self._both.invoke(question)[:TOP_K])


if __name__ == "__main__":
    main(Ensemble)
