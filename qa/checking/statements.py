"""What a model writes that states nothing: questions, echoes, headings, lines of its own machinery.

Such a line has no citation to be checked, and a passage that lies near it proves nothing.
"""

from __future__ import annotations

import re

from quoth.index.text.tokens import unaccented, words_of

_ASKS_OR_HEADS = re.compile(r"(?:[?？؟]\W*|[:：]\s*)$")
_MACHINE = re.compile(
    r"\b(?:PASSAGE|END)\s+[0-9a-f]{6,}\b"  # the marks of the prompt
    r"|<\|[^|>\n]{0,40}\|?>?|\[/?(?:THINK|INST|SYS)\]|</?(?:think|s|system|user|assistant)>"
    r"|^\s*(?:assistant|user|system|human|model|developer)\s*[:：]",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"(?<![\w/+=])(?=[\w/+]*\d)(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])[\w/+]{20,}={0,2}")
_PADDED = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{12,}={1,2}(?![\w=])")
_ECHO_SHARE = 0.9  # share of the sentence's words that an echo has from the question


def states_something(text: str, question: str) -> bool:
    """Whether a sentence of an answer to that question says anything that can be true or false."""
    if any(p.search(text) for p in (_MACHINE, _ENCODED, _PADDED, _ASKS_OR_HEADS)):
        return False
    said, asked = (
        [unaccented(word) for word in words_of(text)],
        {unaccented(w) for w in words_of(question)},
    )
    return not said or sum(word in asked for word in said) < _ECHO_SHARE * len(said)
