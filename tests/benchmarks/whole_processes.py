"""Whole processes, measured: each round runs every system once, in turn, so that a busy machine
slows all of them, and it is the ratios of a round that count.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.contestants import Contestant, owners, shared
from tests.benchmarks.packages import megabytes, needs
from tests.benchmarks.processes import Run
from tests.benchmarks.rivals import installed_megabytes
from tests.benchmarks.rows import Row

QUESTION = "À quelle distance de Palmyre se trouve Al-Qaryatayn ?"


def install(systems: Sequence[Contestant]) -> Row:
    wanted = needs()

    def weight(system: Contestant) -> float:
        if system.is_rival:
            return installed_megabytes(Path(system.python))
        return megabytes(wanted[system.name])

    return Row(
        "install",
        "MB",
        {system.name: [weight(system)] for system in systems},
        "the packages that a system needs, unpacked. Quoth's hold its model's weights; the peers "
        "fetch theirs (470 MB), which is not counted",
    )


def indexing(systems: Sequence[Contestant], articles: Path, rounds: int) -> list[Row]:
    """Each time into a new store, of which the last one stays."""
    rates: dict[str, list[float]] = {system.name: [] for system in owners(systems)}
    memory: dict[str, list[float]] = {system.name: [] for system in owners(systems)}
    for _ in range(rounds):
        for system in owners(systems):
            shutil.rmtree(system.store, ignore_errors=True)
            done, passages = system.index(articles)
            rates[system.name].append(passages / done.seconds)
            memory[system.name].append(done.megabytes)
    return [
        Row(
            "indexing",
            "passages/s",
            shared(rates, systems),
            "a whole process that loads the model, cuts the texts, embeds and stores them; "
            "a passage is what each makes one (Quoth's are the longer)",
            more_is_better=True,
        ),
        Row("indexing, memory", "MB", shared(memory, systems), "of its processes, at the most"),
    ]


def cold(systems: Sequence[Contestant], rounds: int) -> list[Row]:
    """One question on a warm disk."""
    runs = _in_turn(systems, rounds + 1, lambda system: system.ask(QUESTION))
    counted = {name: each[1:] for name, each in runs.items()}
    seconds = {name: [done.seconds for done in each] for name, each in counted.items()}
    memory = {name: [done.megabytes for done in each] for name, each in counted.items()}
    return [
        Row("cold question", "s", seconds, "a whole process that answers one question"),
        Row("cold question, memory", "MB", memory, "of that process, at the most"),
    ]


def change(systems: Sequence[Contestant], file: Path, rounds: int) -> Row:
    """The index brought up to date after a line was added to `file`."""

    def edit() -> None:
        with file.open("a", encoding="utf-8") as opened:
            opened.write("One more line is added to this text.\n")

    runs = _in_turn(owners(systems), rounds, lambda system: system.change(file), edit)
    seconds = {name: [done.seconds for done in each] for name, each in runs.items()}
    return Row(
        "one file changed",
        "s",
        shared(seconds, systems),
        "a whole process that brings the index up to date; Quoth finds out which file was changed "
        "and publishes a checked copy, the peers are told and write in place",
    )


def _in_turn(
    systems: Sequence[Contestant],
    rounds: int,
    measured: Callable[[Contestant], Run],
    before: Callable[[], None] = lambda: None,
) -> dict[str, list[Run]]:
    """System -> one run a round; `before` precedes every round."""
    runs: dict[str, list[Run]] = {system.name: [] for system in systems}
    for _ in range(rounds):
        before()
        for system in systems:
            runs[system.name].append(measured(system))
    return runs
