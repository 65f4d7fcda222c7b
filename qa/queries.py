"""What is searched for a question."""

from __future__ import annotations

from dataclasses import dataclass

from index.embedders.base import FloatArray
from qa.levels import QuestionLevels


@dataclass(frozen=True, slots=True)
class Query:
    """`text`, embedded as `vector` (dimension,), and how near that lies to each language."""

    text: str
    vector: FloatArray
    levels: QuestionLevels
