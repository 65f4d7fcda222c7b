"""Settings: TOML files with a table for each layer, read into that layer's own dataclass.

Two files are read, either may be absent: `settings.toml` in the user's configuration directory,
then `settings.toml` in the library, whose keys win.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from index.errors import UsageError

FILE_NAME = "settings.toml"
TABLES = ("index", "qa", "tui")

Table = TypeVar("Table")

_BOUNDS = {
    "passage_tokens": (16, 2048),
    "loading_seconds": (1, 86_400),
    "loading_megabytes": (100, 1_000_000),
}


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The [index] table. `embedder` is "builtin", a sentence-transformers name or a local folder;
    `passage_tokens` is the budget of a passage in the embedder's own tokens. A file may take
    `loading_seconds` to load for each 10 MB that it begins, and `loading_megabytes` of memory above
    its size. With a `chroma_url` the index is asked on that Chroma server, in a tenant's database,
    and published there.
    """

    embedder: str = "builtin"
    passage_tokens: int = 256
    loading_seconds: int = 60
    loading_megabytes: int = 1000
    chroma_url: str = ""
    chroma_tenant: str = "default_tenant"
    chroma_database: str = "default_database"

    def __post_init__(self) -> None:
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise UsageError(f"{name} is {value}.", f"Choose between {least} and {most}.")


def settings_files(library: Path) -> tuple[Path, ...]:
    """The files that hold settings for a library, the stronger one last."""
    user = platformdirs.user_config_path("quoth", appauthor=False)
    return (user / FILE_NAME, library / FILE_NAME)


def read_table(kind: type[Table], table: str, files: Sequence[Path]) -> Table:
    """One layer's settings. Raises UsageError that names the file and the key that is off."""
    values: dict[str, Any] = {}
    for file in files:
        values |= _table_of(file, table, kind)
    return kind(**values)


def _table_of(file: Path, table: str, kind: type) -> dict[str, Any]:
    content = _parse(file)
    for name, value in content.items():
        if name not in TABLES or not isinstance(value, dict):
            owner = table if name in {field.name for field in fields(kind)} else None
            hint = f"Write it under [{owner}]." if owner else f"Tables are {_listed(TABLES)}."
            raise UsageError(f"{file}: unknown setting {name!r}.", hint)
    values: dict[str, Any] = content.get(table, {})
    known = {field.name: field for field in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise UsageError(
                f"{file}: unknown setting {key!r} in [{table}].", f"Known are {_listed(known)}."
            )
        expected = str(known[key].type)
        if type(value).__name__ != expected:
            raise UsageError(
                f"{file}: {key} in [{table}] is {value!r}.", f"It takes a value of type {expected}."
            )
    return values


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is not valid TOML: {error}.", "Mend that line.") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Check the file.") from error


def _listed(names: Sequence[str] | dict[str, Any]) -> str:
    return ", ".join(names)
