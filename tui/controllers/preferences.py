"""The settings as they are kept in the library's file, and what happens when one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from quoth.index.consent import agree
from quoth.index.settings import FILE_NAME, IndexSettings, read_table, settings_files
from quoth.index.settings_writing import write_setting
from quoth.qa.settings import AnswerSettings
from quoth.tui.settings import TuiSettings

Settings = TuiSettings | AnswerSettings | IndexSettings
_TABLES: dict[str, type[Any]] = {"tui": TuiSettings, "qa": AnswerSettings, "index": IndexSettings}


@dataclass(frozen=True, slots=True)
class Setting:
    """One of them, as the files have it now."""

    table: str
    key: str
    value: Any

    @property
    def name(self) -> str:
        return f"{self.table}.{self.key}"

    @property
    def shown(self) -> str:
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value) or "–"


class Preferences:
    """Those of the library in `folder`; `apply` is called with a table that has changed, as it is now."""

    def __init__(self, folder: Path, apply: Callable[[Settings], None]) -> None:
        self._folder = folder
        self._apply = apply

    @property
    def file(self) -> Path:
        """What changes are written to."""
        return self._folder / FILE_NAME

    def settings(self) -> Iterator[Setting]:
        """All of them. Raises UsageError where a file is off."""
        for table, kind in _TABLES.items():
            values = read_table(kind, table, settings_files(self._folder))
            for field in fields(kind):
                yield Setting(table, field.name, getattr(values, field.name))

    def change(self, table: str, **values: Any) -> None:
        """Write settings of a table, with the user's consent, and apply them. Raises UsageError, and
        then nothing has changed.
        """
        before = read_table(_TABLES[table], table, settings_files(self._folder))
        made = replace(before, **values)
        for key, value in values.items():
            if value != getattr(before, key):
                write_setting(self.file, table, key, value)
                agree(self._folder, {f"{table}.{key}": value})
        self._apply(made)
