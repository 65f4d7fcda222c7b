"""The lines of an export, with their places, and the paragraphs that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Line:
    """A line without outer spaces, and the character of the text at which it begins."""

    start: int
    text: str


def lines_of(text: str) -> list[Line]:
    return [
        Line(match.start(), match[0].strip(" \t\r\n\u00a0\ufeff\f"))
        for match in re.finditer(r"[^\r\n]*(?=\r\n|[\r\n]|$)(?:\r\n|[\r\n])?", text)
        if match[0]
    ]


def paragraphs_of(lines: Iterable[str]) -> list[str]:
    """Runs of lines between empty ones."""
    return [
        "\n".join(run)
        for is_text, run in groupby(lines, key=lambda line: bool(line.strip()))
        if is_text
    ]


def cut(lines: Sequence[Line], ends: Sequence[int]) -> list[Sequence[Line]]:
    """The lines before each of the line numbers `ends`, without those lines themselves."""
    starts = [0, *(end + 1 for end in ends)]
    return [lines[start:end] for start, end in zip(starts, ends, strict=False)]


def first_start(lines: Sequence[Line]) -> int:
    """Where the first line with anything on it begins."""
    return next((line.start for line in lines if line.text), lines[0].start if lines else 0)
