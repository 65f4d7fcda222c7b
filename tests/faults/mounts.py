"""Disks that are full or may not be written, made by mounting or, without the right to, otherwise."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def may_mount(folder: Path) -> bool:
    """Whether this process may mount file systems; `folder` is an empty one to try it on."""
    try:
        with small_disk(folder, 1):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A disk of `size` bytes, in memory, mounted on `folder`."""
    _run("mount", "-t", "tmpfs", "-o", f"size={max(size, 4096)}", "tmpfs", folder)
    try:
        yield
    finally:
        _run("umount", "--lazy", folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below `folder` can be written, by root neither. Raises what `mount` did where root
    may not mount."""
    if os.geteuid():
        _set_modes(folder, writable=False)
        try:
            yield
        finally:
            _set_modes(folder, writable=True)
        return
    _run("mount", "--bind", folder, folder)
    try:
        _run("mount", "-o", "remount,bind,ro", folder)
        yield
    finally:
        _run("umount", "--lazy", folder)


def _set_modes(folder: Path, *, writable: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode & 0o777
        path.chmod(mode | 0o200 if writable else mode & ~0o222)


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)
