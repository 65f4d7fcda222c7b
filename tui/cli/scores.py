"""What `quoth eval` measured, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quoth.qa.evaluation.measure import Scores
from quoth.qa.evaluation.newsroom import NewsroomScores

_SYSTEMS = {"dense": "dense only", "bm25": "BM25 only", "rrf": "RRF"}
_REASONS = {
    "no_answer": "have no answer in the set",
    "unplaced": "have an answer that does not stand in its text",
}
_LABEL, _COLUMN = 22, 12
_LABEL_CELLS = 32  # of a label in a newsroom's figures
_KIND_CELLS = 28


def lines_of(scores: Scores | NewsroomScores) -> Iterator[str]:
    """What was measured, a row a kind of question, then a row a measure."""
    figures = scores.as_json()
    if kinds := figures.pop("kinds"):
        yield from by_kind(kinds)
        yield ""
    yield from _newsroom(figures) if isinstance(scores, NewsroomScores) else table(scores)


def by_kind(kinds: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A row a kind: how many questions, the share whose first quote is right, of which any is, whose
    answer stands in the first passage and in the first ten, and that were refused.
    """
    heads = next(iter(kinds.values()))
    yield f"{'kind':{_KIND_CELLS}}" + "".join(f"{head:>{_COLUMN}}" for head in heads)
    for kind, figures in kinds.items():
        cells = [
            str(value) if isinstance(value, int) else _figure(name, value)
            for name, value in figures.items()
        ]
        yield f"{kind:{_KIND_CELLS}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _newsroom(figures: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield f"{indent}{name}"
            yield from _newsroom(value, indent + "  ")
        else:
            yield f"{indent}{name:{_LABEL_CELLS - len(indent)}}{_figure(name, value):>8}"


def table(scores: Scores) -> Iterator[str]:
    """Lines: a row a measure, a column a system; "-" where the questions do not tell."""
    yield _row("questions", [str(scores.questions)])
    yield _row("passages", [str(scores.passages)])
    yield ""
    yield _row("", ["Quoth", *(_SYSTEMS.get(name, name) for name in scores.baselines)])
    for name, value in scores.measures.items():
        others = [row[name] for row in scores.baselines.values() if name in row]
        yield _row(name, [_figure(name, figure) for figure in (value, *others)])
    for reason, count in scores.left_out.items():
        if count:
            yield f"\nNot asked: {count} that {_REASONS.get(reason, reason)}."


def _row(label: str, cells: list[str]) -> str:
    return f"{label:{_LABEL}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if name.endswith("_ms") else f"{value:.3f}"
