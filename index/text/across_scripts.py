"""Names as they sound, so that Zelensky, Selenskyj, Зеленский and زيلينسكي find each other.

A word in a script of letters is written in Latin ones (anyascii) and cut to its consonants, those
that scripts confound made one: Arabic writes no p and few vowels, German s where English has z.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex
from anyascii import anyascii

SOUND = "≈"
"""What the token of a sound begins with, as no word's does."""
_LETTERS = regex.compile(r"(?:\p{Latin}|[ʼ’'])+")
_OF_WORDS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_NAMED = regex.compile(r"(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{L}\p{M}]{3,}")
_SHORTEST = 4  # letters of a word, in its own script, that may be a name
_CONSONANTS = 3  # that a sound needs to tell one name from another
_ALIKE = tuple(
    (regex.compile(letters), sound)
    for letters, sound in (
        (r"j$", ""),
        (r"t?s?ch|[sc]h|ts|x|z|c(?=[eiy])", "s"),
        (r"[kgq]h|ck|[gqc]", "k"),
        (r"ph|v", "f"),
        (r"p", "b"),
        (r"[td]h|d", "t"),
        (r"[^bfjklmnrst]", ""),
    )
)
_AGAIN = regex.compile(r"(.)\1+")


def sounds_of(word: str) -> str:
    """The token under which a word in lower case is found from other scripts; "" for one that is too
    short to tell, or of a script that writes no sounds.
    """
    sound = _sound(word)
    return sound and f"{SOUND}{'l' if is_latin(word) else 'o'}{sound}"


def sounds_sought(word: str) -> str:
    """The token under which words of other scripts that sound like it are found, or ""."""
    sound = _sound(word)
    return sound and f"{SOUND}{'o' if is_latin(word) else 'l'}{sound}"


def named(text: str) -> frozenset[str]:
    """The words of a text that begin with a capital, in lower case: those that may be names."""
    return frozenset(match.lower() for match in _NAMED.findall(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=1 << 14)
def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return word.isascii() or _LETTERS.fullmatch(word) is not None


@lru_cache(maxsize=1 << 16)
def _sound(word: str) -> str:
    sound = consonants_of(word) if len(word) >= _SHORTEST else ""
    return sound if len(sound) >= _CONSONANTS else ""


def consonants_of(word: str) -> str:
    """What a word in lower case is compared by; "" where it is of a script that writes no sounds."""
    if not word.isalpha() or _OF_WORDS.search(word):
        return ""
    sound = word if word.isascii() else anyascii(word).lower()
    for letters, alike in _ALIKE:
        sound = letters.sub(alike, sound)
    return _AGAIN.sub(r"\1", sound)
