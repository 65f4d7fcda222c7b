"""Follows a library's folders: whatever changes there is indexed, a burst of changes at a time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext

from quoth.index.building.report import RebuildReport
from quoth.index.errors import LibraryError, QuothError
from quoth.index.library import Library
from quoth.index.progress import Report, silent

_QUIET_MS = 300  # milliseconds without a change end a burst
_MAX_BURST_MS = 10_000  # milliseconds
_LOOK_MS = 1_000  # milliseconds between two looks at whether the roots are still what they were
_RETRY_SECONDS = 5.0  # seconds from a rebuild that failed to the next try; doubled each time
_MAX_RETRY_SECONDS = 300.0

Places = Mapping[str, tuple[int, int]]
"""Root -> device and inode, of the roots that exist."""
Reporting = Callable[[], AbstractContextManager[Report]]


def _quietly() -> AbstractContextManager[Report]:
    return nullcontext(silent)


def watch(
    library: Library, stop: threading.Event, reporting: Reporting = _quietly
) -> Iterator[RebuildReport | QuothError]:
    """Rebuild at once and then whenever something changes under the library's roots.

    Yields what each rebuild did if it published anything, or the error that it ended with, which is
    tried again later and not told twice. `reporting` is entered for each rebuild and says whom it
    reports to. Ends when `stop` is set; what a report raises ends it too. Raises LibraryError when
    the roots cannot be followed, ConsentNeeded when they are of somebody else's choice.
    """
    troubles = _Troubles()
    while not stop.is_set():
        places = _places(library)
        due = time.monotonic()
        for changed in _bursts(library, places, stop):
            if changed or time.monotonic() >= due:
                outcome = _rebuild(library, reporting)
                due = troubles.due_after(outcome, changed)
                if troubles.is_news(outcome):
                    yield outcome
            if _places(library) != places:
                break


class _Troubles:
    """Remembers what went wrong last, so that it is told once and tried again ever more seldom."""

    def __init__(self) -> None:
        self._told = ""
        self._pause = _RETRY_SECONDS

    def due_after(self, outcome: RebuildReport | QuothError, changed: bool) -> float:
        """When to rebuild next although nothing changes, as `time.monotonic` counts."""
        if isinstance(outcome, RebuildReport):
            return float("inf")
        self._pause = _RETRY_SECONDS if changed else min(2 * self._pause, _MAX_RETRY_SECONDS)
        return time.monotonic() + self._pause

    def is_news(self, outcome: RebuildReport | QuothError) -> bool:
        before, self._told = self._told, outcome.message if isinstance(outcome, QuothError) else ""
        if isinstance(outcome, RebuildReport):
            return outcome.published or before != ""
        return self._told != before


def _rebuild(library: Library, reporting: Reporting) -> RebuildReport | QuothError:
    try:
        with reporting() as report:
            return library.rebuild(report=report)
    except QuothError as error:
        return error


def _bursts(library: Library, places: Places, stop: threading.Event) -> Iterator[bool]:
    """Every now and then: whether something changed under the places since the last time.

    Changes that fall between two looks are kept for the next.
    """
    if not places:
        while not stop.wait(_LOOK_MS / 1000):
            yield False
        return
    from watchfiles import watch as follow

    try:
        for changes in follow(
            *places,
            watch_filter=lambda _, path: _is_indexed(path, library, places),
            debounce=_MAX_BURST_MS,
            step=_QUIET_MS,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            stop_event=stop,
            ignore_permission_denied=True,
        ):
            yield bool(changes)
    except RuntimeError:
        yield True  # a name that is no text changed, which watchfiles cannot tell
    except FileNotFoundError:
        stop.wait(_LOOK_MS / 1000)  # a folder went while it was looked through
    except (OSError, UnicodeError) as error:
        raise LibraryError(
            f"The folders cannot be followed: {error}.",
            "Raise the system's limit of watched files, or set WATCHFILES_FORCE_POLLING=1.",
        ) from error


def _is_indexed(path: str, library: Library, places: Places) -> bool:
    """Whether a rebuild looks at that path: the library's own files and hidden ones it does not."""
    own = str(library.folder)
    if _below(path, own) is not None and _below(path, str(library.added)) is None:
        return False
    inside = (_below(path, root) for root in places)
    return any(rest is not None and "/." not in f"/{rest}" for rest in inside)


def _below(path: str, folder: str) -> str | None:
    """The rest of a path that lies in a folder, empty for the folder itself; None outside it."""
    if path == folder:
        return ""
    start = folder.rstrip(os.sep) + os.sep
    return path[len(start) :] if path.startswith(start) else None


def _places(library: Library) -> Places:
    found = {}
    for root in library.own_roots():
        try:
            status = os.stat(root)
        except OSError:
            continue
        found[root] = (status.st_dev, status.st_ino)
    return found
