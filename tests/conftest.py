"""What every test stands on: the real model, a real library of the seeds, and no way out.

The built-in model is prepared once in the user's own cache, as a user's first start does it.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from filelock import FileLock

from quoth.index.articles import LoadedArticle
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.loaders import load_all
from quoth.index.loaders.paged.recognition import Recogniser
from quoth.index.progress import Report, silent
from quoth.index.settings import IndexSettings
from quoth.index.store.chroma_process import ChromaProcess
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.reading import open_reader
from quoth.qa.reading.reader import Reader
from quoth.tui.cli.main import main
from tests.faults.tally import pytest_runtest_logreport, pytest_terminal_summary
from tests.model_server import serving
from tests.remembering import Remembering
from tests.tui.command import Result, Run

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


@pytest.fixture(scope="session")
def isolated() -> Iterator[ChromaProcess]:
    """A child process that goes on from one rebuild to the next."""
    with ChromaProcess() as child:
        yield child


class LoadingHere:
    """Loads files in this process: for tests whose loaders are made up here, or whose files are our own."""

    doing = ""

    def __init__(self, *_: object) -> None:
        pass

    def load_all(self, path: Path, languages: Sequence[str] = ()) -> tuple[LoadedArticle, ...]:
        return load_all(path, recogniser=Recogniser(languages))

    def close(self) -> None:
        pass


@pytest.fixture
def loading_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.index.building.assembly.LoaderProcess", LoadingHere)


@pytest.fixture
def one_child(isolated: ChromaProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests with many rebuilds, each of which would start a child and import Chroma there."""
    monkeypatch.setattr("quoth.index.building.rebuild.ChromaProcess", lambda: nullcontext(isolated))


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
