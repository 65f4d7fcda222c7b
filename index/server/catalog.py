"""The catalog of what is on a server: articles and passages by a snapshot, texts by their records."""

from __future__ import annotations

from collections.abc import Iterable

from quoth.index.articles import Article, Passage
from quoth.index.server.blobs import get_blob
from quoth.index.server.record_cache import RecordCache
from quoth.index.server.records import Records
from quoth.index.server.snapshot import Snapshot
from quoth.index.store.catalog import Catalog


class ServerCatalog(Catalog):
    """Everything may raise ServerError, and IndexMoved for what is no longer there."""

    def __init__(self, snapshot: Snapshot, records: RecordCache, texts: Records) -> None:
        super().__init__(snapshot.file)
        self._snapshot = snapshot
        self._cache = records
        self._texts = texts

    def article(self, id: str) -> Article | None:
        name = self._snapshot.text_of(id)
        if name is None:
            return None
        text = get_blob(self._texts, name).decode("utf-8", "surrogatepass")
        return Article(self.cards([id])[id], text)

    def passages(self, numbers: Iterable[int]) -> dict[int, Passage]:
        bare = super().passages(numbers)
        kept = self._cache.passages(list(bare))
        return {number: kept[number].into(passage) for number, passage in bare.items()}

    def passages_of(self, article_id: str) -> list[Passage]:
        bare = super().passages_of(article_id)
        kept = self._cache.passages([passage.number for passage in bare])
        return [kept[passage.number].into(passage) for passage in bare]
