"""What is taken for harmless at a glance is what the careful way leaves as it is."""

from __future__ import annotations

import sys

from quoth.tui.text.terminal_text import plain

_ROUGH = "\x07"  # sends a text the careful way, and leaves nothing of itself


def test_the_short_way_is_the_long_way() -> None:
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        assert plain(f"a{character}b") == plain(f"{_ROUGH}a{character}b"), hex(number)
