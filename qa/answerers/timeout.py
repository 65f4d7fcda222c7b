"""A model's stream, given up when it says nothing for too long or when nobody listens any more."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Generator
from contextlib import suppress

from quoth.index.errors import ModelError

_HINT = "Ask again, or allow it more: model_timeout in the settings."
_LOOK_SECONDS = 0.1  # seconds between two looks at whether to stop


class CutOff(Exception):
    """The model's server ended the answer before the model did: a limit of length, or a filter."""


Pieces = Generator[str, None, None]


def watched(
    stream: Pieces, patience: float, stop: threading.Event, name: str, ends: float = math.inf
) -> Pieces:
    """The pieces of `stream`, which a thread of its own reads: not every client can be told to wait
    for so many seconds and no more. It ends without an error once `stop` is set.

    Raises ModelError after `patience` seconds without a piece that holds a word, CutOff at the time
    `ends` of the monotonic clock, and what the stream raises.
    """
    reader = _Reader(stream)
    reader.start()
    heard = time.monotonic()
    try:
        while not stop.is_set():
            if time.monotonic() - heard >= patience:
                raise ModelError(f"{name} said nothing for {patience:g} seconds.", _HINT)
            if time.monotonic() >= ends:
                raise CutOff("its time is over")
            try:
                piece = reader.pieces.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            if piece is None:
                return
            if not isinstance(piece, str):
                raise piece
            if piece.strip():
                yield piece
                heard = (
                    time.monotonic()
                )  # behind the check of the piece, whose time is not the model's
            elif piece:
                yield piece
    finally:
        reader.given_up.set()


class _Reader(threading.Thread):
    """Puts the pieces into a queue, and behind them what ended the stream: an error, or None."""

    def __init__(self, stream: Pieces) -> None:
        super().__init__(name="chat model", daemon=True)
        self.pieces: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self.given_up = threading.Event()
        self._stream = stream

    def run(self) -> None:
        ended: BaseException | None = None
        try:
            for piece in self._stream:
                self.pieces.put(piece)
                if self.given_up.is_set():
                    break
        except BaseException as error:  # noqa: BLE001 - it is raised where the pieces are read
            ended = error
        with suppress(Exception):  # the answer is over: nobody is left to tell
            self._stream.close()
        self.pieces.put(ended)
