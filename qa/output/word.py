"""Answers as a Word file, by python-docx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from quoth.index.text.clean import one_line
from quoth.qa.answers import Citation
from quoth.qa.output.text import NOTHING, doubt_of, is_quoting, reference
from quoth.qa.turns import Turn

if TYPE_CHECKING:
    from docx.document import Document

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word(turns: Iterable[Turn], title: str = "") -> bytes:
    """Write turns as a .docx: a heading for each question, each quote with its source."""
    import docx  # a fifth of a second

    document = docx.Document()
    document.core_properties.author = ""
    if title:
        document.add_heading(_text(title), level=1)
    for turn in turns:
        document.add_heading(_text(turn.question), level=2)
        _add_answer(document, turn)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_answer(document: Document, turn: Turn) -> None:
    answer = turn.answer
    if answer is None or not answer.answered:
        said = NOTHING if answer else turn.error or "Not answered."
        document.add_paragraph().add_run(_text(said)).italic = True
        return
    if not is_quoting(answer):
        document.add_paragraph(_text(answer.text))
        for doubt in filter(None, map(doubt_of, answer.sentences)):
            document.add_paragraph().add_run(_text(doubt)).italic = True
    for citation in answer.citations:
        _add_quote(document, citation, numbered=not is_quoting(answer))


def _add_quote(document: Document, citation: Citation, *, numbered: bool) -> None:
    """A paragraph: the quote, the words in it that answer in bold, and its source."""
    mark = f"[{citation.number}] " if numbered else ""
    quote, span = citation.quote, citation.answer_span
    start, end = (
        (span.start - citation.span.start, span.end - citation.span.start)
        if span
        else (len(quote), len(quote))
    )
    paragraph = document.add_paragraph(f"{mark}“{_flat(quote[:start])}")
    paragraph.add_run(_flat(quote[start:end])).bold = True
    source = _text(reference(citation.article, citation.page))
    paragraph.add_run(f"{_flat(quote[end:])}” — {source}")


def _text(text: str) -> str:
    return _NOT_IN_XML.sub("", one_line(text))


def _flat(text: str) -> str:
    """A piece of a quote with single spaces, also at its ends."""
    return re.sub(r"\s+", " ", _NOT_IN_XML.sub("", text))
