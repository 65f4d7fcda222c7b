"""Lines that name the paper, or the author, and the day of the issue that an article stood in:
"(Reprise AGX — La Gazette du Sud, édition du 6 octobre 2021)", "The Northgate Herald, March 1, 2019, page A4".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quoth.index.text.dates import LETTER, without_dates
from quoth.index.text.days import without_weekdays
from quoth.index.text.months import fold

_BRACKETED = re.compile(r"[(\[（【](?P<inside>[^()\[\]（）【】]+)[)\]）】]\.?")
# What stands between the parts of such a line, but not the comma of "March 1, 2019".
_BETWEEN = re.compile(r"[;|·•()\[\]（）《》«»„“”—–]|\s--?\s|[,،、，](?!\s*[12]\d{3}\b)")
_ISSUE = re.compile(
    r"(?<!\w)(?:edi[ct]\w*|edizione|edisi|editie|issue|ausgabe|num[ae]r\w*|nummer|n[.°o]|nr|utgav\w*"
    r"|udgave|utgave|wydani\w*|szam\w*|vydani\w*|sayi\w*|φυλλο\w*|выпуск\w*|номер\w*|випуск\w*)(?!\w)"
    r"|[号號版]|" + "|".join(map(fold, ("호", "판", "العدد", "عدد", "طبعة", "גיליון", "अंक")))
)
_CLOCK = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?:\s?[ap]\.?m\b\.?)?")
_WORD = re.compile(rf"{LETTER}+")
_SENTENCE_END = re.compile(r"(?:\w{3}[.!]|[?…。۔।])[\"'’”»]*$")
_LONGEST_LINK = 4  # letters of a word between those of a name, or before a date
_MOST_IN_NAME = 7  # words
_MOST_WITHOUT_CASE = 4  # words of a name in a script without capitals
_LONGEST_SIGNS = 12  # of a name in a script that has no spaces either
_MOST_BEFORE_DATE = 4  # words
_MOST_PLAIN = 2  # words beside a date that say nothing, as "le" and "den"
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a line: its words, and its folded form with a NUL for its date, if it has one."""

    text: str
    folded: str

    def is_dated(self) -> bool:
        return "\0" in self.folded


def names_issue(line: str, language: str = "") -> tuple[bool, str]:
    """Whether a line says no more than where and on which day an article stood, and the paper, where
    it is told that the name is one's.
    """
    bracketed = _BRACKETED.fullmatch(line)
    inside = bracketed["inside"] if bracketed else line
    parts = list(_parts(inside, language))
    dated = [part for part in parts if part.is_dated()]
    if len(dated) != 1 or dated[0].folded.count("\0") != 1 or _SENTENCE_END.search(inside):
        return False, ""
    at = parts.index(dated[0])
    others = [part for part in parts if part is not dated[0]]
    names = [part.text for part in parts[:at] if _is_name(part.text)]
    if _is_issue(dated[0].folded):
        plain = bracketed is not None or all(_is_name(part.text) for part in others)
        return plain, names[-1] if names else ""
    if bracketed and others and (name := _name_before_date(dated[0])):
        return True, name
    if not others or not _is_plain(dated[0].folded) or not all(_is_name(p.text) for p in others):
        return False, ""
    return True, names[-1] if bracketed and names else ""


def _parts(line: str, language: str) -> Iterator[_Part]:
    """The parts of a line that are more than a time or the number of a page."""
    for text in _BETWEEN.split(line):
        folded = without_dates(text, language)
        words = _WORD.findall(_CLOCK.sub(" ", folded))
        numbered = "\0" not in folded and len(words) <= 2 and any(map(str.isdigit, folded))
        if (words or "\0" in folded) and not numbered:
            yield _Part(text.strip(), folded)


def _is_issue(folded: str) -> bool:
    """Whether a part with a date says that it is an issue's ("édition du …", "… edition")."""
    before, _, after = folded.partition("\0")
    words = len(_WORD.findall(before)), len(_WORD.findall(after))
    return words[0] <= _MOST_BEFORE_DATE and words[1] <= 1 and bool(_ISSUE.search(folded))


def _is_plain(folded: str) -> bool:
    words = _WORD.findall(_CLOCK.sub(" ", without_weekdays(folded).replace("\0", " ")))
    return len(words) <= _MOST_PLAIN and all(len(word) <= _LONGEST_LINK for word in words)


def _name_before_date(part: _Part) -> str:
    """The name that a part has before its date, with nothing after it ("La Gazette du Sud du …")."""
    before, _, after = part.folded.partition("\0")
    if _WORD.search(after):
        return ""
    count = len(_WORD.findall(before))
    words = part.text.split()[:count]
    while words and len(words[-1]) <= _LONGEST_LINK and words[-1].islower():
        words.pop()
    name = " ".join(words)
    return name if len(words) > 1 and _is_name(name) else ""


def _is_name(text: str) -> bool:
    """Whether words are written as a name: with capitals, but for short words between them."""
    words = _WORD.findall(text)
    if not words or len(words) > _MOST_IN_NAME or _SENTENCE_END.search(text):
        return False
    if _UNSPACED.search(text):
        return len(text) <= _LONGEST_SIGNS
    if not any(word[0].isupper() for word in words):
        return len(words) <= _MOST_WITHOUT_CASE and not any(word[0].islower() for word in words)
    return all(len(word) <= _LONGEST_LINK or not word[0].islower() for word in words)
