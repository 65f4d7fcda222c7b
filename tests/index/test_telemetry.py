"""Libraries report nothing about their users, and leave nothing behind that would tell who they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from quoth.index.embedders.builtin import model as builtin_model
from quoth.index.progress import silent

_EMBEDS = """
import sys
from pathlib import Path
from quoth.index.embedders.onnx import OnnxEmbedder
OnnxEmbedder(Path(sys.argv[1])).embed_question("Who watches?")
"""
_REFUSES = """
from quoth import index
import os
print(os.environ["ORT_DISABLE_TELEMETRY"], os.environ["OTEL_SDK_DISABLED"])
import chromadb
print(chromadb.config.Settings().anonymized_telemetry)
from huggingface_hub import constants
print(constants.HF_HUB_DISABLE_TELEMETRY)
"""


def _run(code: str, home: Path, *arguments: str | Path) -> str:
    """What a child says that lives in `home`, and was told by its surroundings to report."""
    asked = {"ORT_DISABLE_TELEMETRY": "0", "ANONYMIZED_TELEMETRY": "True"}
    folders = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, **asked, **folders},
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def test_embedding_leaves_nothing_in_the_users_home(tmp_path: Path) -> None:
    _run(_EMBEDS, tmp_path, builtin_model.prepare(None, silent))
    assert list(tmp_path.rglob("*")) == []


def test_every_library_is_told_to_report_nothing(tmp_path: Path) -> None:
    assert _run(_REFUSES, tmp_path).split() == ["1", "true", "False", "True"]
