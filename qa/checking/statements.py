"""What a model writes that states nothing: questions, echoes, headings, lines of its own machinery.

Such a line has no citation to be checked, and a passage that lies near it proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from quoth.index.text.tokens import unaccented, words_of

_ASKS_OR_HEADS = re.compile(r"(?:[?？؟]\W*|[:：]\s*)$")
_ROLES = r"(?:assistant|user|system|human|model|developer)"
_MACHINE = re.compile(
    r"\b(?:PASSAGE|END|SENTENCE)\s+[0-9a-f]{6,}\b"  # the marks of the prompt
    r"|<\|[^|>\n]{0,40}\|?>?|\[/?(?:THINK|INST|SYS)\]|<</?SYS>>"
    r"|</?(?:think|s|eos|bos|pad|unk|sep|[a-z]{2,20}_of_[a-z]{2,20}|system|user|assistant)>"
    rf"|^\W*{_ROLES}\s*[:：]|^\W*{_ROLES}\W*$",
    re.IGNORECASE,
)
_ENCODED = re.compile(
    r"(?<![\w/+=])(?=[\w/+]*\d)(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])[\w/+]{20,}={0,2}"
    r"|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{12,}={1,2}(?![\w=])"  # base64 with its padding
    r"|(?<!\w)(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{2}){10,}(?!\w)"
    r"|(?:\\x[0-9a-fA-F]{2}|%[0-9A-F]{2}|&#x?[0-9a-fA-F]{2,6};|\\u[0-9a-fA-F]{4}){4,}"
)
_LABEL = re.compile(r"^\W*\w{1,12}\s?[:：]\s*")  # "Question: "
_ECHO_SHARE = (
    0.9  # share of the sentence's words that an echo has from what it repeats, in its order
)


def states_something(text: str, question: str, told: Sequence[str] = ()) -> bool:
    """Whether a sentence of an answer to that question says anything that can be true or false; `told`
    are the lines by which the model was told how to answer.
    """
    if any(pattern.search(text) for pattern in (_MACHINE, _ENCODED, _ASKS_OR_HEADS)):
        return False
    said = [unaccented(word) for word in words_of(_LABEL.sub("", text))]
    return not said or not any(_echoes(said, line) for line in (question, *told))


def _echoes(said: Sequence[str], line: str) -> bool:
    """Whether the words are those of a line, or of its beginning."""
    asked = [unaccented(word) for word in words_of(line)]
    if not asked or said[0] != asked[0]:
        return False  # "The tower did burn" says something where "Did the tower burn" was asked
    blocks = SequenceMatcher(None, said, asked, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _ECHO_SHARE * len(said)
