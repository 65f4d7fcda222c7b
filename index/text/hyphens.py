"""Words cut at the ends of lines, as print cut them, made whole."""

from __future__ import annotations

import re

_CUT = re.compile(r"(?<=[^\W\d_]{2})([-\u2010¬\u00ad])[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_PART_BEFORE = re.compile(r"[^\W\d_]{2,40}\Z")
_PART_AFTER = re.compile(r"[^\W\d_]{1,40}")
_PARTS = re.compile(r"[^\W\d_]{1,40}[-\u2010¬\u00ad][ \t]*\r?\n[ \t]*[^\W\d_]{1,40}")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


def join_cut_words(text: str) -> str:
    """The text with the words whole that a hyphen, a soft one or a not sign cuts at a line's end.

    A hyphen that the word has anyway stays: the text has the word so elsewhere, or both its parts
    as words and the whole never.
    """
    if not _CUT.search(text):
        return text
    words = {word.casefold() for word in _WORD.findall(_PARTS.sub(" ", text))}

    def joined(cut: re.Match[str]) -> str:
        before = _PART_BEFORE.search(text[max(0, cut.start() - 40) : cut.start()])
        after = _PART_AFTER.match(text, cut.end())
        if before is None or after is None:
            return cut[0]
        if cut[1] in "¬\u00ad":
            return ""
        if not after[0][0].islower():
            return cut[0]
        first, second = before[0].casefold(), after[0].casefold()
        parts = {first, second} <= words and first + second not in words
        return "-" if f"{first}-{second}" in words or parts else ""

    return _CUT.sub(joined, text)
