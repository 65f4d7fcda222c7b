"""A real Chroma server on loopback, with a database of its own for each test."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from quoth.index.building.rebuild import rebuild
from quoth.index.embedders.base import Embedder
from quoth.index.progress import silent
from quoth.index.server import publish_to
from quoth.index.server.address import Address
from quoth.index.settings import IndexSettings
from quoth.index.store.local import LocalGeneration
from quoth.index.store.publishing import live_generation
from tests.chroma_server import ChromaServer

Publish = Callable[..., bool]


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """Not to be killed by a test: it is shared."""
    with ChromaServer(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def address(chroma: ChromaServer) -> Address:
    return database_on(chroma)


def database_on(server: ChromaServer) -> Address:
    """An empty database that no other test uses."""
    made = Address(server.url, database=f"test-{secrets.token_hex(4)}")
    tenant = f"{server.url}/api/v2/tenants/{made.tenant}"
    httpx.post(f"{tenant}/databases", json={"name": made.database}).raise_for_status()
    return made


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Four short articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in {
        "bridge": "The bridge of Corran has nine arches. It was built by two brothers.",
        "orchard": "The orchard of Lisle bears three kinds of pear.",
        "quarry": "The quarry of Pell was closed in 1962. It gave a blue slate.",
        "phare": "Le phare de Sorne a été bâti en 1844. Il mesure 31 mètres.",
    }.items():
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.txt").write_text(f"About the {name}\n\n{text}\n", encoding="utf-8")


@pytest.fixture
def publish(tmp_path: Path, articles: Path, embedder: Embedder) -> Publish:
    """Rebuild the library of `articles`, and publish it to an address."""

    def call(address: Address, *, afresh: bool = False, library: str = "library") -> bool:
        folder = tmp_path / library
        rebuild(folder, [articles], IndexSettings(), lambda: embedder, silent)
        live = live_generation(folder)
        assert live is not None
        with LocalGeneration(live) as generation:
            return publish_to(address, folder, generation, silent, afresh=afresh)

    return call
