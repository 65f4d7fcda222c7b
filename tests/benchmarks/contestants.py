"""The systems that are compared, as commands to run, and the folders that they work in."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.processes import Run, Served, run
from tests.benchmarks.rivals import Rival
from tests.benchmarks.rows import QUOTH

RECIPE = "recipe"
PEERS = (RECIPE, "ensemble", "txtai")
_MODULES = {"recipe": "recipe", "ensemble": "ensemble", "txtai": "txtai_hybrid"}
_GUEST, _HOST = "ensemble", RECIPE  # the one works on the store of the other


@dataclass(frozen=True, slots=True)
class Contestant:
    """`store` is where its index is; `model` the sentence-transformers folder of the peers, or the
    address of the server that embeds for those that have a `python` of their own; `module` is its
    file in `systems`.
    """

    name: str
    store: Path
    model: str
    module: str = ""
    python: str = sys.executable

    @property
    def is_rival(self) -> bool:
        """Whether it has an environment of its own."""
        return self.python != sys.executable

    def index(self, articles: Path) -> tuple[Run, int]:
        """Whole process, and how many passages it made."""
        if self.name == QUOTH:
            done = run("quoth.tui.cli.main", "--library", self.store, "rebuild", articles, "--json")
            return done, int(json.loads(done.output)["passages"])
        done = self._run("index", articles)
        return done, int(done.output)

    def change(self, file: Path) -> Run:
        """Whole process, after `file` was changed."""
        if self.name == QUOTH:
            return run("quoth.tui.cli.main", "--library", self.store, "rebuild")
        return self._run("change", file)

    def ask(self, question: str) -> Run:
        """Whole process."""
        if self.name == QUOTH:
            return run("quoth.tui.cli.main", "--library", self.store, "ask", question)
        return self._run("ask", question)

    def served(self) -> Served:
        if self.name == QUOTH:
            return Served("tests.benchmarks.systems.quoth", self.store)
        return Served(self._module, "serve", self.model, self.store, python=self.python)

    def _run(self, command: str, what: str | Path) -> Run:
        return run(self._module, command, self.model, self.store, what, python=self.python)

    @property
    def _module(self) -> str:
        return f"tests.benchmarks.systems.{self.module}"


def contestants(scratch: Path, model: Path, names: tuple[str, ...] = PEERS) -> list[Contestant]:
    """Quoth and those named."""
    stores = {_GUEST: _HOST}
    return [
        Contestant(name, scratch / stores.get(name, name), str(model), _MODULES.get(name, ""))
        for name in (QUOTH, *names)
    ]


def rivals(scratch: Path, address: str, pythons: Mapping[Rival, Path]) -> list[Contestant]:
    """Those whose Python is given, with the server at `address` to embed for them."""
    return [
        Contestant(rival.name, scratch / rival.name, address, rival.module, str(python))
        for rival, python in pythons.items()
    ]


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
