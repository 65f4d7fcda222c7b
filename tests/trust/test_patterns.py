"""Every pattern that text of an article, a model or a question reaches, on text made to exhaust it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
import regex

import quoth.index.fetching
import quoth.index.loaders
import quoth.index.text
from quoth import qa

LENGTH = 100_000
SECONDS = 1.0  # of the processor
FRAGMENTS = (
    " ", "a", "1", ".", "(", "[", '"', "„", "<!--", "<title>", "<meta ", "a-", "1 ", "1,", "> ",
    "ne ", "| ", "` ",
)  # fmt: skip
END = "x!"  # so that what needs the end of the text does not find it
ELSEWHERE = ("quoth.qa.langchain", "quoth.qa.mcp_server")  # need what is not installed everywhere


def modules() -> Iterator[ModuleType]:
    for package in (quoth.index.text, quoth.index.loaders, quoth.index.fetching, qa):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name not in ELSEWHERE:
                yield importlib.import_module(found.name)


def patterns() -> dict[str, tuple[Any, list[str]]]:
    """Name -> a compiled pattern of a module, and the methods that the module calls on it."""
    found = {}
    for module in modules():
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern | regex.Pattern):
                calls = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                begins = {"match", "fullmatch"}
                methods = sorted(calls) if calls and calls <= begins else ["finditer"]
                found[f"{module.__name__}.{name}"] = (value, methods)
    return found


PATTERNS = patterns()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 60
    known = {"quoth.index.loaders.paged.paragraphs._ENDS", "quoth.qa.checking.names._STARTS"}
    assert known <= PATTERNS.keys()


def too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


@pytest.mark.parametrize("name", PATTERNS)
def test_a_hundred_thousand_hostile_characters_take_less_than_a_second(name: str) -> None:
    pattern, methods = PATTERNS[name]
    before = signal.signal(signal.SIGVTALRM, too_slow)
    try:
        for method in methods:
            for fragment in FRAGMENTS:
                assert _seconds(pattern, method, fragment) < SECONDS, fragment
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _seconds(pattern: Any, method: str, fragment: str) -> float:
    text: Any = (fragment * (LENGTH // len(fragment))) + END
    if isinstance(pattern.pattern, bytes):
        text = text.encode()
    limit = {"timeout": 2 * SECONDS} if isinstance(pattern, regex.Pattern) else {}
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * SECONDS)
    try:
        found = getattr(pattern, method)(text, **limit)
        if method == "finditer":
            for _ in found:
                pass
    except TimeoutError:
        return 2 * SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - started
