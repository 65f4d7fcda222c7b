"""Does one sentence deny what the other says? Negating words on one side and not on the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.index.text.tokens import passage_tokens, words_of

_DENYING = {
    "fr": "ne n non pas jamais aucun aucune rien personne ni nul nulle",
    "en": "not never no nobody none nothing neither nor cannot",
    "es": "no nunca jamás nadie nada ningún ninguna ninguno tampoco ni",
    "de": "nicht nie niemals kein keine keinen keinem keiner keines niemand nichts weder",
    "ar": "لا لم لن ليس ليست ما يكن",
}
"""Words that deny. French "plus" and "que" are left out: they mean more and only as often."""
_LACKING = {
    "fr": "sans lieu guère peine faute perdu doute refuse refusé",
    "en": "without instead rather hardly barely lack lost doubts doubt failed refused against",
    "es": "sin vez lugar apenas falta perdido perdió duda",
    "de": "ohne statt anstatt kaum verloren verlor zweifelt",
    "ar": "بدون دون غير",
}
"""Words with which one says the same without denying."""
_WORDS = {language: frozenset(words.split()) for language, words in _DENYING.items()}
_SOFTER = {language: frozenset(words.split()) for language, words in _LACKING.items()}
_N_T = re.compile(r"n['’]t\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:()«»“”\"—–]|\s(?:mais|but|pero|sino|aber|sondern|and|et|und|y|que|that|dass|which|qui)\s"
)
_ALIKE_SHARE = 0.5  # share of a claim's words that a clause holds which is about the same
_PERSON = re.compile(
    r"\b(?:les?|deux|une|des|cette|\d+)\s+personnes?\b|\bpersonnes\b", re.IGNORECASE
)
_ONLY = re.compile(
    r"\b(?:ne|n['’])\s?\w+(?:\s\w+)?\s+qu(?:e\b|['’])", re.IGNORECASE
)  # ne … que: only


def negators(text: str, language: str) -> int:
    """How many negating words a text has; French "ne … pas" is one."""
    if language == "fr":
        text = _without_only(_PERSON.sub(" ", text), language)
        text = text.replace("n'", "ne ").replace("n’", "ne ")
        words = [w for w in re.findall(r"\w+", text.lower()) if w in _WORDS["fr"]]
        denials = sum(word in ("ne", "n") for word in words)
        return denials or len(words)
    text = _N_T.sub(" not", text)
    return sum(word in _WORDS.get(language, ()) for word in re.findall(r"[\w']+", text.lower()))


def _without_only(text: str, language: str) -> str:
    """A French text without its "ne … que", which denies nothing: before it is cut into clauses at "que"."""
    return _ONLY.sub(" ", text) if language == "fr" else text


def denies(claim: str, claim_language: str, sources: Sequence[str], source_language: str) -> bool:
    """Whether the claim says the contrary of the sources, the sentences that it is closest to,
    closest first.

    A claim that denies must have something denied in them, where all is in one language in the clauses
    that hold its words; and a clause of the closest that denies and holds the claim's words needs
    a claim that denies.
    """
    if claim_language not in _WORDS or source_language not in _WORDS:
        return False
    sources = [_without_only(source, source_language) for source in sources]
    same = claim_language == source_language
    if negators(claim, claim_language):
        clauses = _alike(claim, claim_language, sources) if same else list(sources)
        return bool(clauses) and not any(_denies_or_lacks(c, source_language) for c in clauses)
    if not same or _denies_or_lacks(claim, claim_language):
        return False
    words = _content(claim, claim_language)
    for clause in _CLAUSE.split(sources[0]):
        held = _content(clause, source_language)
        shared = len(words & held)
        if negators(clause, source_language) and shared >= max(2, 0.6 * len(held)):
            return True
    return False


def _alike(claim: str, language: str, sources: Sequence[str]) -> list[str]:
    """The clauses that hold a good part of the claim's words: one that says the same in others may well
    deny what they do not.
    """
    words = _content(claim, language)
    clauses = [clause for source in sources for clause in _CLAUSE.split(source)]
    return [
        clause
        for clause in clauses
        if len(words & _content(clause, language)) >= max(2, _ALIKE_SHARE * len(words))
    ]


def _denies_or_lacks(text: str, language: str) -> bool:
    words = set(re.findall(r"\w+", text.lower()))
    return bool(negators(text, language) or words & _SOFTER[language])


def _content(text: str, language: str) -> frozenset[str]:
    """The stems of its words of four letters and more."""
    return frozenset(
        token
        for word in words_of(text)
        if len(word) > 3 and word not in _WORDS[language]
        for token in passage_tokens(word, language)
    )
