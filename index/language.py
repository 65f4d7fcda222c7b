"""The language a text is written in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_UNDETERMINED = "und"
_ENOUGH_LETTERS = 12  # below this a name or a number decides, and wrongly
_PIECE = 1500  # characters; three of them tell as much as a whole book


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's language, or "und" when there is too little to tell."""
    sample = _sample(text)
    if _letters(sample) < _ENOUGH_LETTERS:
        return _UNDETERMINED
    # The model also knows languages that ISO 639-1 has no code for: take the best that it has.
    ranked = _identifier().rank(sample)
    return next((code for code, _ in ranked if len(code) == 2), _UNDETERMINED)


def _sample(text: str) -> str:
    if len(text) <= 3 * _PIECE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_PIECE], text[middle : middle + _PIECE], text[-_PIECE:]))


def _letters(text: str) -> int:
    """How many letters, an ideograph or a syllable of Chinese, Japanese or Korean being three."""
    return sum(3 if "\u2e80" <= c <= "\ud7ff" else 1 for c in text if c.isalpha())


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid

    return py3langid
