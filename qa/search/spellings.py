"""Whether two words are spellings of one name: Zelensky, Zelenskyy, Зеленский."""

from __future__ import annotations

from difflib import SequenceMatcher

from quoth.index.text.across_scripts import in_latin, is_one_script, sound_alike
from quoth.index.text.tokens import unaccented

_ALIKE = 0.78  # how much of two names' letters agree that are spellings of one
_ALIKE_ACROSS = 0.55  # and where they are of two scripts


def is_spelling(one: str, other: str, least: float = _ALIKE) -> bool:
    """Whether two words in lower case that share a stem or a sound are spellings of one name. `least`
    is how much of their letters must agree, from 0 to 1, where they are of one script.
    """
    if not is_one_script(one, other):
        return sound_alike(one, other) and _share(one, other) >= _ALIKE_ACROSS
    return _share(one, other) >= least


def _share(one: str, other: str) -> float:
    first, second = (unaccented(in_latin(word)) for word in (one, other))
    return SequenceMatcher(None, first, second).ratio()
