"""Raised and lowered figures as characters of their own, so that none runs into the number before it."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_FIGURES = re.compile(r"[=()]*[\d+\-−–ni][\d+\-−–=()ni]*")
_BRACKETED_NOTE = re.compile(
    r"[\[(]\s*(?:\d{1,4}|[a-z]{1,2}|n\. \d+|note \d+)\s*[\])]", re.IGNORECASE
)
_NOTE_SIGNS = re.compile(r"[*†‡§¶‖#]+(?:[,;\s]+[*†‡§¶‖#]+)*")
_NOTE_NUMBERS = re.compile(r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*")
_AFTER_WORDS = re.compile(r"(?:[^\W\d_]{4}|[.,;:!?…»”\"’')\]])\Z")
_SHOWN = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c]+")
_NUMBER_OR_WORD = re.compile(r"(?:\d|[^\W\d_]{3})\Z")


def raised(text: str, before: str, *, linked: bool = False) -> str:
    """What to write for raised `text` that follows the text `before`: "" for the mark of a note.

    A note is told by its link (`linked`), its sign or bracket, or by following a whole word or a
    sentence's end. Figures otherwise become superscript characters (10⁹, km²); the letters of an
    ordinal or a short form stay as they are (19th, Mme).
    """
    bare = " ".join(text.split())
    if not bare or _is_note(bare, before, linked):
        return ""
    if not before or not before[-1].isalnum():
        return text
    if _FIGURES.fullmatch(bare) and (bare not in ("n", "i") or before[-1].isdigit()):
        return bare.translate(_RAISED)
    return f"^{bare}" if bare[0].isdigit() and before[-1].isdigit() else text


def lowered(text: str, before: str) -> str:
    """What to write for lowered `text`: CO2 keeps its plain figure, one after a figure does not."""
    bare = " ".join(text.split())
    if before[-1:].isdigit() and bare[:1].isdigit():
        return bare.translate(_LOWERED)
    return text


def set_apart(text: str) -> str:
    """The text with a space before figures that are raised or lowered after a number or a word, for
    the search of words: compatibility forms would make 17882 of 1788². Those of km² stay.
    """
    return _SHOWN.sub(_apart, text)


def _is_note(bare: str, before: str, linked: bool) -> bool:
    if linked and len(bare) <= 12:
        return True
    if _NOTE_SIGNS.fullmatch(bare) or _BRACKETED_NOTE.fullmatch(bare):
        return True
    return bool(_NOTE_NUMBERS.fullmatch(bare) and _AFTER_WORDS.search(before))


def _apart(figures: re.Match[str]) -> str:
    before = figures.string[max(0, figures.start() - 3) : figures.start()]
    return f" {figures[0]}" if _NUMBER_OR_WORD.search(before) else figures[0]
