"""How many articles were published when, as bars: a month each, or as many as fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_MONTHS_PER_BAR = (1, 3, 6, 12, 24, 60, 120, 600)  # months that a bar stands for
_MAX_BAR_CELLS = 3


class Timeline(Widget):
    """Bars above, years below. What has no date is counted beside."""

    DEFAULT_CSS = "Timeline { height: 7; }"

    def __init__(self) -> None:
        super().__init__()
        self._months: Counter[int] = Counter()
        self._undated = 0

    def show(self, dates: Sequence[date | None]) -> None:
        self._months = Counter(day.year * 12 + day.month - 1 for day in dates if day)
        self._undated = sum(day is None for day in dates)
        self.refresh()

    def render(self) -> RenderResult:
        width, height = self.content_size.width, self.content_size.height - 2
        if not self._months or width < 10 or height < 1:
            return Content(f"no dates ({self._undated:,} articles)"[:width])
        first, bars, step, wide = _bars(self._months, width)
        most = max(bars)
        rows = [_row(bars, most, height - row - 1, height, wide) for row in range(height)]
        undated = f"{self._undated:,} undated" if self._undated else ""
        notes = [f"at most {most:,} in {_length(step)}", undated]
        note = " · ".join(filter(None, notes))
        if len(note) > width:
            note = undated or notes[0]
        years = _axis(first, len(bars), step, wide, width)
        lines = [
            *(Content.styled(row, "$text-accent") for row in rows),
            Content.styled(years, "$foreground-muted"),
            Content.styled(note[:width], "$foreground-muted"),
        ]
        return Content("\n").join(lines)


def _bars(months: Counter[int], width: int) -> tuple[int, list[int], int, int]:
    """(first month, articles in each bar, months in a bar, cells that a bar takes)."""
    low, high = min(months), max(months)
    step = next((s for s in _MONTHS_PER_BAR if high // s - low // s < width), high - low + 1)
    bars = [0] * (high // step - low // step + 1)
    for month, count in months.items():
        bars[month // step - low // step] += count
    return low // step * step, bars, step, max(1, min(_MAX_BAR_CELLS, width // len(bars)))


def _row(bars: Sequence[int], most: int, level: int, height: int, wide: int) -> str:
    """One row of the plot; `level` counts from the bottom."""
    cells = []
    for count in bars:
        eighths = -(-count * height * 8 // most)  # upwards: one article is seen beside thousands
        cells.append(_EIGHTHS[max(0, min(8, eighths - level * 8))] * max(1, wide - 1))
    return (" " if wide > 1 else "").join(cells)


def _axis(first: int, count: int, step: int, wide: int, width: int) -> str:
    """The years, where there is room for the whole of them in `width` cells."""
    line = [" "] * width
    free = 0
    for bar in range(count):
        month = first + bar * step
        begins = month % 12 == 0 or step > 12 or bar == 0
        year = str(month // 12)
        if begins and free <= bar * wide <= width - len(year):
            line[bar * wide : bar * wide + len(year)] = year
            free = bar * wide + len(year) + 1
    return "".join(line).rstrip()


def _length(months: int) -> str:
    years = months // 12
    if months < 12:
        return "a month" if months == 1 else f"{months} months"
    return "a year" if years == 1 else f"{years} years"
