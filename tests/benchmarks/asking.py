"""Questions asked of running systems, in turn: how long each takes, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from quoth.index.text.clean import one_line
from quoth.qa.evaluation.metrics import first_rank, percentile, recall, share
from tests.benchmarks.contestants import Contestant
from tests.benchmarks.rows import QUOTH, Row
from tests.benchmarks.systems.commands import TOP_K, Found
from tests.benchmarks.texts import Asked

_WARMING = 5  # questions that do not count
_ROUNDS = 5  # that the questions are dealt to, for the spread


@dataclass(slots=True)
class Seen:
    """By system, one a question; `absent` are Quoth's answers when the text was taken away."""

    milliseconds: dict[str, list[float]]
    ranks: dict[str, list[int | None]]
    groups: list[str] = field(default_factory=list)
    present: list[bool] = field(default_factory=list)
    absent: list[bool] = field(default_factory=list)


def ask_all(
    systems: Sequence[Contestant],
    questions: Sequence[Asked],
    entries: Mapping[str, Sequence[str]],
) -> Seen:
    """`entries`: file -> the files that go when its questions are to have no answer; of files that
    are not there, they are not asked so. Questions without answers are only Quoth's, as they are.
    """
    names = [system.name for system in systems]
    seen = Seen({name: [] for name in names}, {name: [] for name in names})
    with ExitStack() as stack:
        served = {system.name: stack.enter_context(system.served()) for system in systems}
        for asked in questions[:_WARMING]:
            for system in served.values():
                system.ask(asked.question)
        for asked in questions:
            if not asked.answers:
                seen.absent.append(served[QUOTH].ask(asked.question)["answered"])
                continue
            seen.groups.append(asked.group)
            for name, system in served.items():
                answer = system.ask(asked.question)
                seen.milliseconds[name].append(answer["ms"])
                seen.ranks[name].append(_rank(asked, answer["found"]))
                if name == QUOTH:
                    seen.present.append(answer["answered"])
            gone = sorted({file for one in asked.files for file in entries.get(one, ())})
            if gone:
                without = served[QUOTH].ask(asked.question, gone)
                seen.absent.append(without["answered"])
    return seen


def warm(seen: Seen) -> list[Row]:
    rows = []
    for percent in (50, 95):
        values = {
            name: [percentile(each[start::_ROUNDS], percent) or 0.0 for start in range(_ROUNDS)]
            for name, each in seen.milliseconds.items()
        }
        meaning = (
            "a running process: Quoth searches, picks the sentence and judges whether it answers; "
            "the peers search"
            if percent == 50
            else "the slowest twentieth of these begins here"
        )
        rows.append(Row(f"warm question, p{percent}", "ms", values, meaning))
    return rows


def found(seen: Seen) -> list[Row]:
    """recall@1 and @10 of every group, and the questions that are answered."""
    rows = []
    for group in dict.fromkeys(seen.groups):
        places = [place for place, name in enumerate(seen.groups) if name == group]
        for k in (1, TOP_K):
            values = {
                name: [recall([ranks[place] for place in places], k) or 0.0]
                for name, ranks in seen.ranks.items()
            }
            meaning = f"of {len(places)} questions, the right text's words are in the first {k}"
            rows.append(Row(f"recall@{k}, {group}", "", values, meaning, more_is_better=True))
    for name, answered, more in (("present", seen.present, True), ("absent", seen.absent, False)):
        values = {system: [1.0] for system in seen.ranks} | {QUOTH: [share(answered) or 0.0]}
        meaning = (
            f"of {len(answered)} questions, those answered when the text is "
            f"{'there' if more else 'taken away or never was there'}; the peers have no threshold "
            "and always answer"
        )
        rows.append(Row(f"{name} questions answered", "", values, meaning, more))
    return rows


def _rank(asked: Asked, passages: Found) -> int | None:
    """That of the first passage of a right text that holds an answer."""
    answers = [one_line(answer) for answer in asked.answers]
    held = (
        file in asked.files and any(answer in one_line(text) for answer in answers)
        for file, text in passages
    )
    return first_rank(held)
