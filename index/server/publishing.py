"""A generation of this machine -> the same on a Chroma server, where readers go on meanwhile.

Only what is new is sent. It is there before anything says so; then one record says so; what that
leaves behind stays until the next time, for those who are still reading it. Stopped at any moment,
what was live before still is, and the next rebuild sends what is missing.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from index.articles import ArticleCard
from index.embedded import EmbeddedGeneration
from index.errors import LibraryBusy, LibraryError, ServerError
from index.progress import Progress, Report
from index.server.blobs import name_of, put_blobs, remove_blobs
from index.server.board import Board, Live
from index.server.passages import key_of, record_of, text_key_of, tokens_in
from index.server.records import Record
from index.server.snapshot import Contents, Snapshot, write_snapshot
from index.server.snapshots import fetch_snapshot

_SENT_AT_ONCE = 200  # passages
_CLAIMED_EVERY = 20.0  # seconds


def publish(
    board: Board, generation: EmbeddedGeneration, writer: str, report: Report, *, afresh: bool
) -> bool:
    """Make `generation` what is live; whether it was not yet. `writer` names who publishes.

    With `afresh`, or where another model or another cut made what is live, all of it goes into new
    collections. Raises ServerError, LibraryBusy when someone else is publishing.
    """
    left_over = board.claim(writer)
    live, before = _before(board, generation)
    if afresh and before is not None:
        before.close()
        before = None
    if live is not None and before is not None and live.source == generation.name and not left_over:
        board.release()
        before.close()
        return False
    try:
        _Publication(board, generation, writer, live, before).run(report, sweep=left_over)
    finally:
        if before is not None:
            before.close()
    return True


def _before(board: Board, generation: EmbeddedGeneration) -> tuple[Live | None, Snapshot | None]:
    """What is live, and its snapshot where its records can be used again."""
    try:
        live = board.live()
        if live is None or board.collections(live.name) is None:
            return live, None
        snapshot = fetch_snapshot(board.records, live)
    except (ServerError, LibraryBusy):
        raise
    except LibraryError:  # of another format, or damaged: it is replaced as a whole
        return None, None
    made, wanted = snapshot.manifest, generation.manifest
    same = (made.model, made.passage_tokens) == (wanted.model, wanted.passage_tokens)
    return live, snapshot if same else None


class _Publication:
    """One way from a generation to the board. `before` is the snapshot of `live`, where its
    collections are added to.
    """

    def __init__(
        self,
        board: Board,
        generation: EmbeddedGeneration,
        writer: str,
        live: Live | None,
        before: Snapshot | None,
    ) -> None:
        self._board = board
        self._generation = generation
        self._writer = writer
        self._live = live
        self._before = before
        self._name = live.name if live and before else _new_name()
        collections = board.collections(self._name, make=True)
        assert collections is not None
        self._passages, self._texts = collections
        self._claimed = time.monotonic()
        self._keys: dict[int, str] = {}
        self._text_keys: dict[str, str] = {}
        self._words = before.words() if before else Counter[str]()
        self._tokens = before.tokens if before else 0

    def run(self, report: Report, *, sweep: bool) -> None:
        keys_before = frozenset(self._before.keys().values()) if self._before else frozenset[str]()
        texts_before = frozenset(self._before.texts().values()) if self._before else frozenset()
        sent = self._send(keys_before, texts_before, report)
        keys, texts = frozenset(self._keys.values()), frozenset(self._text_keys.values())
        retired = keys_before - keys
        documents = self._passages.get(sorted(retired), "documents")
        self._count(documents.values(), -1)
        self._verify(sent)
        self._move(retired, texts_before - texts)
        gone = (self._before.retired() if self._before else frozenset()) - keys
        gone_texts = (self._before.retired_texts() if self._before else frozenset()) - texts
        if sweep:
            gone |= frozenset(self._passages.ids()) - keys - retired
            gone_texts |= frozenset(map(name_of, self._texts.ids())) - texts - texts_before
        self._clean(gone, gone_texts)

    def _send(self, keys: frozenset[str], texts: frozenset[str], report: Report) -> list[str]:
        """Send what is in neither; returns the new passages' keys."""
        catalog = self._generation.catalog
        cards = catalog.articles()
        waiting: list[Record] = []
        new_texts: dict[str, bytes] = {}
        sent: list[str] = []
        for number, card in enumerate(cards):
            report(Progress("Publishing to the server", number / len(cards)))
            article = catalog.article(card.id)
            assert article is not None
            text_key = self._text_keys[card.id] = text_key_of(article)
            if text_key not in texts:
                new_texts[text_key] = article.text.encode("utf-8", "surrogatepass")
            waiting += self._new_records(card, keys)
            if len(waiting) >= _SENT_AT_ONCE or number == len(cards) - 1:
                put_blobs(self._texts, new_texts)
                self._passages.put(waiting)
                self._count(waiting, 1)
                sent += [record.id for record in waiting]
                waiting, new_texts = [], {}
                self._keep_claim()
        return sent

    def _new_records(self, card: ArticleCard, known: frozenset[str]) -> list[Record]:
        passages = self._generation.catalog.passages_of(card.id)
        keys = {passage.number: key_of(passage, card) for passage in passages}
        self._keys |= keys
        new = [passage for passage in passages if keys[passage.number] not in known]
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

    def _move(self, retired: frozenset[str], retired_texts: frozenset[str]) -> None:
        """Say what is live now, and forget the snapshots of what was live before the last."""
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
            snapshot=f"snapshot-{_new_name()}",
            checksum=hashlib.sha256(data).hexdigest(),
            source=self._generation.name,
        )
        put_blobs(self._board.records, {live.snapshot: data})
        self._keep_claim(at_once=True)
        self._board.move(live)
        self._live = live
        kept = {live.snapshot, before.snapshot if before else ""}
        snapshots = {name_of(id) for id in self._board.records.ids() if "/" in id}
        remove_blobs(self._board.records, sorted(snapshots - kept))

    def _clean(self, gone: frozenset[str], gone_texts: frozenset[str]) -> None:
        assert self._live is not None
        self._passages.remove(sorted(gone))
        remove_blobs(self._texts, sorted(gone_texts))
        self._board.drop_all_but(self._live.name, self._live.before)
        self._board.release()

    def _keep_claim(self, *, at_once: bool = False) -> None:
        if at_once or time.monotonic() - self._claimed > _CLAIMED_EVERY:
            self._board.claim(self._writer)
            self._claimed = time.monotonic()


def _new_name() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
