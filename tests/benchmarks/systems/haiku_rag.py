"""haiku.rag: its hybrid search, with its defaults, on the chunks that the recipe makes.

MODEL is the address of a server of embeddings. Runs in an environment of its own, see `rivals`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from docling_core.types.doc.document import DoclingDocument
from docling_core.types.doc.labels import DocItemLabel
from haiku.rag.client import HaikuRAG
from haiku.rag.config import AppConfig
from haiku.rag.config.models import EmbeddingModelConfig, EmbeddingsConfig
from haiku.rag.store.models.chunk import Chunk

from tests.benchmarks.systems.commands import TOP_K, Found, main
from tests.benchmarks.systems.cutting import chunks_of

_DIMENSION = 384


class HaikuRag:
    def __init__(self, model: str, store: Path) -> None:
        self._address, self._store = model, store
        self._runner = asyncio.Runner()
        self._asked: HaikuRAG | None = None

    def index(self, folder: Path) -> int:
        return self._runner.run(self._add(sorted(folder.rglob("*.txt"))))

    def change(self, file: Path) -> None:
        self._runner.run(self._replace(file))

    def search(self, question: str) -> Found:
        return self._runner.run(self._found(question))

    def _open(self, kind: str) -> HaikuRAG:
        """For texts of a kind: the server tells a query from a passage by the model's name."""
        model = EmbeddingModelConfig(
            provider="openai",
            name=f"e5-{kind}",
            vector_dim=_DIMENSION,
            base_url=f"{self._address}/v1",
            api_key="none",
        )
        config = AppConfig(embeddings=EmbeddingsConfig(model=model, batch_size=64))
        return HaikuRAG(self._store / "haiku.lancedb", config, skip_validation=True, create=True)

    async def _add(self, files: list[Path]) -> int:
        self._store.mkdir(parents=True, exist_ok=True)
        added = 0
        async with self._open("passage") as client:
            for file in files:
                added += await _import(client, file)
        return added

    async def _replace(self, file: Path) -> None:
        async with self._open("passage") as client:
            old = await client.get_document_by_uri(file.name)
            if old is not None and old.id is not None:
                await client.delete_document(old.id)
            await _import(client, file)

    async def _found(self, question: str) -> Found:
        if self._asked is None:
            self._asked = await self._open("query").__aenter__()
        results = await self._asked.search(question, limit=TOP_K)
        return [(result.document_uri or "", result.content) for result in results]


async def _import(client: HaikuRAG, file: Path) -> int:
    texts = chunks_of(file)
    document = DoclingDocument(name=file.name)
    for text in texts:
        document.add_text(label=DocItemLabel.TEXT, text=text)
    chunks = [Chunk(content=text, order=order) for order, text in enumerate(texts)]
    await client.import_document(document, chunks, uri=file.name, title=file.name)
    return len(chunks)


if __name__ == "__main__":
    main(HaikuRag)
