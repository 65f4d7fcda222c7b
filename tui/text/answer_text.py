"""The text of an answer: its markers, and what the check of a written sentence has found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content
from textual.style import Style

from quoth.qa.answers import Answer, AnswerSentence, Support
from quoth.qa.citations import cited_text
from quoth.qa.output.text import MARKS, doubt_of
from quoth.tui.text.terminal_text import literal

_MARKER = re.compile(r"\[(\d+)\]")
_STYLES = {Support.SUPPORTED: "", Support.WEAK: "italic", Support.UNSUPPORTED: "underline"}
_COLOURS = {
    Support.SUPPORTED: "$text-success",
    Support.WEAK: "$text-warning",
    Support.UNSUPPORTED: "$text-error",
}


def written(sentence: AnswerSentence) -> Content:
    """A sentence that a model wrote, with a sign at its end where there is something wrong with it."""
    pieces = []
    end = 0
    for match in _MARKER.finditer(sentence.text):
        if int(match[1]) in sentence.citations:
            pieces += [literal(sentence.text[end : match.start()], _STYLES[sentence.support])]
            pieces += [marker(int(match[1]))]
            end = match.end()
    pieces += [literal(sentence.text[end:], _STYLES[sentence.support])]
    sign = f" {MARKS[sentence.support]}" if doubt_of(sentence) else ""
    return Content.assemble(*pieces, (sign, _COLOURS[sentence.support]))


def marker(number: int) -> Content:
    """[1], in the accent of whatever theme is worn when it is drawn; it can be clicked."""
    shown = Content.styled(f"[{number}]", "bold $text-accent")
    return shown.stylize(Style.from_meta({"citation": number}))


def marked(answer: Answer) -> Iterator[Content]:
    """The answer's text in pieces, each of its own markers one that can be clicked."""
    end = 0
    for sentence in answer.sentences:
        yield literal(answer.text[end : sentence.span.start])
        yield _quoted(sentence, answer) or written(sentence)
        end = sentence.span.end
    if answer.sentences:
        yield literal(answer.text[end:])
        return
    for start, number in _markers(answer):
        yield literal(answer.text[end:start])
        yield marker(number)
        end = start + len(f"[{number}]")
    yield literal(answer.text[end:])


def _quoted(sentence: AnswerSentence, answer: Answer) -> Content | None:
    """A sentence that is one citation's quote, with the words in it that answer set off; None for
    any other sentence, and where nothing tells which words answer.
    """
    citation = next((c for c in answer.citations if (c.number,) == sentence.citations), None)
    if citation is None or citation.answer_span is None:
        return None
    answering = citation.answer_span
    start, end = answering.start - citation.span.start, answering.end - citation.span.start
    before, words = _folded(citation.quote[:start]), _folded(citation.quote[start:end])
    if sentence.text != cited_text([citation]):
        return None
    at = sentence.text.find(words, max(0, len(before) - 1))
    if at < 0:
        return None
    after = sentence.text[at + len(words) :].removesuffix(f"[{citation.number}]")
    return Content.assemble(
        literal(sentence.text[:at]), literal(words, "bold"), literal(after), marker(citation.number)
    )


def _folded(text: str) -> str:
    """A text with single spaces, as quotes stand in an answer."""
    return " ".join(text.split())


def _markers(answer: Answer) -> Iterator[tuple[int, int]]:
    """(offset, number) of each marker. What a quote has in square brackets is none of ours."""
    quotes = [" ".join(citation.quote.split()) for citation in answer.citations]
    numbers = {citation.number for citation in answer.citations}
    at = 0
    while at < len(answer.text):
        quoted = next(
            (quote for quote in quotes if quote and answer.text.startswith(quote, at)), ""
        )
        at += len(quoted)
        match = _MARKER.match(answer.text, at)
        if match and int(match[1]) in numbers:
            yield at, int(match[1])
        at += 1
