"""JSON and JSON Lines as people write them: what is missing or wrong is refused by its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quoth.index.errors import UsageError

_MEND = "What such a file holds is told by: quoth eval --help"
_NAMES: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


class JsonObject:
    """An object of a JSON file, and the words that lead to its fields in an error message."""

    def __init__(self, value: Any, prefix: str) -> None:
        """`prefix` stands before a field's name: "set.json: data[0]." Raises UsageError."""
        self.prefix = prefix
        if not isinstance(value, dict):
            raise UsageError(
                f"{prefix.rstrip(':. ')} is {_NAMES[type(value)]}, not an object.", _MEND
            )
        self._fields: dict[str, Any] = value

    def text(self, key: str, *, blank: bool = False) -> str:
        """A text, which may only be `blank` where that is said. Raises UsageError."""
        value: str = self._field(key, str)
        if not blank and not value.strip():
            raise UsageError(f"{self.prefix}{key} is blank.", _MEND)
        return value

    def optional_text(self, key: str, *, blank: bool = False) -> str:
        """The same, or "" for a field that is missing or null. Raises UsageError."""
        return self.text(key, blank=blank) if self._fields.get(key) is not None else ""

    def question(self, key: str) -> str:
        """A text with a letter or a digit in it. Raises UsageError."""
        value = self.text(key)
        if not any(character.isalnum() for character in value):
            raise UsageError(f"{self.prefix}{key} holds no word.", _MEND)
        return value

    def offset(self, key: str) -> int:
        """A whole number from 0. Raises UsageError."""
        value: int = self._field(key, int)
        if value < 0:
            raise UsageError(f"{self.prefix}{key} is {value}, below 0.", _MEND)
        return value

    def flag(self, key: str) -> bool:
        """False for a field that is missing. Raises UsageError."""
        return bool(self._field(key, bool)) if key in self._fields else False

    def items(self, key: str) -> list[JsonObject]:
        """The objects of a list. Raises UsageError."""
        values: list[Any] = self._field(key, list)
        return [JsonObject(value, f"{self.prefix}{key}[{i}].") for i, value in enumerate(values)]

    def only(self, known: Iterable[str]) -> None:
        """Raises UsageError for a field that is none of these."""
        names = tuple(known)
        for key in self._fields:
            if key not in names:
                raise UsageError(
                    f"{self.prefix}unknown field {key!r}.", f"Use one of: {', '.join(names)}."
                )

    def _field(self, key: str, kind: type) -> Any:
        if key not in self._fields:
            raise UsageError(f"{self.prefix}{key} is missing.", _MEND)
        value = self._fields[key]
        if type(value) is not kind:
            wanted = "a whole number" if kind is int else _NAMES[kind]
            raise UsageError(f"{self.prefix}{key} is {_NAMES[type(value)]}, not {wanted}.", _MEND)
        return value


def read_text(file: Path) -> str:
    """A UTF-8 file. Raises UsageError."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {file}.", "Check the path.") from error
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}.", "Check its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8 text.", "Save it as UTF-8.") from error


def parse(text: str, place: str) -> Any:
    """The JSON value. Raises UsageError that says where in `place` it goes wrong."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{place} is not valid JSON: {error.msg} ({where}).", _MEND) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place} is not valid JSON: {error}.", _MEND) from error
