"""The names of months and days that are kept are those of Unicode's tables."""

from __future__ import annotations

import json
import subprocess
import sys
from types import ModuleType

import pytest

from quoth.index.text import days, months


@pytest.mark.parametrize("module", [months, days])
def test_the_file_is_what_unicode_says(module: ModuleType) -> None:
    """In a process of its own, as it was made: what babel says of a language depends on which it
    was asked for before.
    """
    code = (
        f"import json; from {module.__name__} import tables_of_unicode as made; "
        "print(json.dumps(made()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert json.loads(module._FILE.read_text("utf-8")) == json.loads(done.stdout)


def test_further_languages_make_no_month_ambiguous() -> None:
    of_press = months._numbers("names", "")
    known = months.months_of("")
    assert all(known[name] in numbers for name, numbers in of_press.items() if len(numbers) == 1)
    assert (known["octubre"], known["thang 5"], known["maiatzaren"]) == (10, 5, 5)
