"""When memory is looked through for what can be freed: while no question waits for its answer."""

from __future__ import annotations

import gc

_DUE = 10  # smaller collections after which everything is looked through, as Python does by default
_LEAST_DUE = 1000  # the same where nobody comes to do it in a quiet moment
_QUIET_LOOKS = 2  # after which it is one


class Collecting:
    """Puts off the collections that walk through everything, which hold the screen up for 60 ms and more."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        self._quiet = 0

    def begin(self) -> None:
        """Leave them to `look` from now on."""
        self._before = gc.get_threshold()
        gc.set_threshold(*self._before[:2], _LEAST_DUE)

    def look(self, *, is_waiting: bool) -> None:
        """Do what is due where nothing was waited for at the last looks; to be called now and then."""
        self._quiet = 0 if is_waiting else self._quiet + 1
        if self._quiet >= _QUIET_LOOKS and gc.get_count()[2] >= _DUE:
            gc.collect()

    def end(self) -> None:
        """Leave them to Python again."""
        gc.set_threshold(*self._before)
