"""Reading the question against the passages: which sentence answers, in which words, if any."""

from __future__ import annotations

from quoth.index.progress import Report, silent
from quoth.qa.reading.reader import Reader


def open_reader(name: str, report: Report = silent) -> Reader | None:
    """The reader of that name: "builtin", or the hub name or folder of a cross-encoder or of a model
    that marks answers; None for "".

    Raises EmbedderError when it cannot be had.
    """
    if not name:
        return None
    if name == "builtin":
        from quoth.qa.reading.builtin import BuiltinReader

        return BuiltinReader(report=report)
    from quoth.index.embedders.hub import load_reader, local_folder

    model, tokenizer = load_reader(name, local_folder(name, "reader"))
    if tokenizer is not None:
        from quoth.qa.reading.question_answering import QuestionAnsweringReader

        return QuestionAnsweringReader(name, model, tokenizer)
    from quoth.qa.reading.cross_encoder import CrossEncoderReader

    return CrossEncoderReader(name, model)
