"""Names as they sound, so that Zelensky, Selenskyj, Зеленский and زيلينسكي find each other.

A word in a script of letters is written in Latin ones (anyascii) and cut to its consonants, those
that scripts confound made one: Arabic writes no p and few vowels, German s where English has z.
Where the vowels stand between them tells Brandt from Burnt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
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
# What anyascii reads letter by letter, or leaves out.
_READ = tuple(
    (regex.compile(letters), sound)
    for letters, sound in (
        (r"(?<=.)[اآأإى]", "a"),
        (r"[אע]", "a"),
        (r"וו|^ו", "v"),
        (r"ו", "o"),
        (r"(?<![aovי])ב", "b"),
        (r"^פ", "p"),
        (r"^μπ", "b"),
        (r"^ντ", "d"),
        (r"^γκ", "g"),
    )
)
_VOWELS = regex.compile(r"[aeiouwy]")
_CONSONANT = regex.compile(r"[bfjklmnrst]")
_FEW_VOWELS = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
_ALL_VOWELS = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}\p{Georgian}]")
_ADDED_VOWELS = 1  # by which two alphabets may differ: Alexander, Александр
_ALIKE = tuple(
    (regex.compile(letters), sound)
    for letters, sound in (
        (r"^mc", "mak"),
        (r"(?<=.)x", "ks"),
        (r"j$", ""),
        (r"t?s?ch|[sc]h|ts|x|z|c(?=[eiy])", "s"),
        (r"[kgq]h|ck|[gqc]", "k"),
        (r"ph|v", "f"),
        (r"p", "b"),
        (r"[td]h|d", "t"),
    )
)
_NO_CONSONANT = regex.compile(r"[^bfjklmnrst]")
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


def in_latin(text: str) -> str:
    """A text in lower case in Latin letters without accents."""
    if text.isascii():
        return text
    return anyascii(_rewritten(text, _READ)).lower()


def is_one_script(one: str, other: str) -> bool:
    """Whether two words are written in one script."""
    return _script(one) == _script(other)


@lru_cache(maxsize=1 << 14)
def _script(word: str) -> str:
    return unicodedata.name(word[:1] or " ", "").partition(" ")[0]


def consonants_of(word: str) -> str:
    """What a word in lower case is compared by; "" where it is of a script that writes no sounds."""
    return _AGAIN.sub(r"\1", _NO_CONSONANT.sub("", _heard(word)))


def sound_alike(one: str, other: str) -> bool:
    """Whether two words in lower case of the same consonants have vowels between the same ones, as
    far as their scripts write them: what Arabic and Hebrew do must stand in the other one too.
    """
    first, second = _vowels(one), _vowels(other)
    if len(first) != len(second):
        return False
    few = [bool(_FEW_VOWELS.search(word)) for word in (one, other)]
    if few == [False, False]:
        if not (_ALL_VOWELS.search(one) and _ALL_VOWELS.search(other)):
            return True
        inner = zip(first[:-1], second[:-1], strict=True)  # endings are those of a case
        return sum(a != b for a, b in inner) <= _ADDED_VOWELS
    if all(few):
        return True
    written, whole = (first, second) if few[0] else (second, first)
    return all(there or not here for here, there in zip(written, whole, strict=True))


@lru_cache(maxsize=1 << 14)
def _vowels(word: str) -> tuple[bool, ...]:
    """For each of its consonants, whether a vowel stands behind it; those that are written twice in a
    row, or with a vowel between, are one.
    """
    found: list[bool] = []
    last = ""
    for letter in _heard(word):
        if _CONSONANT.match(letter):
            if letter == last:
                found[-1] = False
            else:
                found.append(False)
            last = letter
        elif found and _VOWELS.match(letter):
            found[-1] = True
    return tuple(found)


def _heard(word: str) -> str:
    """A word in lower case in Latin letters, consonants that scripts confound made one; "" where it is
    of a script that writes no sounds.
    """
    if not word.isalpha() or _OF_WORDS.search(word):
        return ""
    return _rewritten(in_latin(word), _ALIKE)


def _rewritten(text: str, rules: Sequence[tuple[regex.Pattern[str], str]]) -> str:
    """A text in which what each rule finds is written otherwise, one rule after the other."""
    for found, written in rules:
        text = found.sub(written, text)
    return text
