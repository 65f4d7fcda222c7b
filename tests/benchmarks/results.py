"""RESULTS.md beside this file, whose sections are written one at a time."""

from __future__ import annotations

import re
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
_HEAD = """\
# What Quoth costs, and what it finds

`make bench` and its neighbours each write a section of their own, and leave the others as they are. A section
says when and where it was measured; figures of different sections may come from different days.
"""


def write_section(title: str, text: str, file: Path = RESULTS) -> None:
    """Put `text` under the heading `title`, in place of what stood there, or at the end."""
    old = file.read_text(encoding="utf-8") if file.exists() else _HEAD
    parts = re.split(r"^(?=## )", old, flags=re.MULTILINE)
    new = f"## {title}\n\n{text.strip()}\n"
    place = next((n for n, part in enumerate(parts) if part.startswith(f"## {title}\n")), None)
    if place is None:
        parts.append(new)
    else:
        parts[place] = new
    file.write_text("\n".join(f"{part.strip()}\n" for part in parts), encoding="utf-8")
