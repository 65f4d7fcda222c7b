"""Files are loaded in a child process: one that crashes a library, loops without end or grows without
bounds costs its own place in the index, and nothing else.

`python -m quoth.index.building.loader_process` reads the path of a file from each line.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from quoth.index.articles import LoadedArticle, Span
from quoth.index.errors import LoadError
from quoth.index.loaders import load_all
from quoth.index.loaders.paged.kept_pages import KeptPages
from quoth.index.loaders.paged.recognition import Recogniser, Tell
from quoth.index.processes import Child, ChildFailed, ChildNeverStarted, ChildSilent, say_ready
from quoth.index.progress import Progress

_PIECE_BYTES = 10_000_000  # bytes of a file; each that is begun may take as long as a small file
_MAX_GROWN_BYTES = 500_000_000  # bytes that a child may have grown by and still take the next file
_ORPHAN_SECONDS = 5  # seconds after its deadline at which a child ends of itself
_NOTHING = Progress("", 0.0)
_MEMORY_HINT = "Split it, or raise loading_megabytes in the settings, then: quoth rebuild --full"
_TIME_HINT = "Split it, or raise loading_seconds in the settings, then: quoth rebuild --full"


class LoaderProcess:
    """Loads files in a child process, which it starts for the first file at the latest and uses for
    those after it.

    A file may take `seconds`, longer if it is large or its pages are recognised, and `megabytes` of
    memory above its own size. `columns` is as in `load_all`; recognised pages are `kept`. `doing` is
    what takes long just now.
    """

    def __init__(
        self,
        seconds: int,
        megabytes: int,
        columns: Mapping[str, str] | None = None,
        kept: KeptPages | None = None,
    ) -> None:
        self.doing = ""
        self._seconds = seconds
        self._megabytes = megabytes
        self._columns = dict(columns or {})
        self._kept = kept
        self._child: Child | None = None
        self._is_fresh = True
        self._is_closed = False
        self._changing = threading.Lock()

    def start(self) -> None:
        """Start the child before there is a file for it, which takes a moment."""
        with suppress(ChildFailed):  # closed meanwhile
            self._started()

    def load_all(self, path: Path, languages: Sequence[str] = ()) -> tuple[LoadedArticle, ...]:
        """Read one file's articles; what is recognised in pictures is in one of `languages`.

        Raises LoadError, also for a file that ends or outlasts the child, and LibraryError when no
        child starts.
        """
        size = _size(path)
        patience = self._seconds * (1 + size // _PIECE_BYTES)
        room = self._megabytes * 1_000_000 + size
        try:
            said = self._ask(self._task(path, languages, patience, room), patience)
        except ChildSilent as error:
            self._stop()
            raise LoadError(f"takes more than {patience} s to read", _TIME_HINT) from error
        except ChildNeverStarted as error:
            self._stop()
            raise error.told("reads files") from error
        except ChildFailed as error:
            self._stop()
            raise LoadError("makes its reader crash", "It is damaged: save it again.") from error
        if said["is_last"]:
            self._stop()
        if said["too_large"]:
            raise LoadError(f"needs more than {self._megabytes:,} MB to read", _MEMORY_HINT)
        if "error" in said:
            message, hint = said["error"]
            raise LoadError(message, hint) from (None if said["is_lasting"] else OSError(message))
        return tuple(map(_unpacked, said["articles"]))

    def close(self) -> None:
        """End the child, from any thread; what is being loaded is not waited for."""
        with self._changing:
            self._is_closed = True
            child, self._child = self._child, None
        if child is not None:
            child.__exit__()

    def _task(
        self, path: Path, languages: Sequence[str], patience: float, room: int
    ) -> dict[str, Any]:
        return {
            "path": str(path),
            "bytes": room,
            "seconds": patience + _ORPHAN_SECONDS,
            "columns": self._columns,
            "languages": list(languages),
            "kept": [str(self._kept.folder), self._kept.afresh] if self._kept else None,
        }

    def _ask(self, task: dict[str, Any], patience: float) -> dict[str, Any]:
        while True:
            child, was_fresh = self._started(), self._is_fresh
            self._is_fresh = False
            try:
                child.send(task)
                said: dict[str, Any] = child.result(_NOTHING, self._leave, patience)
                return said
            except (ChildSilent, ChildNeverStarted):
                raise
            except (ChildFailed, ValueError) as error:  # ValueError: it died within a line
                # What the files before this one left behind may be what failed.
                if was_fresh or self._is_closed:
                    raise ChildFailed(str(error)) from error
                self._stop()

    def _started(self) -> Child:
        with self._changing:
            if self._is_closed:
                raise ChildFailed("it was ended")
            if self._child is None:
                self._child = Child(__name__)
                self._is_fresh = True
            return self._child

    def _stop(self) -> None:
        with self._changing:
            child, self._child = self._child, None
        if child is not None:
            child.__exit__()

    def _leave(self, progress: Progress) -> None:
        self.doing = progress.phase
        if self._is_closed:
            raise ChildFailed("it was ended")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _packed(article: LoadedArticle) -> dict[str, Any]:
    return asdict(article) | {
        "published": article.published and article.published.isoformat(),
        "headings": [(span.start, span.end) for span in article.headings],
        "recognised": [(span.start, span.end) for span in article.recognised],
    }


def _unpacked(values: dict[str, Any]) -> LoadedArticle:
    published = values["published"]
    return LoadedArticle(
        **values
        | {
            "published": date.fromisoformat(published) if published else None,
            "tags": tuple(values["tags"]),
            "headings": tuple(Span(*span) for span in values["headings"]),
            "page_starts": tuple(values["page_starts"]),
            "recognised": tuple(Span(*span) for span in values["recognised"]),
        }
    )


def _answer(task: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """In the child: what became of one file."""
    kept = KeptPages(Path(task["kept"][0]), task["kept"][1]) if task["kept"] else None
    recogniser = Recogniser(task["languages"], kept, tell)
    _, before = _memory()
    answer: dict[str, Any] = {"too_large": False}
    _limit(task["bytes"])
    try:
        answer["articles"] = [
            _packed(article)
            for article in load_all(Path(task["path"]), task["columns"], recogniser)
        ]
    except LoadError as error:
        answer["error"] = (error.message, error.hint)
        answer["is_lasting"] = not isinstance(error.__cause__, OSError)
        answer["too_large"] = _is_shortage(error)
    except MemoryError:
        answer["too_large"] = True
    finally:
        _limit(None)
    answer["is_last"] = answer["too_large"] or _memory()[1] - before > _MAX_GROWN_BYTES
    return answer


def _is_shortage(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, MemoryError):
        error = error.__cause__ or error.__context__
    return error is not None


def _limit(more: int | None) -> None:
    """Bound the address space to so many bytes more than now, where the system counts it."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = resource.RLIM_INFINITY if more is None else _memory()[0] + more
    with suppress(ValueError, OSError):  # the user's own limit is lower
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _memory() -> tuple[int, int]:
    """The bytes of address space and of memory that this process has; 0 where nothing tells."""
    try:
        space, held = Path("/proc/self/statm").read_text().split()[:2]
    except OSError:
        return 0, 0
    return int(space) * resource.getpagesize(), int(held) * resource.getpagesize()


def _tasks() -> SimpleQueue[str]:
    """The lines of the input. The process ends with it, whatever it is doing: nobody waits."""
    lines: SimpleQueue[str] = SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return lines


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which kills this
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    say_ready()
    answers = os.fdopen(os.dup(1), "w")  # of our own: a library may print, and without end
    for output in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), output)
    tasks = _tasks()

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    while True:
        task = json.loads(tasks.get())

        def tell(doing: str, seconds: float = task["seconds"]) -> None:
            # Even native code that lets no thread of ours run is ended, if the parent was killed.
            faulthandler.dump_traceback_later(seconds, exit=True)
            if doing:
                say({"phase": doing, "fraction": 0.0})

        tell("")
        answer = _answer(task, tell)
        faulthandler.cancel_dump_traceback_later()
        say({"result": answer})


if __name__ == "__main__":
    _main()
