"""Signals that end the app: the terminal is given back first."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from typing import Any

from textual.app import App

_PATIENCE = 5.0  # seconds that leaving may take: a terminal that is gone may hold it up for ever
_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


def leave_on_signals(app: App[Any]) -> None:
    """From now on SIGTERM and SIGHUP leave the app in order; a second one ends it at once.

    To be called in the event loop of the main thread.
    """
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, _leave, app, number)


def _leave(app: App[Any], number: int) -> None:
    loop = asyncio.get_running_loop()
    for each in _SIGNALS:
        loop.remove_signal_handler(each)
        signal.signal(each, signal.SIG_DFL)
    limit = threading.Timer(_PATIENCE, os._exit, [128 + number])
    limit.daemon = True
    limit.start()
    app.exit(return_code=128 + number)
