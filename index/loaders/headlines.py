"""Titles and headings of plain text, told by the shape of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.loaders.wire import states_facts

_LONGEST_TITLE = 200
_LONGEST_HEADING = 60
_LONGEST_KICKER = 24
_MOST_IN_KICKER = 3  # words
_FEWEST_BELOW_KICKER = 4  # words of the headline
_MOST_IN_A_ROW = 2  # short lines above a text that may be its headings; more are a list or a menu
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'’”»)\]」』]*(?:\s|$)|[。！？]")
_STATEMENT = re.compile(r"[.…。۔।:;,،][\s\"'’”»)\]」』]*$")
_ITEM = re.compile(r"(?:[-*•‣·–—]|\d{1,2}[.)])\s+")
_LABEL = re.compile(r"(?:[^\W\d_]{1,2}|[^\W\d_][^\W_:.!?]{1,24})[ \u00a0]?[:：]\s*\S")
_LABELLED = 3  # lines among which another one is labelled, in a form or in an interview
_MADE_UP = re.compile(
    r"(?:microsoft )?(?:word|powerpoint|excel) (?:- .*|document)|powerpoint[- ]pr\w+|untitled.*"
    r"|document ?\d*|(?:slide|page|folie|diapositive) \d+|.*\.(?:docx?|pdf|odt|indd|qxp|tex|rtf|txt)"
    r"|\W*",
    re.IGNORECASE,
)


def split_title(text: str, following: str = "") -> tuple[str, int]:
    """The title of an article that begins with the paragraph `text`, and how many of its characters
    are nothing but the title: none where that is a sentence, an item of a list, or part of one.

    `following` are the paragraphs below it.
    """
    first, _, rest = text.partition("\n")
    wrapped = bool(rest) and rest[0].islower()
    whole = " ".join(text.split())
    if wrapped and len(whole) <= _LONGEST_TITLE and is_headline(whole, following):
        return whole, len(text)
    if len(first) <= _LONGEST_TITLE:
        below = following if same_words(rest, first) else rest or following
        headline = not wrapped and is_headline(first, below)
        return _ITEM.sub("", first, count=1), len(first) if headline else 0
    return first[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + "…", 0


def is_kicker(line: str, below: str, following: str, *, apart: bool) -> bool:
    """Whether the first line of an article stands over its headline, the line `below` it, and says of
    what kind it is: "OPINION", "Rectificatif". `following` is the text under both.

    Where the two are set `apart` by an empty line, only capitals tell it from a title over its first
    heading.
    """
    words, letters = line.split(), [sign for sign in line if sign.isalpha()]
    return (
        bool(letters)
        and len(line) <= _LONGEST_KICKER
        and len(words) <= _MOST_IN_KICKER
        and not line[0].islower()
        and line[-1].isalnum()
        and not any(map(str.isdigit, line))
        and (not apart or all(sign.isupper() for sign in letters))
        and len(below.split()) >= max(_FEWEST_BELOW_KICKER, len(words) + 2)
        and len(below) <= _LONGEST_TITLE
        and not below[:1].islower()
        and not _SENTENCE_END.search(below[:-1])
        and not states_facts(below)
        and is_headline(below, following)
    )


def is_headline(line: str, following: str) -> bool:
    """Whether a line above a text heads it: it is no statement and no line of a form or an interview
    ("Phone: …", "Q: …"), and sentences follow, or a text so much longer that it is one without full
    stops.
    """
    if _LABEL.match(line) and _is_labelled(following):
        return False
    prose = _SENTENCE_END.search(following) or len(following.partition("\n")[0]) >= 2 * len(line)
    return not _STATEMENT.search(line) and not _ITEM.match(line) and bool(prose)


def _is_labelled(text: str) -> bool:
    """Whether one of a text's first lines begins with a label that is no byline's and no date's."""
    lines = [line for line in text.split("\n") if line][:_LABELLED]
    return any(_LABEL.match(line) and not states_facts(line) for line in lines)


def same_words(line: str, title: str) -> bool:
    """Whether two lines say the same, whatever their case and punctuation."""
    words = re.findall(r"\w+", line.casefold())
    return bool(words) and words == re.findall(r"\w+", title.casefold())


def is_made_up(title: str) -> bool:
    """Whether a title among a file's properties is one that a program made, such as "Document1"."""
    return bool(_MADE_UP.fullmatch(title.strip()))


def headings_among(paragraphs: Sequence[str]) -> list[bool]:
    """Which paragraphs of a plain text are headings: they look like one, are not one of many short
    lines, and have sentences below them.
    """
    found = []
    short = 0  # lines in a row, this one included; the first of the text is its title
    for number, text in enumerate(paragraphs):
        short = short + 1 if _is_short(text) and number else 0
        after = next((p for p in paragraphs[number + 1 : number + 3] if not _is_short(p)), "")
        prose = len(after) >= 2 * len(text) and bool(_SENTENCE_END.search(after))
        found.append(is_heading(text) and prose and short <= _MOST_IN_A_ROW)
    return found


def _is_short(paragraph: str) -> bool:
    return (
        "\n" not in paragraph
        and len(paragraph) <= _LONGEST_HEADING
        and not _SENTENCE_END.search(paragraph)
    )


def is_heading(line: str) -> bool:
    """Whether a paragraph of plain text looks like a heading: short, one line, not a sentence."""
    return (
        len(line) <= _LONGEST_HEADING
        and "\n" not in line
        and len(line.split()) <= 8
        and line[:1].isalnum()
        and any(character.isalpha() for character in line)
        and not line[0].islower()
        and (line[-1].isalnum() or line[-1] in '»”")')
        and not states_facts(line)
    )
