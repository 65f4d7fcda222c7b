"""Mailboxes: many letters in one file, each after a line that begins with "From "."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.mail.eml import read_message

_OPENING = re.compile(  # with a time, or above a header: a sentence too may begin so
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From (?:[^\r\n]{0,400}\d:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,40}\r?\n"
    rb"|[^\r\n]{0,500}\r?\n(?=>?[!-9;-~]{1,76}:|>From ))"
)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S{1,250})", re.IGNORECASE | re.MULTILINE)
_HEAD = 20_000  # bytes in which a letter states its id


def load(path: Path) -> Iterator[LoadedArticle]:
    """The letters of a mailbox, in order; one that is damaged is left out. Raises LoadError for
    what is no mailbox.
    """
    data = path.read_bytes()
    openings = [match.span() for match in _OPENING.finditer(data)]
    if not openings or openings[0][0]:
        raise LoadError("is no mailbox", 'Only its name says so: it does not begin with "From ".')
    ends = [*(start for start, _ in openings[1:]), len(data)]
    for number, ((_, start), end) in enumerate(zip(openings, ends, strict=True)):
        found = _MESSAGE_ID.search(data, start, min(end, start + _HEAD))
        key = found[1].decode("ascii", "replace") if found else str(number)
        try:
            for article in read_message(_QUOTED.sub(rb"\1", data[start:end])):
                yield replace(article, key=f"{key} {article.key}".strip(), offset=start)
        except LoadError:
            continue
