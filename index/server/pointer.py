"""What is published on a server: one record says it, so that it changes from one moment to the next.

quoth-board            that record, "live"; "claim", held by who publishes; the snapshots
quoth-passages-<name>  a record for each passage, never changed
quoth-texts-<name>     the texts of the articles
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass

from quoth.index.errors import EmptyLibrary, LibraryBusy, LibraryError
from quoth.index.server.blobs import place_of
from quoth.index.server.connection import Server
from quoth.index.server.records import Record, Records, from_values, in_values

_POINTER = "quoth-board"
_PASSAGES = "quoth-passages-"
_TEXTS = "quoth-texts-"
_FORMAT = 3
_LIVE, _CLAIM = "live", "claim"
_CLAIM_SECONDS = 300  # seconds without a word after which another's claim is void


@dataclass(frozen=True, slots=True)
class Live:
    """`name` is that of the collections, `before` the one that stood there until then; `snapshot`
    that of the blob that tells what is in them, with its SHA-256; `source` the writer's generation.
    """

    name: str
    before: str
    snapshot: str
    checksum: str
    source: str


class Pointer:
    """Reads and moves what is live."""

    def __init__(self, server: Server, records: Records) -> None:
        self._server = server
        self.records = records

    @classmethod
    def on(cls, server: Server, *, make: bool = False) -> Pointer:
        """Raises EmptyLibrary where nothing was ever published, unless it is to be made."""
        found = server.make(_POINTER, "l2") if make else server.collection(_POINTER)
        if found is None:
            raise _nothing(server)
        return cls(server, Records(server, found))

    def live(self) -> Live | None:
        """Read what is live, or None. Raises LibraryError for what another Quoth published."""
        found = self.records.get([_LIVE], "metadatas").get(_LIVE)
        if found is None:
            return None
        try:
            values = json.loads(from_values("live", found.metadata))
            if values.pop("format") == _FORMAT:
                return Live(**values)
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
            pass
        raise LibraryError(
            f"What is published on {self._server.address.url} is of another format.",
            "Publish it again: quoth rebuild --full",
        )

    def opened(self) -> Live:
        """Read what is live. Raises EmptyLibrary where nothing is."""
        live = self.live()
        if live is None:
            raise _nothing(self._server)
        return live

    def move(self, live: Live) -> None:
        """Make this state live: everybody reads it from now on."""
        self._write(_LIVE, {"format": _FORMAT, **asdict(live)})

    def claim(self, writer: str) -> bool:
        """Publish alone from now on; say so again from time to time. Whether a claim was left by
        someone who did not come to an end. Raises LibraryBusy when somebody else is at it.
        """
        found = self.records.get([_CLAIM], "metadatas").get(_CLAIM)
        if found is not None:
            holder, at = _claimed(found)
            if holder != writer and time.time() - at < _CLAIM_SECONDS:
                raise LibraryBusy(
                    f"Another rebuild is publishing to {self._server.address.url}.",
                    "Wait for it, then try again.",
                )
        self._write(_CLAIM, {"writer": writer, "at": time.time()})
        return found is not None

    def release(self) -> None:
        self.records.remove([_CLAIM])

    def collections(self, name: str) -> tuple[Records, Records] | None:
        """The collections of the passages and of the texts; None where they have gone."""
        passages = self._server.collection(f"{_PASSAGES}{name}")
        texts = self._server.collection(f"{_TEXTS}{name}")
        if passages is None or texts is None:
            return None
        return Records(self._server, passages), Records(self._server, texts)

    def make_collections(self, name: str) -> tuple[Records, Records]:
        """Find the collections of the passages and of the texts, made where there are none."""
        passages = self._server.make(f"{_PASSAGES}{name}", "cosine")
        texts = self._server.make(f"{_TEXTS}{name}", "l2")
        return Records(self._server, passages), Records(self._server, texts)

    def drop_all_but(self, *names: str) -> None:
        """Remove the collections of other names: nobody reads them any more."""
        for collection in self._server.names():
            for prefix in (_PASSAGES, _TEXTS):
                if collection.startswith(prefix) and collection.removeprefix(prefix) not in names:
                    self._server.drop(collection)

    def _write(self, id: str, values: dict[str, object]) -> None:
        data = in_values(id, json.dumps(values, ensure_ascii=True))
        self.records.put([Record(id, place_of(id), "", data)])


def _claimed(record: Record) -> tuple[str, float]:
    """Who publishes, and when that was said last; nobody where the record cannot be read."""
    try:
        held = json.loads(from_values(_CLAIM, record.metadata))
        return str(held["writer"]), float(held["at"])
    except (KeyError, ValueError, TypeError, RecursionError):
        return "", 0.0


def _nothing(server: Server) -> EmptyLibrary:
    return EmptyLibrary(
        f"Nothing is published yet on {server.address.url}.",
        "Name a folder of articles: quoth rebuild PATH",
    )
