"""What tells languages apart: py3langid's model, unpacked once into the user's cache and mapped from
there, as unpacking its 68 MB takes longer than most rebuilds.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from quoth.index.disk import make_private

_LARGE = ("ptc", "nextmove")  # the rest is read whole
_SMALL = ("pc", "classes", "row", "output")
_PLACE = "languages-"


@lru_cache(maxsize=1)
def identifier() -> Any:
    """A `LanguageIdentifier` of py3langid. Where its unpacked model cannot be kept it is unpacked
    each time.
    """
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    packed = MODEL_DIR / MODEL_FILE
    folder = _place(packed)
    try:
        return _mapped(folder)
    except (OSError, ValueError, EOFError):  # numpy's, of an empty file
        made = _unpacked(packed)
        with suppress(OSError):
            _keep(made, folder)
        return made


def _place(packed: Path) -> Path:
    """Another one for every release of the model."""
    status = packed.stat()
    name = f"{_PLACE}{status.st_size:x}-{status.st_mtime_ns:x}"
    return platformdirs.user_cache_path("quoth", appauthor=False) / name


def _unpacked(packed: Path) -> Any:
    from py3langid.langid import LanguageIdentifier

    return LanguageIdentifier.from_model_file(packed)


def _mapped(folder: Path) -> Any:
    """Raises OSError, ValueError or EOFError where it is not kept, or not whole."""
    from py3langid.langid import LanguageIdentifier

    nextmove: Any  # whose buffer NumPy's types do not tell
    ptc, nextmove = (_load(folder / f"{name}.npy", mapped=True) for name in _LARGE)
    pc, classes, row, output = (_load(folder / f"{name}.npy", mapped=False) for name in _SMALL)
    return LanguageIdentifier(
        ptc, pc, classes.tolist(), memoryview(nextmove), output.tolist(), tk_row=row.tolist()
    )


def _load(file: Path, *, mapped: bool) -> NDArray[Any]:
    array: NDArray[Any] = np.load(file, mmap_mode="r" if mapped else None, allow_pickle=False)
    return array


def _keep(made: Any, folder: Path) -> None:
    """Write the parts beside their place and rename them into it. Raises OSError."""
    make_private(folder.parent)
    parts = {
        "ptc": made.nb_ptc,
        "nextmove": made.tk_nextmove,
        "pc": made.nb_pc,
        "classes": made.nb_classes,
        "row": made.tk_row,
        "output": made.tk_output,
    }
    beside = Path(tempfile.mkdtemp(prefix=f".{_PLACE}", dir=folder.parent))
    try:
        for name, part in parts.items():
            np.save(beside / f"{name}.npy", np.asarray(part))
        shutil.rmtree(folder, ignore_errors=True)  # one that could not be read
        os.rename(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
