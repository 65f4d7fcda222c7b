"""The names in a sentence: what stands in capitals where no grammar asks for them.

German writes every noun with a capital, so that there a name is one by its company: two capitals in
a row behind no article, or a word that other languages' passages write as a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from quoth.index.text.across_scripts import consonants_of, is_latin
from quoth.index.text.dates import MONTHS
from quoth.index.text.tokens import unaccented

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'ʼ.&\-‐‑][\p{L}\p{M}\p{N}]+)*")
_PREFIX = regex.compile(
    r"^(?:[cdjlmnstCDJLMNST]|[Qq]u|jusqu|lorsqu|puisqu)[’'ʼ](?=.)|^al-(?=\p{Lu})"
)
_JOINTS = regex.compile(r"[\-‐‑.’']")
_POSSESSIVE = regex.compile(r"[’'ʼ]s?$")
_ARABIC_PREFIX = regex.compile(r"^[وفبكل]?ال(?=\w{2})|^لل(?=\w{2})")  # "and", "in", "to", "the"
_BETWEEN = regex.compile(r"(?:[’'ʼ]s?)?[\s\-]+")  # all that may stand between two words of one name
# Looked for from the end, where it must stand: from the beginning each name would cost the text.
_STARTS = regex.compile(r"(?r)(?:^|[.!?:;…。！？\n•«“„\"(\[—–-])[\s«“„\"'(\[]*$")
_PARTICLES = frozenset("de del della di da du des d la le el al bin ibn van von of the y".split())
# What begins a sentence without being part of the name behind it.
_COMMON = frozenset(
    "the a an in on at by for from to of as and but or if when while after before since until during"
    " according under with within without he she it they we i you his her its their our this that"
    " these those there here not no nobody most some many few both each every all only other others"
    " le la les un une des du de au aux en dans sur sous par pour avec sans selon après avant depuis"
    " pendant lors et mais ou si quand il elle ils elles on nous vous ce cet cette ces son sa ses leur"
    " leurs personne tout tous toute d l à deux trois quelque quelques plusieurs"
    " el los las una uno unos unas de en a al por para con sin según desde hasta tras durante y o pero"
    " si cuando su sus este esta estos estas no nadie lo hay se"
    " der die das den dem des ein eine einen einem einer in im am an auf aus bei mit nach seit von vom"
    " vor zu zum zur über unter und oder aber wenn als er sie es wir ihr sein seine ihre dieser diese"
    " dieses nicht kein keine niemand laut".split()
)
_DETERMINERS = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine dieser diese dieses diesem"
    " jeder jede sein seine seinen ihr ihre ihren im am vom zum zur beim ins ans alle viele".split()
)
_GERMAN_PLACES = frozenset("aus in nach bei von bis um herr frau dr".split())
_NO_NAMES = frozenset(
    "mr mrs ms dr m mme mlle sr sra herr frau prof monday tuesday wednesday thursday friday saturday"
    " sunday montag dienstag mittwoch donnerstag freitag samstag sonntag million millionen billion"
    " milliarden euro euros uhr prozent meter kilometer tonnen hektar jahr jahre jahren ende anfang"
    " mitte ad bc ce bce km un i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
    " xxi iiie xixe xviiie".split()
) | {name for name in MONTHS if name.isascii()}


@dataclass(frozen=True, slots=True)
class Name:
    """`words` are its folded words without particles. Where it is not `is_sure` it may be a noun."""

    text: str
    words: tuple[str, ...]
    is_sure: bool = True

    def stands_in(
        self, words: frozenset[str], around: Callable[[], frozenset[str]], *, loosely: bool = False
    ) -> bool:
        """Whether all its words, give or take an ending, are among the folded words of a passage,
        or some of them are and the others `around` it. `loosely`, for a passage in another language,
        one word that begins alike will do for all.
        """
        held = [word for word in self.words if _among(word, words, loosely)]
        if loosely or len(held) in (0, len(self.words)):
            return bool(held)
        return all(word in held or _among(word, around(), loosely) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    before: str  # the word in front of it, in lower case
    begins: bool  # a sentence, so that its capital says nothing

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or self.text[0].istitle()

    @property
    def is_marked(self) -> bool:
        """Whether it is a name wherever it stands: OSDH, M20, McCartney."""
        return sum(c.isupper() for c in self.text) > 1 or (
            self.is_capital and any(c.isdigit() for c in self.text)
        )


def folded_words(text: str) -> frozenset[str]:
    """The words of a text as names are compared, those in parts also part by part."""
    whole = [_bare(match[0]) for match in _WORD.finditer(text)]
    parts = [part for word in whole if not word.isalnum() for part in _JOINTS.split(word)]
    return frozenset(unaccented(word.lower()) for word in (*whole, *parts) if word)


def names_in(text: str, language: str, known: frozenset[str] = frozenset()) -> list[Name]:
    """The names of a text in order; `known` are folded words that are names elsewhere."""
    found = []
    for run in _runs(list(_words(text)), text):
        words = _of_name(run, language, known)
        if words:
            first, last = words[0], words[-1]
            folded = tuple(unaccented(word.text.lower()) for word in words if _counts(word))
            if folded:
                sure = language != "de" or len(folded) > 1 or folded[0] in known
                found.append(Name(text[first.start : last.end], folded, sure))
    return found


def known_names(texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The folded words of all the names in (text, language) pairs."""
    return frozenset(word for text, language in texts for word in _words_of_names(text, language))


@lru_cache(maxsize=256)  # passages are shown again for the next question
def _words_of_names(text: str, language: str) -> frozenset[str]:
    return frozenset(word for name in names_in(text, language) for word in name.words)


def _of_name(run: list[_Word], language: str, known: frozenset[str]) -> list[_Word]:
    """The words of a run of capitals that are a name's; none where it is no name."""
    lead = run[0].before in _DETERMINERS
    while run and (run[0].text.lower() in _COMMON or not _counts(run[0])):
        lead = run[0].text.lower() in _DETERMINERS
        run = run[1:]
    if language == "de" and lead and len(run) > 1:
        run = run[1:]  # "Die Moorbeauftragte Wiebke Tönnies", "im Landkreis Hollen"
    capitals = [word for word in run if word.is_capital]
    if not capitals:
        return []
    if len(capitals) > 1 or any(
        w.is_marked or unaccented(w.text.lower()) in known for w in capitals
    ):
        return run
    if language == "de":
        return run if not lead and run[0].before in _GERMAN_PLACES else []
    return run if not capitals[0].begins else []


def _runs(words: list[_Word], text: str) -> Iterator[list[_Word]]:
    """Capitals side by side, with the particles between them."""
    run: list[_Word] = []
    waiting: list[_Word] = []
    for word in words:
        before = (waiting or run)[-1].end if run else word.start
        joined = bool(run) and _BETWEEN.fullmatch(text, before, word.start) is not None
        if run and not joined:
            yield run
            run, waiting = [], []
        if word.is_capital:
            run, waiting = [*run, *waiting, word], []
        elif run and word.text.lower() in _PARTICLES and len(waiting) < 2:
            waiting.append(word)
        elif run:
            yield run
            run, waiting = [], []
    if run:
        yield run


def _words(text: str) -> Iterator[_Word]:
    before = ""
    for match in _WORD.finditer(text):
        bare = _bare(match[0])
        start = match.start() + match[0].find(bare)
        is_capital = bare[0].isupper() or bare[0].istitle()
        begins = is_capital and _STARTS.search(text, 0, match.start()) is not None
        yield _Word(bare, start, start + len(bare), before, begins)
        before = match[0].lower()


def _bare(word: str) -> str:
    """Without an elided article or a possessive."""
    if word.isalnum():
        return word  # most have neither
    return _POSSESSIVE.sub("", _PREFIX.sub("", word)) or word


def _counts(word: _Word) -> bool:
    """Whether it is one of the words by which a name is known."""
    lower = unaccented(word.text.lower())
    return len(lower) > 1 and lower not in _PARTICLES and lower not in _NO_NAMES


def _among(word: str, words: frozenset[str], loosely: bool) -> bool:
    return word in words or any(_alike(word, other, loosely) for other in words)


def _alike(word: str, other: str, loosely: bool) -> bool:
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) >= 4 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3:
        return True
    if not loosely:
        return False
    if is_latin(word) != is_latin(other):
        return _sounds_alike(word, other)
    return len(shorter) >= 4 and word[:4] == other[:4]


def _sounds_alike(word: str, other: str) -> bool:
    """Whether two words of different scripts may be one name."""
    one, two = (consonants_of(_ARABIC_PREFIX.sub("", each)) for each in (word, other))
    return len(one) > 1 and one == two
