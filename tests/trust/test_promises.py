"""SECURITY.md promises nothing that no test attacks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_promise_names_tests_that_there_are() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(tests/[\w/]+\.py|test_\w+)`", text)
    assert len(named) > 10
    for name in named:
        found = (ROOT / name).is_file() if "/" in name else f"def {name}(" in sources
        assert found, name
    promised, _, _ = text.partition("## What is not promised")
    for promise in re.findall(r"^- (?:.|\n(?!- |\n))*", promised, re.MULTILINE):
        assert "test" in promise, promise
