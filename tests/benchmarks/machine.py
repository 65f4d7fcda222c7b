"""The machine that figures come from, and how busy it was."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine() -> str:
    """Its processor, cores, memory, system and Python, and today's date."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{date.today()}; {_field('/proc/cpuinfo', 'model name')}, {cores} cores, "
        f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 1e6:.0f} GB of memory; "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def load() -> str:
    """How many processes wanted a core in the last 1, 5 and 15 minutes."""
    return " / ".join(f"{average:.1f}" for average in os.getloadavg())


def versions(packages: Iterable[str]) -> str:
    return ", ".join(f"{name} {_version(name)}" for name in packages)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "from this checkout"


def _field(file: str, name: str) -> str:
    """What a file of "name : value" lines says first under that name."""
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return f"unknown {name}"
