"""Which line breaks end a sentence, which only wrap one, and which lines belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from quoth.index.articles import Span

_LIST_ITEM = re.compile(r"(?:[-*•‣·–—]|\d{1,2}[.)])\s")
_MAX_ITEM_CHARS = 60  # characters of a line in a menu or a list without marks
_MAX_WRAPPED_CHARS = 140  # characters: a longer line is a paragraph, not a line of one


def sentence_units(text: str) -> Iterator[Span]:
    """Runs of lines that no sentence leaves: a paragraph, a list item, a heading, a table row."""
    lines = (stripped(text, *match.span()) for match in re.finditer(r"[^\n]+|(?<=\n)\n", text))
    for blank, group in groupby(lines, key=lambda line: line.start == line.end):
        if blank:
            continue
        paragraph = list(group)
        width = max(line.end - line.start for line in paragraph)
        start = paragraph[0].start
        for line, following in pairwise(paragraph):
            if not is_wrapped(line.of(text), following.of(text), width):
                yield Span(start, line.end)
                start = following.start
        yield Span(start, paragraph[-1].end)


def listings(text: str) -> list[Span]:
    """The lists and tables of a text: paragraphs with at least two lines that are items or rows,
    or with at least three that are short and end no sentence, as in a menu.
    """
    paragraphs = (match.span() for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text))
    return [Span(start, end) for start, end in paragraphs if _lists(text[start:end])]


def _lists(paragraph: str) -> bool:
    lines = [line for line in paragraph.split("\n") if line.strip()]
    if sum(map(_is_listed, lines)) > 1:
        return True
    width = max(map(len, lines), default=0)
    broken = any(is_wrapped(line, following, width) for line, following in pairwise(lines))
    return (
        len(lines) > 2
        and width <= _MAX_ITEM_CHARS
        and not broken
        and not any(line.rstrip()[-1] in ".!?…。！？" for line in lines)
    )


def _is_listed(line: str) -> bool:
    return " | " in line or bool(_LIST_ITEM.match(line))


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a sentence may run on from a line to the following one: the break was forced.

    It was not if the following line's first word would have fitted into `width` characters, the
    length of the longest line.
    """
    if _is_listed(following) or " | " in line:
        return False
    word = following.split(maxsplit=1)[0]
    return word[0].islower() or (len(line) + 1 + len(word) > width <= _MAX_WRAPPED_CHARS)


def stripped(text: str, start: int, end: int) -> Span:
    """The span without the spaces at its ends; an empty one if there is nothing else."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return Span(begin, max(begin, start + len(piece.rstrip())))
