"""What this user did and allowed with libraries, in a file of the user's own.

A library may be a gift: its files are data, and nothing in it can say that this user trusts it. So
what was built here, named here and agreed to here is kept outside all libraries.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from quoth.index.disk import create_private, make_private, sync

_FILE = "libraries.json"
_MAX_MANIFESTS = 2000  # manifests remembered, the latest ones; a library keeps two
_LOCK_SECONDS = 2.0  # seconds that another process of the user's is waited for


def is_built_here(manifest: Path) -> bool:
    """Whether this user's Quoth wrote this manifest, wherever its library lies by now."""
    digest = _digest(manifest)
    return digest is not None and digest in _strings(_read().get("built"))


def add_built(manifest: Path) -> None:
    """This user's Quoth wrote this manifest, or the user vouches for it."""
    if (digest := _digest(manifest)) is not None:
        _change(
            lambda content: content.update(
                built=[*(one for one in _strings(content.get("built")) if one != digest), digest][
                    -_MAX_MANIFESTS:
                ]
            )
        )


def named_roots(library: Path) -> frozenset[str]:
    """The files and folders that the user named for the library in a folder."""
    return frozenset(_strings(_entry(_read(), library).get("roots")))


def add_roots(library: Path, roots: Iterable[str]) -> None:
    """The user named these for the library."""

    def add(content: dict[str, Any]) -> None:
        entry = _entry(content, library)
        entry["roots"] = sorted({*_strings(entry.get("roots")), *roots})

    _change(add)


def agreed(library: Path) -> Mapping[str, Any]:
    """The settings of a library's own file that the user saw and said yes to, as "table.key" ->
    the value that was shown.
    """
    found = _entry(_read(), library).get("agreed")
    return found if isinstance(found, dict) else {}


def agree(library: Path, settings: Mapping[str, Any]) -> None:
    """The user saw these settings of the library's, and said yes to them."""

    def add(content: dict[str, Any]) -> None:
        entry = _entry(content, library)
        before = entry.get("agreed")
        entry["agreed"] = {**(before if isinstance(before, dict) else {}), **settings}

    _change(add)


def _digest(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


def _entry(content: dict[str, Any], library: Path) -> dict[str, Any]:
    """What is noted of one library; a part of `content`, so that it can be changed there."""
    libraries = content.setdefault("libraries", {})
    name = os.path.realpath(library.expanduser())
    entry = libraries.setdefault(name, {}) if isinstance(libraries, dict) else {}
    return entry if isinstance(entry, dict) else {}


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _read() -> dict[str, Any]:
    """All that is noted; nothing where it cannot be read: then the user is asked again."""
    try:
        content = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _change(change: Callable[[dict[str, Any]], None]) -> None:
    """Change the file, whole or not at all. Where it cannot be written, the user is asked again."""
    import filelock

    file = _file()
    beside = file.with_suffix(".new")
    with suppress(OSError, filelock.Timeout):
        make_private(file.parent)
        with filelock.FileLock(f"{file}.lock", timeout=_LOCK_SECONDS):
            content = _read()
            change(content)
            beside.unlink(missing_ok=True)
            create_private(beside)
            beside.write_text(json.dumps(content, indent=1), encoding="ascii")
            sync(beside)
            beside.replace(file)


def _file() -> Path:
    return platformdirs.user_state_path("quoth", appauthor=False) / _FILE
