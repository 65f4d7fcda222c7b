"""The face that every embedder shows to the index and to the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from quoth.index.arrays import FloatArray

__all__ = [
    "Embedder",
    "FloatArray",
    "ModelIdentity",
    "PassageText",
    "PassageVectors",
]


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Whatever makes two models' vectors incomparable; it is stored with every generation."""

    name: str
    revision: str
    dimension: int
    question_prompt: str
    passage_prompt: str
    quantisation: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PassageText:
    """A text to embed: `context` (title, heading) goes in front of `text` for the model's eyes.

    `sentences` are half-open offsets into `text`.
    """

    context: str
    text: str
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """`passage`: (dimension,) of length one. `sentences`: (number of sentences, dimension), rows
    of length one, pooled from the passage's own token states; None from a model that cannot.
    """

    passage: FloatArray
    sentences: FloatArray | None


class Embedder(Protocol):
    """Turns texts into vectors of length one, so that a dot product is a cosine."""

    @property
    def identity(self) -> ModelIdentity: ...

    @property
    def max_tokens(self) -> int:
        """The most tokens a text may have, prompt and special tokens included."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without prompt and special tokens."""
        ...

    def embed_question(self, question: str) -> FloatArray:
        """Embed a question as a vector (dimension,) of length one."""
        ...

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Embed passages: one result for each, in their order."""
        ...
