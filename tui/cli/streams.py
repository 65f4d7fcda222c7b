"""Standard input, output and error, as the shell hands them over: some may be closed or full."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_MODES = {0: os.O_RDONLY, 1: os.O_RDONLY, 2: os.O_WRONLY}


def repair_streams() -> None:
    """Put the null device where a standard stream is closed, before a file takes its number.

    It cannot be written as standard output, so that a lost answer is told and not taken for given.
    """
    for number, mode in _MODES.items():
        try:
            os.fstat(number)
        except OSError:
            made = os.open(os.devnull, mode)  # the lowest number that is free
            if made != number:
                os.dup2(made, number)
                os.close(made)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def give_up_output() -> None:
    """Let what could not be written go nowhere: at its end Python tries again, and says so."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(null, stream.fileno())
    os.close(null)
