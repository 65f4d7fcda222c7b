"""The sample articles that come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def samples() -> Path | None:
    """Their folder; None where the package came without."""
    folder = Path(str(files("quoth") / "seeds")).resolve()
    return folder if folder.is_dir() else None
