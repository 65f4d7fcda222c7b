"""Whether two words are spellings of one name: Zelensky, Zelenskyy, Зеленский."""

from __future__ import annotations

from difflib import SequenceMatcher

from anyascii import anyascii

from quoth.index.text.across_scripts import is_latin
from quoth.index.text.tokens import unaccented

_ALIKE = 0.78  # how much of two names' letters agree that are spellings of one
_ALIKE_ACROSS = 0.55  # and where they are of two scripts


def is_spelling(one: str, other: str) -> bool:
    """Whether two words in lower case that share a stem or a sound are spellings of one name."""
    first, second = (unaccented(anyascii(word).lower()) for word in (one, other))
    least = _ALIKE if is_latin(one) == is_latin(other) else _ALIKE_ACROSS
    return SequenceMatcher(None, first, second).ratio() >= least
