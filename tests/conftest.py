"""What every test stands on: the real model, a real library of the seeds, and no way out.

The built-in model is prepared once in the user's own cache, as a user's first start does it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from quoth.index.articles import LoadedArticle
from quoth.index.building.loader_process import LoaderProcess
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.loaders import load_all
from quoth.index.loaders.paged.kept_pages import KeptPages
from quoth.index.loaders.paged.recognition import Recogniser
from quoth.index.progress import Report, silent
from quoth.index.settings import IndexSettings
from quoth.index.store.chroma_process import ChromaProcess, probe
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.reading import open_reader
from quoth.qa.reading.reader import Reader
from quoth.tui.cli.main import main
from tests.faults.tally import pytest_runtest_logreport, pytest_terminal_summary
from tests.model_server import serving
from tests.remembering import Remembering
from tests.tui.command import Result, Run

# How long an example takes is the machine's affair.
settings.register_profile("quoth", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quoth")

# A shell that starts the tests in the background has them ignore Ctrl-C, and their children too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

__all__ = ["pytest_runtest_logreport", "pytest_terminal_summary"]  # hooks, which pytest calls

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """Nothing under test may reach beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for {address!r}")
        connect(self, address)  # type: ignore[arg-type]  # whatever the caller passed

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What was made and agreed to in a test run is remembered for that run alone."""
    patch = pytest.MonkeyPatch()
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if os.environ.get("PYTEST_XDIST_WORKER") else run
    patch.setenv("XDG_STATE_HOME", str(shared / "state"))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings and library of whoever runs the tests are none of theirs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for variable in ("QUOTH_LIBRARY", "QUOTH_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="session")
def builtin() -> Embedder:
    """The built-in model."""
    return open_embedder("builtin")


@pytest.fixture(scope="session")
def embedder(builtin: Embedder) -> Embedder:
    """The same, for whoever wants vectors and does not look at how they are made."""
    return Remembering(builtin)


@pytest.fixture(scope="session", autouse=True)
def _loaded_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every library of this process has the one model; those of child processes load their own."""

    def opened(name: str, report: Report = silent, cache: Path | None = None) -> Embedder:
        if name != "builtin":
            return open_embedder(name, report, cache)
        shared: Embedder = request.getfixturevalue("embedder")
        return shared

    patch = pytest.MonkeyPatch()
    patch.setattr("quoth.index.library.open_embedder", opened)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The built-in reader."""
    opened = open_reader("builtin")
    assert opened is not None
    return opened


@pytest.fixture(scope="session", autouse=True)
def _search_alone() -> Iterator[None]:
    """Libraries that are opened in this process are searched alone, so that their tests look at the
    search. Those of the reader ask `reading`; what runs `quoth` in a process of its own reads.
    """

    def opened(name: str, report: Report = silent) -> Reader | None:
        return None if name == "builtin" else open_reader(name, report)

    patch = pytest.MonkeyPatch()
    patch.setattr("quoth.qa.engine.open_reader", opened)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def seed_library(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A library of the articles in seeds/. Not to be rebuilt by a test: it is shared.

    Where several processes run the tests, the first that wants it makes it, and each has a copy.
    """
    run = tmp_path_factory.getbasetemp()
    made = Library((run if worker_id == "master" else run.parent) / "seeds", IndexSettings())
    with FileLock(f"{made.folder}.lock"):
        if made.is_empty():
            made.rebuild([SEEDS])
    return Path(shutil.copytree(made.folder, tmp_path_factory.mktemp("own") / "library"))


class LoadingHere:
    """Loads files in this process."""

    doing = ""

    def __init__(
        self,
        seconds: int,
        megabytes: int,
        columns: Mapping[str, str] | None = None,
        kept: KeptPages | None = None,
    ) -> None:
        self._columns, self._kept = columns, kept

    def load_all(self, path: Path, languages: Sequence[str] = ()) -> tuple[LoadedArticle, ...]:
        recogniser = Recogniser(languages, self._kept)
        return tuple(load_all(path, dict(self._columns or {}), recogniser))

    def start(self) -> None:
        pass

    def close(self) -> None:
        pass


class LastingChroma:
    """Chroma's process, for one rebuild after the other; a new one after any that failed."""

    def __init__(self) -> None:
        self._child: ChromaProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def start(self) -> None:
        pass

    def store(self, folder: Path, first: int, gone: Sequence[int], report: Report) -> str:
        return self._asked(lambda child: child.store(folder, first, gone, report))

    def probe(self, folder: Path, report: Report = silent) -> str:
        return self._asked(lambda child: child.probe(folder, report))

    def end(self) -> None:
        if self._child is not None:
            self._child.__exit__()
            self._child = None

    def _asked(self, ask: Callable[[ChromaProcess], str]) -> str:
        self._child = self._child or ChromaProcess()
        failed = True
        try:
            said = ask(self._child)
            failed = said != ""
            return said
        finally:
            if failed:
                self.end()


@pytest.fixture(scope="session", autouse=True)
def _few_processes() -> Iterator[None]:
    """Rebuilds in the tests' own process share Chroma's process, which takes two seconds to start, and
    load files themselves. What runs `quoth` in a process of its own starts them all, and so do tests
    that ask for `own_processes`.
    """
    lasting = LastingChroma()
    patch = pytest.MonkeyPatch()
    patch.setattr("quoth.index.building.rebuild.LoaderProcess", LoadingHere)
    patch.setattr("quoth.index.building.rebuild.ChromaProcess", lambda: lasting)
    patch.setattr("quoth.index.doctor.probe", lasting.probe)
    yield
    patch.undo()
    lasting.end()


@pytest.fixture
def own_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebuilds start the processes that a user's do."""
    monkeypatch.setattr("quoth.index.building.rebuild.LoaderProcess", LoaderProcess)
    monkeypatch.setattr("quoth.index.building.rebuild.ChromaProcess", ChromaProcess)
    monkeypatch.setattr("quoth.index.doctor.probe", probe)


@pytest.fixture
def through_chroma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions go through Chroma, however few the passages are."""
    monkeypatch.setattr("quoth.index.store.local._FEW_ROWS", 0)


@pytest.fixture(scope="session")
def answerer(seed_library: Path) -> Iterator[QuestionAnswerer]:
    opened = QuestionAnswerer.open(Library(seed_library, IndexSettings()))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reading(seed_library: Path, embedder: Embedder, reader: Reader) -> Iterator[QuestionAnswerer]:
    """The seeds' library, asked with the reader."""
    generation = Library(seed_library, IndexSettings()).open()
    with QuestionAnswerer(generation, embedder, reader=reader) as opened:
        yield opened


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `quoth` with these arguments in this process."""

    def call(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["quoth", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as exit:
            code = exit.code if isinstance(exit.code, int) else 1
        out, err = capfdbinary.readouterr()
        assert b"Traceback" not in err
        return Result(code, out.decode(), err.decode())

    return call


@pytest.fixture(scope="session")
def model_url() -> Iterator[str]:
    """The base URL of a real chat model's server."""
    with serving() as url:
        yield url
