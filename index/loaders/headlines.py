"""Titles and headings of plain text, told by the shape of a line."""

from __future__ import annotations

import re

from index.loaders.wire import states_facts

_LONGEST_TITLE = 200
_LONGEST_HEADING = 60
_MADE_UP = re.compile(
    r"(?:microsoft )?(?:word|powerpoint|excel) (?:- .*|document)|powerpoint[- ]pr\w+|untitled.*"
    r"|document ?\d*|(?:slide|page|folie|diapositive) \d+|.*\.(?:docx?|pdf|odt|indd|qxp|tex|rtf|txt)"
    r"|\W*",
    re.IGNORECASE,
)


def split_title(text: str) -> tuple[str, int]:
    """The title that a text begins with, and how many of its characters are nothing else."""
    first, _, rest = text.partition("\n")
    wrapped = bool(rest) and rest[0].islower()
    whole = " ".join(text.split())
    if wrapped and len(whole) <= _LONGEST_TITLE and whole[-1] not in ".。؟!?":
        return whole, len(text)
    if len(first) <= _LONGEST_TITLE:
        return first, 0 if wrapped else len(first)
    return first[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + "…", 0


def same_words(line: str, title: str) -> bool:
    """Whether two lines say the same, whatever their case and punctuation."""
    words = re.findall(r"\w+", line.casefold())
    return bool(words) and words == re.findall(r"\w+", title.casefold())


def is_made_up(title: str) -> bool:
    """Whether a title among a file's properties is one that a program made, such as "Document1"."""
    return bool(_MADE_UP.fullmatch(title.strip()))


def is_heading(line: str) -> bool:
    """Whether a paragraph of plain text looks like a heading: short, one line, not a sentence."""
    return (
        len(line) <= _LONGEST_HEADING
        and "\n" not in line
        and len(line.split()) <= 8
        and line[:1].isalnum()
        and not line[0].islower()
        and (line[-1].isalnum() or line[-1] in '»”")')
        and not states_facts(line)
    )
