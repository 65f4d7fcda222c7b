"""What was measured at a size, and what follows from several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from quoth.qa.evaluation.metrics import percentile
from tests.benchmarks.rows import QUOTH, Row, short

RECIPE, ENSEMBLE = "recipe", "ensemble"
FILLED = (QUOTH, RECIPE)
"""Those with a store of their own."""

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """By system: `seconds` to index, for Quoth all but the model, for the recipe what Chroma takes;
    megabytes on `disk`, and of a process that asks one question (`memory`); `milliseconds` of each
    warm question. Of Quoth alone: `building` is the megabytes of the process that indexes, `recall`
    the share of the exactly nearest 10 passages that its HNSW index finds.
    """

    passages: int
    seconds: Mapping[str, float]
    building: float
    disk: Mapping[str, float]
    memory: Mapping[str, float]
    milliseconds: Mapping[str, Sequence[float]]
    recall: float

    def question(self, percent: float, system: str = QUOTH) -> float:
        """Milliseconds."""
        return percentile(self.milliseconds[system], percent) or 0.0


def points_table(points: Sequence[Point]) -> str:
    """Markdown: a size a line, the ratios first. "one process": what asks a single question."""
    head = (
        "passages | question ÷ recipe | ÷ ensemble | p50 ms | p95 ms | recipe p50 | ensemble p50 | "
        "one process MB | recipe MB | index s, without the model | building MB | disk MB | "
        "recipe disk MB | HNSW recall@10"
    )
    lines = [head.split(" | ")]
    lines.append(["---"] * len(lines[0]))
    for point in points:
        warm = Row("", "ms", point.milliseconds, "")
        figures = (
            point.question(50),
            point.question(95),
            point.question(50, RECIPE),
            point.question(50, ENSEMBLE),
            point.memory[QUOTH],
            point.memory[RECIPE],
            point.seconds[QUOTH],
            point.building,
            point.disk[QUOTH],
            point.disk[RECIPE],
            point.recall,
        )
        ratios = [f"**{warm.ratio(peer).median:.2f}**" for peer in (RECIPE, ENSEMBLE)]
        lines.append([f"{point.passages:,}", *ratios, *map(short, figures)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def conclusions(points: Sequence[Point]) -> str:
    """Whether a question's time grows no faster than log n, and what a million passages would take,
    which is extrapolated. Needs three sizes.
    """
    if len(points) < 3:
        return "Fewer than three sizes do not tell how it grows."
    sizes = np.array([point.passages for point in points], float)
    times = np.array([point.question(50) for point in points])
    slope, start = np.polyfit(np.log(sizes), times, 1)
    steps = ", then ".join(f"{step:.1f}" for step in _steps(points))
    grown, log_grown = times[-1] / times[0], np.log(sizes[-1]) / np.log(sizes[0])
    verdict = "no faster than log n" if grows_with_log(points) else "**faster than log n**"
    return (
        f"A question's p50 is {start:.1f} + {slope:.2f} · ln n milliseconds by least squares. From "
        f"size to size ln n adds {steps} milliseconds a unit: it grows {verdict}. From "
        f"{points[0].passages:,} to {points[-1].passages:,} passages it is {grown:.2f} times as much, "
        f"and ln n {log_grown:.2f} times.\n\n"
        "Extrapolated, not measured, to a million passages: "
        f"a question {start + slope * np.log(_MILLION):.0f} ms; along the line through the two "
        f"largest sizes, {_line(points, [p.seconds[QUOTH] for p in points]) / 60:.0f} minutes to index "
        f"without the model, {_line(points, [p.disk[QUOTH] for p in points]) / 1000:.1f} GB on disk, "
        f"{_line(points, [p.memory[QUOTH] for p in points]):,.0f} MB for a process that asks."
    )


def grows_with_log(points: Sequence[Point]) -> bool:
    """Whether p50 is at most a + b · ln n: what a unit of ln n adds does not grow from size to size,
    but for a tenth, which is noise. Needs three sizes.
    """
    steps = _steps(points)
    return all(later <= max(0.0, earlier) * 1.1 for earlier, later in pairwise(steps))


def _steps(points: Sequence[Point]) -> list[float]:
    """Milliseconds of p50 that a unit of ln n adds, from each size to the next."""
    return [
        (b.question(50) - a.question(50)) / float(np.log(b.passages / a.passages))
        for a, b in pairwise(points)
    ]


def _line(points: Sequence[Point], values: Sequence[float]) -> float:
    """The value at a million, along the line through the last two."""
    (a, b), (low, high) = (p.passages for p in points[-2:]), values[-2:]
    return low + (high - low) * (_MILLION - a) / (b - a)
