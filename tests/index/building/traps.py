"""Files that harm whoever loads them: each is loaded as its name says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from quoth.index.loaders import LOADERS, load_all

# What a file can do to its loader, each as the body of a `load(path)` of a format of its own.
TRAPS = {
    "raises": "raise RuntimeError('a bug')",
    "recurses": "return load(path)",
    "exits": "import os; os._exit(3)",
    "aborts": "import os; os.abort()",
    "segfaults": "import ctypes; ctypes.string_at(0)",
    "loops": "\n    while True: pass",
    "grows": "\n    held = []\n    while True: held.append(bytes(10_000_000))",
    "prints": "\n    print('{', flush=True)\n    import os\n    os.write(1, b'no json')"
    "\n    from quoth.index.articles import LoadedArticle"
    "\n    return [LoadedArticle('It is read.', 'It')]",
}
MORE_TRAPS = {
    "kills": "import os; os.kill(os.getpid(), 9)",
    "closes": "\n    import os\n    os.closerange(3, 100)\n    return []",
    "lies": "return [object()]",
    "stops": "raise KeyboardInterrupt",
}


def set_traps(folder: Path, traps: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have child processes load files that end in .trap as `traps` says of their names."""
    functions = "\n".join(f"def {name}(path):\n    {body}" for name, body in traps.items())
    module = folder / "modules" / "sitecustomize.py"
    module.parent.mkdir()
    module.write_text(
        f"{functions.replace('load(path)', 'recurses(path)')}\n"
        "from quoth.index.loaders import LOADERS\n"
        "LOADERS['.trap'] = lambda: lambda path: globals()[path.stem](path)\n"
    )
    root = Path(__file__).parents[3]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (module.parent, root))))
    monkeypatch.setitem(LOADERS, ".trap", lambda: load_all)
