"""Entries of the model cache: a folder of files with a manifest of their sizes and checksums.

An entry is made beside its place and renamed into it, under a lock, so that it is whole or absent.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from quoth.index.disk import checksum, make_private, sync
from quoth.index.progress import Progress, Report

MANIFEST = "manifest.json"


def read_manifest(folder: Path) -> dict[str, Any]:
    """Raises OSError or ValueError when there is none that can be read."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if isinstance(manifest, dict) and isinstance(manifest.get("files"), dict):
        return manifest
    raise ValueError("not a manifest")


def problems(folder: Path, *, thorough: bool) -> list[str]:
    """What is wrong with an entry: by size, and by checksum where a file was touched since it was
    made. `thorough` compares every checksum.
    """
    try:
        files = read_manifest(folder)["files"]
    except (OSError, ValueError) as error:
        return [f"{folder / MANIFEST}: {error}"]
    found = []
    for name, expected in files.items():
        file = folder / name
        if not file.is_file():
            found.append(f"{file}: missing")
            continue
        status = file.stat()
        touched = status.st_mtime_ns != expected["mtime_ns"]
        if status.st_size != expected["size"]:
            found.append(f"{file}: {status.st_size} bytes, not {expected['size']}")
        elif (thorough or touched) and checksum(file) != expected["sha256"]:
            found.append(f"{file}: its checksum is wrong")
    return found


def make_entry(
    folder: Path,
    fill: Callable[[Path], dict[str, Any]],
    report: Report,
    *,
    thorough: bool = False,
) -> None:
    """Put an entry in `folder` unless a sound one is there.

    `fill` writes the files into the folder it is given and returns what else the manifest says.
    """
    from filelock import FileLock, Timeout

    make_private(folder.parent)
    lock = FileLock(folder.parent / f"{folder.name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report(Progress("Waiting for another process to make the model", 0.0))
        lock.acquire()
    try:
        if problems(folder, thorough=thorough):
            _replace(folder, fill)
    finally:
        lock.release()


def remove_entry(folder: Path) -> None:
    """Take an entry away, unless a process is making it or the system forbids it."""
    from filelock import FileLock, Timeout

    with suppress(Timeout, OSError), FileLock(folder.parent / f"{folder.name}.lock", timeout=0):
        shutil.rmtree(folder)


def _replace(folder: Path, fill: Callable[[Path], dict[str, Any]]) -> None:
    beside = f".{folder.name}-"
    for leftover in folder.parent.glob(f"{beside}*"):  # of a process that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    workshop = Path(tempfile.mkdtemp(prefix=beside, dir=folder.parent))
    try:
        entry = workshop / "entry"
        entry.mkdir()
        _seal(entry, fill(entry))
        if folder.exists():
            folder.rename(workshop / "damaged")
        entry.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _seal(entry: Path, about: dict[str, Any]) -> None:
    """Write the manifest and force everything to the disk."""
    files = sorted(file for file in entry.iterdir() if file.is_file())
    sums = {file.name: _fingerprint(file) for file in files}
    manifest = entry / MANIFEST
    manifest.write_text(json.dumps({**about, "files": sums}, indent=2) + "\n", "utf-8")
    for path in (*files, manifest, entry):
        sync(path)


def _fingerprint(file: Path) -> dict[str, int | str]:
    status = file.stat()
    return {
        "size": status.st_size,
        "mtime_ns": status.st_mtime_ns,
        "sha256": checksum(file),
    }
