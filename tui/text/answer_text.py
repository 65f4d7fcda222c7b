"""The text of an answer: its markers, and what the check of a written sentence has found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content
from textual.style import Style

from quoth.qa.answers import Answer, AnswerSentence, Citation, Support
from quoth.qa.citations import introduced, quoted
from quoth.qa.output.text import MARKS, doubt_of
from quoth.tui.text import formatting as describe
from quoth.tui.text.terminal_text import literal, terminal_line

ANSWERING = "bold $text-accent"
"""The look of the words that answer."""
_MAX_TITLE_CHARS = 90  # characters of a title behind its paper and date
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
    """A sentence that is one citation's quote, with the words in it that answer set off, or those
    that other quotes say otherwise; None for any other sentence.
    """
    citation = next((c for c in answer.citations if (c.number,) == sentence.citations), None)
    if citation is None or sentence.text != quoted(citation):
        return None
    return Content.assemble(quote(citation), " ", marker(citation.number))


def quote(citation: Citation) -> Content:
    """What is quoted, on one line, with the words in it that answer set off, or those that other
    quotes say otherwise.
    """
    whole, end = _folded(citation.quote), 0
    pieces: list[Content] = []
    for span in citation.marked or filter(None, (citation.answer_span,)):
        start, stop = span.start - citation.span.start, span.end - citation.span.start
        before, words = _folded(citation.quote[:start]), _folded(citation.quote[start:stop])
        at = whole.find(words, max(end, len(before) - 1))
        if words and at >= 0:
            pieces += [literal(whole[end:at]), literal(words, ANSWERING)]
            end = at + len(words)
    return Content.assemble(*pieces, literal(whole[end:]))


def best_quote(citation: Citation) -> Content:
    """The quote that answers best, after the sentence before it where it needs one, and below it
    where it is from.
    """
    context = f"({terminal_line(citation.context)}) " if citation.context else ""
    number = marker(citation.number)
    return Content.assemble(
        literal(context, "$foreground-muted"),
        quote(citation),
        "\n",
        number,
        " ",
        literal(_source(citation), "$text-primary"),
        literal(f" · {describe.shortened(describe.title(citation.article), _MAX_TITLE_CHARS)}"),
    )


def further_quote(citation: Citation) -> Content:
    """Another quote, on a line with how it stands to the best one and where it is from."""
    context = f"({terminal_line(citation.context)}) " if citation.context else ""
    context = f"{introduced(citation)}{context}"
    source = literal(f" — {_source(citation)}", "$text-primary")
    return Content.assemble(marker(citation.number), f" {context}", quote(citation), source)


def _source(citation: Citation) -> str:
    page = f" · p. {citation.page}" if citation.page else ""
    recognised = " · recognised" if citation.is_recognised else ""
    return describe.paper(citation.article) + page + recognised


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
