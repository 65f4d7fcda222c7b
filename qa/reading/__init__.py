"""Reading the question against the passages: which sentence answers, in which words, if any."""

from __future__ import annotations

from quoth.index.progress import Report, silent
from quoth.qa.reading.reader import Reader


def open_reader(name: str, report: Report = silent) -> Reader | None:
    """The reader of that name: "builtin", or a cross-encoder's hub name or folder; None for "".

    Raises EmbedderError when it cannot be had.
    """
    if not name:
        return None
    if name == "builtin":
        from quoth.qa.reading.builtin import BuiltinReader

        return BuiltinReader(report=report)
    from quoth.qa.reading.cross_encoder import CrossEncoderReader

    return CrossEncoderReader(name)
