"""The plot of cost against size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.points import FILLED, Point
from tests.benchmarks.rows import QUOTH

_COLOURS = {QUOTH: "#c2410c", "recipe": "#475569", "ensemble": "#94a3b8"}
_Cost = Callable[[Point, str], float]
_PANELS: Mapping[str, tuple[_Cost, Sequence[str]]] = {
    "warm question, p50, ms": (lambda point, name: point.question(50, name), list(_COLOURS)),
    "memory of one question, MB": (lambda point, name: point.memory[name], list(_COLOURS)),
    "indexing without the model, s": (lambda point, name: point.seconds[name], FILLED),
    "disk, MB": (lambda point, name: point.disk[name], FILLED),
}


def draw(points: Sequence[Point], file: Path) -> None:
    """A PNG with a panel for each cost, both axes logarithmic."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    sizes = [point.passages for point in points]
    figure, axes = plt.subplots(2, 2, figsize=(10, 7), layout="constrained")
    for panel, (title, (cost, names)) in zip(axes.flat, _PANELS.items(), strict=True):
        for name in names:
            costs = [cost(point, name) for point in points]
            panel.plot(sizes, costs, "o-", label=name, color=_COLOURS[name])
        panel.set(title=title, xscale="log", yscale="log", xlabel="passages")
        panel.grid(alpha=0.3)
    axes.flat[0].legend()
    figure.savefig(file, dpi=110)
    plt.close(figure)
