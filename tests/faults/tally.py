"""What came of the faults, counted in whichever process ran them and printed below the results.

A process of several that run the tests hands its counts over with the reports of its tests.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

WHOLE = os.environ.get("QUOTH_FAULTS") == "all"

Tally = Counter[str]

_COUNTS = "faults"
_counts: dict[str, Tally] = {}


def hand_over(test: pytest.Function, counts: Tally) -> None:
    name = test.originalname.removeprefix("test_").replace("_", " ")
    test.user_properties.append((_COUNTS, {"name": name, "counts": dict(counts)}))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when != "teardown":
        return
    for kind, value in report.user_properties:
        if kind == _COUNTS and isinstance(value, dict):
            _counts.setdefault(value["name"], Counter()).update(value["counts"])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _counts:
        return
    terminalreporter.section("faults" if WHOLE else "faults, a sample (make faults: all)")
    for name, counts in sorted(_counts.items()):
        said = ", ".join(f"{count} {what}" for what, count in counts.items())
        terminalreporter.line(f"{name}: {said or 'done'}")
