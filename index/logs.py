"""What libraries log and warn of: it may quote articles, so none of it reaches the terminal raw."""

from __future__ import annotations

import logging

from quoth.index.text.clean import one_line


class CleanRecord(logging.LogRecord):
    """A log record whose message is one line without control characters, whoever prints it."""

    def getMessage(self) -> str:  # noqa: N802 - logging's own name
        return one_line(super().getMessage())


def quiet_libraries() -> None:
    """Let what libraries log and warn of go nowhere, unless they have a handler of their own; what
    that prints is cleaned. For a process that is Quoth's own, once, at its start.
    """
    logging.setLogRecordFactory(CleanRecord)
    logging.captureWarnings(True)
    root = logging.getLogger()
    if not root.handlers:  # without any, Python prints warnings itself
        root.addHandler(logging.NullHandler())
