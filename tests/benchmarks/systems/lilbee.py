"""lilbee: its own cutting and hybrid search, with its defaults, asked as its Python library is.

MODEL is the address of a server of embeddings. Runs in an environment of its own, see `rivals`.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.request import Request, urlopen

from lilbee import Lilbee
from lilbee.core.config import Config
from lilbee.providers.base import LLMProvider

from tests.benchmarks.systems.commands import TOP_K, Found, main

_MODEL = "openai/multilingual-e5-small"  # for e5, lilbee writes "query: " and "passage: " before
_DIMENSION = 384
_PREFIXES = {"query": "query: ", "passage": "passage: "}  # which the server puts there itself
_TIMEOUT = 600  # seconds


class Server(LLMProvider):  # type: ignore[misc]  # of no type where it is not installed
    """The server, as what lilbee calls a provider; of models it has one that embeds."""

    def __init__(self, address: str) -> None:
        self._address = address

    def embed(self, texts: list[str]) -> list[list[float]]:
        kind = "query" if texts and texts[0].startswith(_PREFIXES["query"]) else "passage"
        bare = [text.removeprefix(_PREFIXES[kind]) for text in texts]
        body = json.dumps({"model": f"e5-{kind}", "input": bare}).encode()
        asked = Request(
            f"{self._address}/v1/embeddings", body, {"Content-Type": "application/json"}
        )
        with urlopen(asked, timeout=_TIMEOUT) as answer:
            return [row["embedding"] for row in json.load(answer)["data"]]

    def count_tokens(self, text: str) -> int:
        raise NotImplementedError  # the server tells none, and lilbee then counts characters

    def list_models(self) -> list[str]:
        return [_MODEL]

    def shutdown(self) -> None:
        pass


class LilbeeLibrary:
    def __init__(self, model: str, store: Path) -> None:
        config = Config(
            data_root=store,
            documents_dir=store / "documents",
            data_dir=store / "data",
            lancedb_dir=store / "data" / "lancedb",
            embedding_model=_MODEL,
            embedding_dim=_DIMENSION,
            query_expansion_count=0,  # which would take a model that writes
        )
        self._library = Lilbee(config=config, provider=Server(model))

    def index(self, folder: Path) -> int:
        self._library.add([folder])
        return int(self._library.store.count_chunks())

    def change(self, file: Path) -> None:
        self._library.sync()

    def search(self, question: str) -> Found:
        found = self._library.search(question, top_k=TOP_K)
        return [(Path(chunk.source).name, chunk.chunk) for chunk in found]


if __name__ == "__main__":
    main(LilbeeLibrary)
