"""When memory is looked through for what can be freed: while no question waits for its answer."""

from __future__ import annotations

import gc

_DUE = 10  # smaller collections after which everything is looked through, as Python does by default
_LEAST_DUE = 1000  # the same where nobody comes to do it in a quiet moment


class Collecting:
    """Puts off the collections that walk through everything, which hold the screen up for 60 ms."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()

    def begin(self) -> None:
        """Leave them to `at_rest` from now on."""
        self._before = gc.get_threshold()
        gc.set_threshold(*self._before[:2], _LEAST_DUE)

    def at_rest(self) -> None:
        """Do what is due, in a moment in which nothing is waited for."""
        if gc.get_count()[2] >= _DUE:
            gc.collect()

    def end(self) -> None:
        """Leave them to Python again."""
        gc.set_threshold(*self._before)
