"""Rows of a comparison: what each system took, round by round, and Quoth's as a share of it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

QUOTH = "Quoth"


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds, and the least and the most."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return short(self.median)
        return f"{short(self.median)} ({short(self.low)}–{short(self.high)})"


@dataclass(frozen=True, slots=True)
class Row:
    """`values`: system -> one figure a round; the same round of all systems ran side by side."""

    name: str
    unit: str
    values: Mapping[str, Sequence[float]]
    meaning: str
    more_is_better: bool = False

    def ratio(self, peer: str) -> Spread:
        """Quoth's figure divided by the peer's, taken in each round."""
        pairs = zip(self.values[QUOTH], self.values[peer], strict=True)
        ratios = [ours / theirs if theirs else float("inf") for ours, theirs in pairs]
        return Spread(statistics.median(ratios), min(ratios), max(ratios))

    def figure(self, system: str) -> float:
        return statistics.median(self.values[system])


def table(rows: Sequence[Row], peers: Sequence[str]) -> str:
    """Markdown: the ratios first, then the figures."""
    systems = (QUOTH, *peers)
    head = ["", *(f"÷ {peer}" for peer in peers), "better", *systems, "unit"]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        ratios = [f"**{row.ratio(peer)}**" for peer in peers]
        figures = [short(row.figure(system)) for system in systems]
        better = "more" if row.more_is_better else "less"
        lines.append([row.name, *ratios, better, *figures, row.unit])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def short(figure: float) -> str:
    """Three digits that count."""
    if figure == 0 or abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.{2 if abs(figure) < 10 else 1}f}"
