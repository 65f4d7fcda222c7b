"""Work that is done in a thread, a little ahead of whoever needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, Queue
from typing import TypeVar

_TICK_SECONDS = 0.1  # seconds between two calls of whoever waits: what it raises is a cancellation

T = TypeVar("T")
R = TypeVar("R")


def prefetched(
    make: Callable[[T], R], items: Iterable[T], most: int, waiting: Callable[[], None]
) -> Generator[Future[R], None, None]:
    """`make(item)` for each item, in order, done up to `most` items before they are asked for.

    `waiting` is called while the next one is not done. Whoever leaves does not wait for it.
    """
    done: Queue[Future[R] | None] = Queue(most)
    left = threading.Event()

    def run() -> None:
        for item in items:
            future: Future[R] = Future()
            try:
                future.set_result(make(item))
            except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
                future.set_exception(error)
            done.put(future)
            if left.is_set():
                return
        done.put(None)

    threading.Thread(target=run, daemon=True).start()
    try:
        while (future := _next(done, waiting)) is not None:
            yield future
    finally:
        left.set()
        with suppress(Empty):
            while True:
                done.get_nowait()


def _next(done: Queue[T], waiting: Callable[[], None]) -> T:
    while True:
        try:
            return done.get(timeout=_TICK_SECONDS)
        except Empty:
            waiting()
