"""What a claim says otherwise than the passage's sentence that it is made of, where both are in one
language: whether it exchanges a word, turns round who did it, or says of all what is said of some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoth.index.text.tokens import unaccented, words_of
from quoth.qa.checking.alignment import Aligned, closest, exchanged, misplaced, turned
from quoth.qa.checking.facts import Claim
from quoth.qa.checking.negation import denies
from quoth.qa.checking.rebinding import named_elsewhere, rebound
from quoth.qa.checking.sources import Source
from quoth.qa.checking.wholes import overstates
from quoth.qa.understanding.dates import stated_dates


def said_otherwise(claim: Claim, sources: Sequence[Source], known: frozenset[str]) -> Iterator[str]:
    """One line for each thing that the claim says otherwise than the sentence that it is made of; `known`
    are words that are names in the passages.
    """
    said = Aligned(claim.text, claim.language, known)
    places = {
        sentence: (source, span)
        for source in sources
        if source.language == claim.language
        for span, sentence in source.sentences
    }
    sentence = closest(said, list(places))
    if sentence is None:
        return
    source, span = places[sentence]
    whole = overstates(claim.text, claim.language, [(sentence.text, source.language)])
    if whole:
        yield f"It says “{whole}”, which [{source.number}] does not."
    if denies(claim.text, claim.language, [sentence.text], source.language):
        yield f"[{source.number}] seems to say the contrary."
    told = [one for _, one in source.sentences]
    known_words = frozenset(unaccented(word) for one in told for word in words_of(one.text))
    changed = (one for one in exchanged(said, sentence) if not _is_told(one.said, known_words))
    differences = [*changed, *misplaced(said, told, source.once)]
    place = [one for _, one in source.sentences].index(sentence)
    figures, _ = source.figures[place]
    differences += rebound(claim, figures, stated_dates(sentence.text), sentence.text)
    swapped = turned(said, sentence)
    for one in [*differences, swapped] if swapped else differences:
        yield f"It says “{one.said}” where [{source.number}] says “{one.there}”."
    if len(sources) == 1:
        later = source.first_behind(said, span)
        another = later or named_elsewhere(claim, sentence, told, source.head, known)
        if another:
            yield f"[{source.number}] says it of another than “{another}”."


def repeats(claim: Claim, source: Source) -> bool:
    """Whether a sentence of the source has all the claim's words in their order, others between them."""
    if claim.language != source.language:
        return False
    said = [stem for stem, _ in Aligned(claim.text, claim.language).words]
    for _, sentence in source.sentences:
        left = iter([stem for stem, _ in sentence.words])
        if said and all(stem in left for stem in said):
            return True
    return False


def _is_told(said: str, known: frozenset[str]) -> bool:
    """Whether the passage says all of these words somewhere: a claim that names the tower where the
    sentence says "it" exchanges nothing.
    """
    return all(unaccented(word) in known for word in words_of(said))
