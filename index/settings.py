"""Settings: TOML files with a table for each layer, read into that layer's own dataclass.

Two files are read, either may be absent: `settings.toml` in the user's configuration directory,
then `settings.toml` in the library, whose keys win. A library may come from somebody else: what
its file could do harm with counts only once the user has agreed to it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, cast

import platformdirs

from quoth.index.consent import agreed
from quoth.index.errors import UsageError

FILE_NAME = "settings.toml"
TABLES = ("index", "qa", "tui")
HARMLESS = {
    "index": frozenset({"columns", "passage_tokens"}),
    "qa": frozenset({"top_k", "quotes", "model_timeout", "filters"}),
    "tui": frozenset({"theme", "copy_as"}),
}
"""What a library's own file may set unasked. All else chooses a server, a model or what is sent."""
FACTS = ("text", "title", "date", "author", "source", "language", "number")
"""What a column of a table of articles may hold."""
_HARMLESS_VALUES = ("", False, "builtin")  # no server, no model, no watch
_MAX_FILE_BYTES = 1_000_000  # bytes of a settings file

_WRITTEN = {"int": "a whole number", "str": 'a text in quotes: "…"', "bool": "true or false"}

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
    its size. `columns` says what the columns of tables are called, as "title=Headline, text=Story",
    besides the names that are known. With a `chroma_url` the index is asked on that Chroma server, in a tenant's database,
    and published there. With `follow_links` a symbolic link among the articles may lead out of the
    indexed folders.
    """

    embedder: str = "builtin"
    passage_tokens: int = 256
    loading_seconds: int = 60
    loading_megabytes: int = 1000
    columns: str = ""
    chroma_url: str = ""
    chroma_tenant: str = "default_tenant"
    chroma_database: str = "default_database"
    follow_links: bool = False

    def __post_init__(self) -> None:
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise UsageError(f"{name} is {value}.", f"Choose between {least} and {most}.")
        columns_of(self.columns)


def columns_of(setting: str) -> dict[str, str]:
    """What each fact's column is called, of the setting `columns`. Raises UsageError."""
    columns: dict[str, str] = {}
    for pair in filter(None, map(str.strip, setting.split(","))):
        fact, _, name = map(str.strip, pair.partition("="))
        if fact not in FACTS or not name or fact in columns:
            facts = _listed(FACTS)
            hint = f'Write it as "title=Headline, text=Story"; the facts are {facts}.'
            raise UsageError(f"columns names no column of a fact in {pair!r}.", hint)
        columns[fact] = name
    return columns


def settings_files(library: Path) -> tuple[Path, ...]:
    """The files that hold settings for a library, the stronger one last."""
    return (_own_file(), library / FILE_NAME)


def _own_file() -> Path:
    return platformdirs.user_config_path("quoth", appauthor=False) / FILE_NAME


def read_table(kind: type[Table], table: str, files: Sequence[Path]) -> Table:
    """One layer's settings. Raises UsageError that names the file and the key that is off."""
    values: dict[str, Any] = {}
    defaults = {one.name: one.default for one in fields(cast("Any", kind))}
    for file in files:
        found = _table_of(file, table, kind)
        pending = _pending(file, table, found, defaults | values)
        values |= {key: value for key, value in found.items() if key not in pending}
    return kind(**values)


def unagreed(library: Path, files: Sequence[Path] | None = None) -> dict[str, Any]:
    """What a library's own settings file would choose if the user agreed: "table.key" -> value.

    What the user's own file says too is left out. Raises UsageError for a file that is off.
    """
    own, given = files or settings_files(library)
    before, wanted = _parse(own), _parse(given)
    pending: dict[str, Any] = {}
    for table in TABLES:
        found, base = wanted.get(table, {}), before.get(table, {})
        if isinstance(found, dict) and isinstance(base, dict):
            asked = _pending(given, table, found, base)
            pending |= {f"{table}.{key}": value for key, value in asked.items()}
    return pending


def _pending(
    file: Path, table: str, found: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """The part of what a file says that waits for the user's consent; the user's own waits for none.

    `before` is what holds without it.
    """
    if file.name != FILE_NAME or file == _own_file():
        return {}
    asked = {
        key: value
        for key, value in found.items()
        if key not in HARMLESS[table] and value not in (*_HARMLESS_VALUES, before.get(key))
    }
    allowed = agreed(file.parent) if asked else {}
    return {key: value for key, value in asked.items() if allowed.get(f"{table}.{key}") != value}


def _table_of(file: Path, table: str, kind: type) -> dict[str, Any]:
    content = _parse(file)
    for name, value in content.items():
        if name not in TABLES or not isinstance(value, dict):
            owner = table if name in {field.name for field in fields(kind)} else None
            tables = f"Use one of the tables {_listed(TABLES)}."
            hint = f"Write it under [{owner}]." if owner else tables
            raise UsageError(f"{file}: unknown setting {name!r}.", hint)
    values: dict[str, Any] = content.get(table, {})
    known = {field.name: field for field in fields(kind)}
    for key, value in values.items():
        if key not in known:
            raise UsageError(
                f"{file}: unknown setting {key!r} in [{table}].", f"Use one of: {_listed(known)}."
            )
        expected = str(known[key].type)
        if type(value).__name__ != expected:
            raise UsageError(
                f"{file}: {key} in [{table}] is {value!r}.", f"Write {_WRITTEN[expected]}."
            )
    return values


def _parse(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            content = opened.read(_MAX_FILE_BYTES + 1)
        if len(content) > _MAX_FILE_BYTES:
            raise UsageError(
                f"{file} is too large for settings.", "Remove what is no setting from it."
            )
        return tomllib.loads(content.decode("utf-8"))
    except FileNotFoundError:
        return {}
    except RecursionError as error:
        raise UsageError(
            f"{file} is nested too deep.", "Remove the brackets in brackets."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is not valid TOML: {error}.", fix_of(file, error)) from error
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}.", "Check its permissions."
        ) from error


def fix_of(file: Path, error: Exception) -> str:
    """Say what to do about a parser's error in a TOML file: "Fix line 3 of settings.toml."."""
    found = re.search(r"\bline (\d+)", str(error))
    return (
        f"Fix line {found[1]} of {file.name}." if found else f"Fix {file.name}: save it as UTF-8."
    )


def _listed(names: Sequence[str] | dict[str, Any]) -> str:
    return ", ".join(names)
