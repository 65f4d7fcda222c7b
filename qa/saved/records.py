"""What is kept of conversations, and how an answer is written down and read back."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import EnumType
from typing import Any

from quoth.qa.answers import Answer
from quoth.qa.turns import Turn


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as it is listed. `updated` is ISO 8601 in UTC; `found` where a search met it."""

    id: int
    title: str
    updated: str
    questions: int
    found: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A saved conversation with its turns, the oldest first; `id` names it in the store."""

    id: int
    title: str
    turns: tuple[Turn, ...]


def answer_to_json(answer: Answer) -> str:
    """Write down all that shows an answer again, also when its articles have changed or gone."""
    kept = dataclasses.replace(answer, timings_ms={}, evidence=())
    # ASCII escapes: a path may hold bytes that are no UTF-8, which SQLite's text cannot.
    return json.dumps(dataclasses.asdict(kept), default=date.isoformat)


def answer_from_json(text: str) -> Answer:
    """Read an answer that `answer_to_json` wrote. Raises ValueError, KeyError or TypeError."""
    answer: Answer = _made(Answer, json.loads(text))
    return answer


def _made(kind: Any, value: Any) -> Any:
    """`value`, as JSON gives it, as the type `kind`: dataclasses, tuples, dates, enums, plain values.

    A field that is absent takes its default; one that is not known is left out.
    """
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(**{name: _made(hints[name], v) for name, v in value.items() if name in hints})
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _made(next(a for a in arguments if a is not types.NoneType), value)
    if origin is tuple:
        return tuple(_made(arguments[0], item) for item in value)
    if origin in (Mapping, dict):
        return {key: _made(arguments[1], item) for key, item in value.items()}
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, EnumType) else value
