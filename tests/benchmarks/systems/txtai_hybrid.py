"""txtai with its hybrid index on, its texts kept with it, on the chunks that the recipe makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from txtai import Embeddings

from tests.benchmarks.systems.commands import TOP_K, Found, main

_MOST = 10_000  # chunks of one file


class TxtaiHybrid:
    def __init__(self, model: str, store: Path) -> None:
        self._folder = str(store)
        self._index = Embeddings(
            path=model,
            hybrid=True,
            content=True,
            instructions={"query": "query: ", "data": "passage: "},
        )
        if store.exists():
            self._index.load(self._folder)

    def index(self, folder: Path) -> int:
        chunks = [chunk for file in sorted(folder.rglob("*.txt")) for chunk in _chunks(file)]
        self._index.index(chunks)
        self._index.save(self._folder)
        return len(chunks)

    def change(self, file: Path) -> None:
        wanted = f"select id from txtai where id like '{file.name}#%'"
        self._index.delete([row["id"] for row in self._index.search(wanted, _MOST)])
        self._index.upsert(list(_chunks(file)))
        self._index.save(self._folder)

    def search(self, question: str) -> Found:
        rows = self._index.search(question, TOP_K)
        return [(row["id"].rpartition("#")[0], row["text"]) for row in rows]


def _chunks(file: Path) -> Iterator[tuple[str, str, None]]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    for number, chunk in enumerate(splitter.split_text(file.read_text(encoding="utf-8"))):
        yield f"{file.name}#{number}", chunk, None


if __name__ == "__main__":
    main(TxtaiHybrid)
