"""Whether a sentence corrects a name in an older one: "Anna Holm, not Anne Holme".

What tells is how the two names stand: spelt alike side by side, as nobody names two people, or one
denied. Neither takes words that are peculiar to notices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from quoth.index.text.across_scripts import consonants_of, is_latin
from quoth.index.text.tokens import passage_tokens, unaccented, words_of
from quoth.qa.checking.names import names_in
from quoth.qa.checking.negation import negators

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[’'ʼ\-‐‑][\p{L}\p{M}]+)*")
_BEFORE = regex.compile(r"^\p{L}{1,6}[’'ʼ](?=\p{Lu})|[’'ʼ]s?$")  # d'Anna, Anna's
_PAUSE = regex.compile(r"[^\s\p{L}\p{M}\p{N}’'ʼ\-‐‑\"“”«»„‘(]")
_AND = "وف"  # which Arabic writes on to the word behind them
_TELLING = 4  # letters of a word that tells what a sentence is about
_SHARED_WORDS = 2  # words that two sentences share which tell of one thing
_ALIKE = 0.75  # how much of two words' letters agree that are spellings of one name
_SHORTEST = 3  # letters of a word that is one by itself
_LONGEST = 45  # words of a notice; a longer sentence is as likely a list of names
_MOST_WORDS = 3  # of a name that is written again, otherwise
_APART = 4  # words that may stand between the two
_FAR = 12  # and between two of one word
_ENDING = 2  # letters that a word may have otherwise in another case or number
_PREFIX = 3  # and that may be written on to it
_SHORT = 3  # letters of a word that may stand between a denial and its names: "et non pas"
_ASIDE = 5  # words that may be put between a denial and its name: "not, as we wrote, Holme"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in lower case; `has_capital`, and whether it `opens` a clause, a pause being in front of it."""

    text: str
    has_capital: bool
    opens: bool


def corrects_name(newer: str, older: str, language: str) -> bool:
    """Whether a sentence repeats a name of an older one beside what it should have been."""
    said, told = _words(newer), _words(older)
    capitals = _has_capitals(newer)
    held = frozenset(word.text for word in told if word.has_capital or not capitals)
    if len(said) > _LONGEST or not any(word.text in held for word in said):
        return False
    names = _names(newer, older, language) if capitals else held | {word.text for word in said}
    return (
        _says_side_by_side(said, held, names)
        or (capitals and _says_one_otherwise(said, held, names))
        or _denies_one(said, told, names, language)
    )


def tells_of_it(notice: str, older: str, language: str) -> bool:
    """Whether a notice shares what it tells of with an older sentence: the name and one word more."""
    told = [word for word in words_of(older) if len(word) >= _TELLING]
    said = set(passage_tokens(notice, language))
    of_both = [word for word in told if said & set(passage_tokens(word, language))]
    return len(of_both) >= _SHARED_WORDS


def _says_side_by_side(said: Sequence[_Word], held: frozenset[str], names: frozenset[str]) -> bool:
    """ "Anna Holm, not Anne Holme": names of several words, one of which was told, close together."""
    for size in range(2, _MOST_WORDS + 1):
        windows = [(at, said[at : at + size]) for at in range(len(said) - size + 1)]
        runs = [(at, run) for at, run in windows if all(word.text in names for word in run)]
        for at, old in runs:
            if not all(word.text in held for word in old):
                continue
            for other, new in runs:
                if not size <= abs(other - at) <= size + _APART:
                    continue
                pairs = list(zip(old, new, strict=True))
                if any(b.text not in held for _, b in pairs) and all(
                    a.text == b.text or _is_alike(a.text, b.text) for a, b in pairs
                ):
                    return True
    return False


def _says_one_otherwise(said: Sequence[_Word], held: frozenset[str], names: frozenset[str]) -> bool:
    """ "Brandt … Burnt": a name of one word, in two spellings of which none is a form of the other."""
    for at, old in enumerate(said):
        if old.text not in names & held or len(old.text) < _SHORTEST:
            continue
        for new in said[max(0, at - _FAR) : at + _FAR]:
            is_new = new.text in names - held
            if is_new and _is_alike(old.text, new.text) and not _is_form(old.text, new.text):
                return True
    return False


def _denies_one(
    said: Sequence[_Word], told: Sequence[_Word], names: frozenset[str], language: str
) -> bool:
    """ "Bo Lind, not Anne Holme", "nicht Anne Holme, sondern Bo Lind": a name that was told is denied,
    beside one that was not.
    """
    capitals = any(word.has_capital for word in said)
    held = frozenset(word.text for word in told if word.has_capital or not capitals)
    for at, word in enumerate(said):
        start = _denied(said, at + 1, names) if _denies(word.text, language) else None
        if start is None:
            continue
        run = list(_run(said[start:], names))
        if not capitals:  # nothing but the older sentence tells where a name ends
            told_here = [one.text in held for one in run]
            whole = told_here.index(False) if False in told_here else len(run)
            run = run[:whole] if _stands_in(run[:whole], told) else run
        end = start + len(run)
        beside = [*_just_before(said, at), *(said[end : end + 2] if capitals else ())]
        if all(one.text in held for one in run) and any(one.text in names - held for one in beside):
            return True
    return False


def _stands_in(run: Sequence[_Word], told: Sequence[_Word]) -> bool:
    """Whether a name of several words stands so in the older sentence."""
    words, size = [word.text for word in run], len(run)
    starts = range(len(told) - size + 1)
    return size > 1 and any([w.text for w in told[at : at + size]] == words for at in starts)


def _denied(said: Sequence[_Word], at: int, names: frozenset[str]) -> int | None:
    """Where the name begins that a denial in front of `at` is said of: there, behind a short word,
    or behind what is put in between.
    """
    if said[at : at + 1] and said[at].text in names:
        return at
    if said[at + 1 : at + 2] and len(said[at].text) <= _SHORT and said[at + 1].text in names:
        return at + 1
    if not said[at : at + 1] or not said[at].opens:
        return None
    aside = range(at + 1, min(at + 1 + _ASIDE, len(said)))
    return next((i for i in aside if said[i].opens and said[i].text in names), None)


def _just_before(said: Sequence[_Word], at: int) -> Sequence[_Word]:
    """The word in front of a denial, and the one before it where that is short: "and not"."""
    last = said[max(0, at - 1) : at]
    return [*last, *said[max(0, at - 2) : at - 1]] if last and len(last[0].text) <= _SHORT else last


def _run(words: Sequence[_Word], names: frozenset[str]) -> Iterator[_Word]:
    """The words of names in a row, up to a pause."""
    for at, word in enumerate(words):
        if word.text not in names or (at and word.opens):
            return
        yield word


def _denies(word: str, language: str) -> bool:
    bare = word[1:] if word[:1] in _AND else word
    return bool(negators(word, language) or negators(bare, language))


def _names(newer: str, older: str, language: str) -> frozenset[str]:
    """The words that are names in two sentences of a script with capitals."""
    found: set[str] = set()
    for _ in range(2):  # what is a name in one of them is one in the other
        known = frozenset(map(unaccented, found))
        for text in (newer, older):
            for name in names_in(text, language, known):
                if name.is_sure:
                    found |= {word.text for word in _words(name.text) if word.has_capital}
    if language != "de":  # whose nouns begin so too
        first = _words(newer)[0].text
        told = found & {word.text for word in _words(older) if word.has_capital}
        found |= {first} if any(_is_alike(first, other) for other in told) else set()
    return frozenset(found)


def _words(text: str) -> list[_Word]:
    found, end = [], 0
    for match in _WORD.finditer(text):
        bare = _BEFORE.sub("", match[0]) or match[0]
        opens = _PAUSE.search(text, end, match.start()) is not None
        found.append(_Word(bare.lower(), bare[:1] != bare[:1].lower(), opens))
        end = match.end()
    return found


def _has_capitals(text: str) -> bool:
    return text.lower() != text


@lru_cache(maxsize=1 << 12)
def _is_alike(one: str, other: str) -> bool:
    """Whether two words of one script sound alike, or are written almost so."""
    if is_latin(one) != is_latin(other):
        return False
    if len(sound := consonants_of(one)) > 1 and sound == consonants_of(other):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _is_form(one: str, other: str) -> bool:
    """Whether two words may be one in two cases or numbers, or one with a letter written on to it."""
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer and len(longer) - len(shorter) <= _PREFIX:
        return True
    same = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(shorter)
    )
    return len(longer) - same <= _ENDING
