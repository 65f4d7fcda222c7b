"""One setting changed in a settings file; all else in it stays as its owner wrote it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from quoth.index.disk import create_private, make_private, sync
from quoth.index.errors import UsageError
from quoth.index.settings import fix_of


def write_setting(file: Path, table: str, key: str, value: Any) -> None:
    """Comments, order and unknown content are kept; the file changes whole or not at all.

    Raises UsageError where it is not valid TOML or cannot be written.
    """
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        if table not in document:
            document[table] = tomlkit.table()
        document[table][key] = value
        make_private(file.parent)
        beside = file.with_name(f".{file.name}.new")
        beside.unlink(missing_ok=True)
        create_private(beside)
        beside.write_text(tomlkit.dumps(document), encoding="utf-8")
        sync(beside)
        os.replace(beside, file)
    except (TOMLKitError, UnicodeDecodeError, TypeError) as error:
        raise UsageError(f"{file} is not valid TOML: {error}.", fix_of(file, error)) from error
    except OSError as error:
        hint = "Check its permissions."
        raise UsageError(f"{file} cannot be written: {error.strerror}.", hint) from error
