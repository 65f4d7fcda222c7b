"""A generation of this machine -> the same on a Chroma server, where readers go on meanwhile.

Only what is new is sent. It is there before anything says so; then one record says so; what that
leaves behind stays until the next time, for those who are still reading it. Stopped at any moment,
what was live before still is, and the next rebuild sends what is missing.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from quoth.index.articles import ArticleCard
from quoth.index.errors import IndexMoved, LibraryError, ServerError
from quoth.index.progress import Progress, Report
from quoth.index.server.blobs import name_of, put_blobs, remove_blobs
from quoth.index.server.passages import key_of, record_of, text_key_of, tokens_in
from quoth.index.server.pointer import Live, Pointer
from quoth.index.server.records import Record
from quoth.index.server.snapshot import Contents, Snapshot, write_snapshot
from quoth.index.server.snapshots import fetch_snapshot
from quoth.index.store.article_lookup import listed_article
from quoth.index.store.local import LocalGeneration
from quoth.index.store.publishing import new_name

_BATCH_PASSAGES = 200  # passages
_CLAIM_EVERY_SECONDS = 20.0  # seconds


def publish(
    pointer: Pointer, generation: LocalGeneration, writer: str, report: Report, *, afresh: bool
) -> bool:
    """Make `generation` what is live; whether it was not yet. `writer` names who publishes.

    With `afresh`, or where another model or another cut made what is live, all of it goes into new
    collections. Raises ServerError, LibraryBusy when someone else is publishing, LibraryError when
    what is live is of another format.
    """
    left_over = pointer.claim(writer)
    live, before = _before(pointer, generation, afresh=afresh)
    if live is not None and before is not None and live.source == generation.name and not left_over:
        pointer.release()
        before.close()
        return False
    try:
        _Publication(pointer, generation, writer, live, before).run(report, sweep=left_over)
    finally:
        if before is not None:
            before.close()
    return True


def _before(
    pointer: Pointer, generation: LocalGeneration, *, afresh: bool
) -> tuple[Live | None, Snapshot | None]:
    """What is live, and its snapshot where its records can be used again."""
    try:
        live = pointer.live()
    except ServerError:
        raise
    except LibraryError:  # of another format, which is only replaced when that is asked for
        if not afresh:
            raise
        return None, None
    if afresh or live is None or pointer.collections(live.name) is None:
        return live, None
    try:
        snapshot = fetch_snapshot(pointer.records, live)
    except IndexMoved:  # it is damaged
        return live, None
    made, wanted = snapshot.manifest, generation.manifest
    if (made.model, made.passage_tokens) == (wanted.model, wanted.passage_tokens):
        return live, snapshot
    snapshot.close()
    return live, None


@dataclass(frozen=True, slots=True)
class _Existing:
    """The records and texts that are live, and those that still are there for who reads them."""

    keys: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    retired: frozenset[str] = frozenset()
    retired_texts: frozenset[str] = frozenset()

    @classmethod
    def by(cls, snapshot: Snapshot | None) -> Self:
        if snapshot is None:
            return cls()
        keys, texts = snapshot.keys().values(), snapshot.texts().values()
        return cls(frozenset(keys), frozenset(texts), snapshot.retired(), snapshot.retired_texts())


class _Publication:
    """One way from a generation to the pointer. `before` is the snapshot of `live`, where its
    collections are added to.
    """

    def __init__(
        self,
        pointer: Pointer,
        generation: LocalGeneration,
        writer: str,
        live: Live | None,
        before: Snapshot | None,
    ) -> None:
        self._pointer = pointer
        self._generation = generation
        self._writer = writer
        self._live = live
        self._name = live.name if live and before else new_name()
        self._passages, self._texts = pointer.make_collections(self._name)
        self._claimed = time.monotonic()
        self._there = _Existing.by(before)
        self._keys: dict[int, str] = {}
        self._text_keys: dict[str, str] = {}
        self._words = before.words() if before else Counter[str]()
        self._tokens = before.tokens if before else 0

    def run(self, report: Report, *, sweep: bool) -> None:
        """With `sweep`, what a stopped publication left there is removed too."""
        there = self._there
        sent = self._send(report)
        keys, texts = frozenset(self._keys.values()), frozenset(self._text_keys.values())
        retired, retired_texts = there.keys - keys, there.texts - texts
        self._count(self._passages.get(sorted(retired), "documents").values(), -1)
        self._verify(sent)
        live = self._move(retired, retired_texts)
        gone, gone_texts = there.retired - keys, there.retired_texts - texts
        if sweep:
            gone |= frozenset(self._passages.ids()) - keys - retired
            gone_texts |= frozenset(map(name_of, self._texts.ids())) - texts - retired_texts
        self._clean(live, gone, gone_texts)

    def _send(self, report: Report) -> list[str]:
        """Send what is not there; returns the new passages' keys."""
        catalog = self._generation.catalog
        cards = catalog.articles()
        waiting: list[Record] = []
        new_texts: dict[str, bytes] = {}
        sent: list[str] = []
        for number, card in enumerate(cards):
            report(Progress("Publishing to the server", number / len(cards)))
            article = listed_article(catalog, card.id)
            text_key = self._text_keys[card.id] = text_key_of(article)
            if text_key not in self._there.texts:
                new_texts[text_key] = article.text.encode("utf-8", "surrogatepass")
            waiting += self._new_records(card)
            if len(waiting) >= _BATCH_PASSAGES or number == len(cards) - 1:
                put_blobs(self._texts, new_texts)
                self._passages.put(waiting)
                self._count(waiting, 1)
                sent += [record.id for record in waiting]
                waiting, new_texts = [], {}
                self._keep_claim()
        return sent

    def _new_records(self, card: ArticleCard) -> list[Record]:
        passages = self._generation.catalog.passages_of(card.id)
        keys = {passage.number: key_of(passage, card) for passage in passages}
        self._keys |= keys
        new = [passage for passage in passages if keys[passage.number] not in self._there.keys]
        if not new:
            return []
        vectors = self._generation.vectors_of([passage.number for passage in new])
        pooled = self._generation.sentence_vectors(new) or {}
        return [
            record_of(passage, card, vector, pooled.get(passage.number))
            for passage, vector in zip(new, vectors, strict=True)
        ]

    def _count(self, records: Iterable[Record], times: int) -> None:
        """Add their tokens to the words' counts, or take them off."""
        for record in records:
            tokens = tokens_in(record)
            self._tokens += times * len(tokens)
            for token in set(tokens):
                self._words[token] += times

    def _verify(self, sent: list[str]) -> None:
        """Raises ServerError when the server has lost any of it."""
        found = self._passages.get(sent)
        if lost := len(sent) - len(found):
            raise ServerError(
                f"The server has not kept {lost} of {len(sent)} passages; the old index stays.",
                "Run the rebuild again.",
            )

    def _move(self, retired: frozenset[str], retired_texts: frozenset[str]) -> Live:
        """Say what is live now, which is returned, and forget the snapshots of what was live before the last."""
        contents = Contents(
            manifest=self._generation.manifest,
            cohort=self._generation.cohort,
            keys=self._keys,
            texts=self._text_keys,
            retired=retired,
            retired_texts=retired_texts,
            words=+self._words,
            tokens=self._tokens,
        )
        with tempfile.TemporaryDirectory(prefix="quoth-") as scratch:
            file = Path(scratch) / "snapshot.sqlite3"
            write_snapshot(file, self._generation.folder / "catalog.sqlite3", contents)
            data = file.read_bytes()
        before = self._live
        live = Live(
            name=self._name,
            before=before.name if before else "",
            snapshot=f"snapshot-{new_name()}",
            checksum=hashlib.sha256(data).hexdigest(),
            source=self._generation.name,
        )
        put_blobs(self._pointer.records, {live.snapshot: data})
        self._keep_claim(at_once=True)
        self._pointer.move(live)
        kept = {live.snapshot, before.snapshot if before else ""}
        snapshots = {name_of(id) for id in self._pointer.records.ids() if "/" in id}
        remove_blobs(self._pointer.records, sorted(snapshots - kept))
        return live

    def _clean(self, live: Live, gone: frozenset[str], gone_texts: frozenset[str]) -> None:
        self._passages.remove(sorted(gone))
        remove_blobs(self._texts, sorted(gone_texts))
        self._pointer.drop_all_but(live.name, live.before)
        self._pointer.release()

    def _keep_claim(self, *, at_once: bool = False) -> None:
        if at_once or time.monotonic() - self._claimed > _CLAIM_EVERY_SECONDS:
            self._pointer.claim(self._writer)
            self._claimed = time.monotonic()
