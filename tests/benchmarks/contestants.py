"""The systems that are compared, as commands to run, and the folders that they work in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import Run, Served, run
from tests.benchmarks.rows import QUOTH

PEERS = ("recipe", "ensemble", "txtai")
_MODULES = {"recipe": "recipe", "ensemble": "ensemble", "txtai": "txtai_hybrid"}
_GUEST, _HOST = "ensemble", "recipe"  # the one works on the store of the other


@dataclass(frozen=True, slots=True)
class Contestant:
    """`store` is where its index is; `model` the sentence-transformers folder of the peers."""

    name: str
    store: Path
    model: Path

    def index(self, articles: Path) -> tuple[Run, int]:
        """Whole process, and how many passages it made."""
        if self.name == QUOTH:
            done = run("quoth.tui.cli.main", "--library", self.store, "rebuild", articles, "--json")
            return done, int(json.loads(done.output)["passages"])
        done = run(self._module, "index", self.model, self.store, articles)
        return done, int(done.output)

    def change(self, file: Path) -> Run:
        """Whole process, after `file` was changed."""
        if self.name == QUOTH:
            return run("quoth.tui.cli.main", "--library", self.store, "rebuild")
        return run(self._module, "change", self.model, self.store, file)

    def ask(self, question: str) -> Run:
        """Whole process."""
        if self.name == QUOTH:
            return run("quoth.tui.cli.main", "--library", self.store, "ask", question)
        return run(self._module, "ask", self.model, self.store, question)

    def served(self) -> Served:
        if self.name == QUOTH:
            return Served("tests.benchmarks.systems.quoth", self.store)
        return Served(self._module, "serve", self.model, self.store)

    @property
    def _module(self) -> str:
        return f"tests.benchmarks.systems.{_MODULES[self.name]}"


def contestants(scratch: Path, model: Path, names: tuple[str, ...] = PEERS) -> list[Contestant]:
    """Quoth and those named."""
    stores = {_GUEST: _HOST}
    return [Contestant(name, scratch / stores.get(name, name), model) for name in (QUOTH, *names)]


def owners(systems: Sequence[Contestant]) -> list[Contestant]:
    """Those that fill a store of their own."""
    return [system for system in systems if system.name != _GUEST]


def shared(
    figures: dict[str, list[float]], systems: Sequence[Contestant]
) -> dict[str, list[float]]:
    """What it took to fill the stores, for those too that use another's."""
    return {
        system.name: figures[_HOST if system.name == _GUEST else system.name] for system in systems
    }
