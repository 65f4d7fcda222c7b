"""Figures and names that a claim takes from elsewhere in a passage than the sentence that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quoth.qa.checking.alignment import Aligned, Difference
from quoth.qa.checking.facts import Claim
from quoth.qa.checking.figures.numbers import Quantity
from quoth.qa.checking.names import Name, folded_words, names_in
from quoth.qa.understanding.dates import StatedDate

_YEARS = range(1000, 2100)
_MIN_SHARED = 0.6  # of a claim's other telling words, that its sentence has
_TELLING = 4  # letters of a word that tells something


def rebound(
    claim: Claim, told: Sequence[Quantity], dates: Sequence[StatedDate], text: str
) -> Iterator[Difference]:
    """The figures and dates of a claim where its sentence, `text` with the quantities `told` and the
    `dates`, has others of the same kind and not these.
    """
    for quantity in claim.quantities:
        kind = _kind(quantity)
        if not kind or any(quantity.agrees_with(other) for other in told):
            continue
        others = [one for one in told if _kind(one) == kind and not _is_in(one, claim)]
        if others:
            yield Difference(quantity.text, others[0].text)
    years = frozenset(date.year for date in dates if date.year)
    for date in claim.dates:
        alike = [one for one in dates if bool(one.weekday) == bool(date.weekday)]
        if alike and not any(date.agrees_with(one, years) for one in alike):
            yield Difference(date.span.of(claim.text), alike[0].span.of(text))


def _is_in(quantity: Quantity, claim: Claim) -> bool:
    return any(one.agrees_with(quantity) for one in claim.quantities)


def _kind(quantity: Quantity) -> str:
    """What may stand in a quantity's place: one of its unit, or a year; "" where nothing tells."""
    if quantity.unit:
        return quantity.unit
    return "year" if any(v.isdigit() and int(v) in _YEARS for v in quantity.values) else ""


def named_elsewhere(
    claim: Claim, sentence: Aligned, others: Sequence[Aligned], head: str, known: frozenset[str]
) -> str:
    """A name of the claim that its sentence lacks, where that sentence names what the claim does not; of
    a script without capitals, two words in a row that only another sentence has. "" where there is none,
    or the name is of the `head`, which says what all is about.
    """
    if not any(c.isupper() or c.islower() for c in sentence.text):
        return _row_elsewhere(claim, sentence, others)
    there, titled = folded_words(sentence.text), folded_words(head)
    strange = [n for n in claim.names if not _stands(n, there) and not _stands(n, titled)]
    said, named = folded_words(claim.text), names_in(sentence.text, claim.language, known)
    strange += [n for n in claim.names if any(_is_namesake(n, other, said) for other in named)]
    if any(name.is_sure and not set(name.words) <= said for name in named):
        return next((name.text for name in strange if name.is_sure), "")
    return ""


def _stands(name: Name, words: frozenset[str]) -> bool:
    """Whether any word of a name is among these."""
    return any(Name(word, (word,)).stands_in(words, frozenset) for word in name.words)


def _is_namesake(name: Name, other: Name, said: frozenset[str]) -> bool:
    """Whether two names of several words share some, and each has one that the other has not."""
    mine, theirs = set(name.words), set(other.words)
    return bool(mine & theirs and mine - theirs and theirs - mine - said)


def _row_elsewhere(claim: Claim, sentence: Aligned, others: Sequence[Aligned]) -> str:
    """The two words, where most of the claim's others are its sentence's."""
    words = Aligned(claim.text, claim.language).words
    here = {stem for stem, _ in sentence.words}
    rows = {
        (one, two)
        for other in others
        if other is not sentence
        for (one, _), (two, _) in pairwise(other.words)
        if one not in here and two not in here
    }
    found = [(one, two) for one, two in pairwise(words) if (one[0], two[0]) in rows]
    if len(found) != 1:
        return ""  # more of the other sentence is said, as where two are joined
    taken = {stem for word in found for stem, _ in word}
    rest = [stem for stem, word in words if len(word) >= _TELLING and stem not in taken]
    shared = sum(stem in here for stem in rest) >= _MIN_SHARED * len(rest)
    return " ".join(word for _, word in found[0]) if rest and shared else ""
