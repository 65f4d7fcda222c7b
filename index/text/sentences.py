"""Where sentences begin and end: the library's boundaries, mended where it breaks names and dates.

sentencex knows the terminators and abbreviations of many languages and splits a megabyte in a
tenth of a second, but it cuts "M. | Abdelkarim" and "14 h. | 30" and never inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoth.index.articles import Span
from quoth.index.text.abbreviations import LOOSE, STARTERS, bound
from quoth.index.text.line_breaks import sentence_units, stripped

_TERMINATORS = frozenset(".!?…。！？؟۔।")
_ENDED = _TERMINATORS | {""}
_QUOTES = re.compile(r"[«»‹›“”„\"()\[\]「」『』（）]")
_CLOSING = re.compile(r"[\"'’”“»›)\]」』）]{0,8}(?:\s[»›](?!\w)){0,2}")
_ETC = re.compile(r"\betc(?=\.\s+\w)")
_LIST_NUMBER = re.compile(r"\W*(?:\d{1,3}|[^\W\d_])[.)]$")
_LETTER = re.compile(r"(?:^|[\W\d_])([^\W\d_])\.$")
_LAST_WORD = re.compile(r"(?<![^\s'’(«“„\"\[-])[^\s'’(«“„\"\[-]*\.$")
_CHUNK_CHARS = 10_000  # characters: the library takes quadratic time on unpaired quotation marks
_REACH_CHARS = 80  # characters to look at on either side of a boundary


def sentence_spans(text: str, language: str) -> list[Span]:
    """The sentences of a text, in order, as spans without outer spaces.

    They never overlap, never cross a blank line, and hold every character that is not a space.
    `language` is an ISO 639-1 code or "und".
    """
    return [span for unit in sentence_units(text) for span in _sentences(text, unit, language)]


def _sentences(text: str, unit: Span, language: str) -> Iterator[Span]:
    # One kind of space: the library takes newlines for ends and fails on a line separator.
    body = re.sub(r"\s", " ", unit.of(text))
    start = 0
    for cut in _boundaries(body, language):
        end = _after_closing(body, cut)
        if end <= start:
            continue
        before, after = body[max(start, end - _REACH_CHARS) : end], body[end : end + _REACH_CHARS]
        if end < len(body) and before.strip() and _goes_on(before, after, language):
            continue
        sentence = stripped(text, unit.start + start, unit.start + end)
        if sentence.start < sentence.end:
            yield sentence
        start = end


def _boundaries(body: str, language: str) -> list[int]:
    """Every offset at which a sentence may end, the length of the body included."""
    import sentencex  # type: ignore[import-untyped]  # ships no types

    def ends(text: str) -> set[int]:
        return {
            first + cut["end_index"]
            for first in range(0, len(text), _CHUNK_CHARS)
            for cut in sentencex.get_sentence_boundaries(
                language, text[first : first + _CHUNK_CHARS]
            )
            if cut["end_index"] < _CHUNK_CHARS
        }

    # Without quotation marks the library also sees the sentences inside them, and with a full
    # stop for an ellipsis or a word for "etc" those that begin after it. Offsets stay the same.
    stop = "。" if language in ("zh", "ja") else "."
    bare = _ETC.sub("xxx", _QUOTES.sub(" ", body).replace("…", stop))
    inner = {cut for cut in ends(bare) - {len(body)} if _between_words(body, cut)}
    return sorted(ends(body) | inner | {len(body)})


def _between_words(body: str, cut: int) -> bool:
    before = body[max(0, cut - _REACH_CHARS) : cut].rstrip()
    after = body[cut : cut + _REACH_CHARS].lstrip()
    if before.endswith(")"):  # a sentence may end behind its bracket if all of it is inside
        outside = before[: max(0, before.rfind("("))].rstrip()
        before = before[:-1] if outside[-1:] in _ENDED else before
    return before[-1:] in _TERMINATORS and after[:1].isalnum()


def _after_closing(body: str, cut: int) -> int:
    """The cut, moved behind the quotation marks and brackets that close what came before it."""
    end = len(body[max(0, cut - _REACH_CHARS) : cut].rstrip()) + max(0, cut - _REACH_CHARS)
    match = _CLOSING.match(body, end)
    return max(cut, match.end()) if match and match.end() > end else cut


def _goes_on(before: str, after: str, language: str) -> bool:
    """Whether what stands before and after a boundary is one sentence after all."""
    before, after = before.rstrip(), after.strip()
    word = re.search(r"\w+", after)
    if not word or _LIST_NUMBER.match(before):
        return True
    lower, starts = word[0][0].islower(), word[0].casefold() in STARTERS
    if not before.endswith(".") or before.endswith(".."):
        return lower
    if after[0] == "-" and after[1:2].isupper():  # J.-P.
        return True
    last = _LAST_WORD.search(before)
    abbreviation = last[0][:-1] if last else ""
    if abbreviation in bound(language):
        return True
    letter = _LETTER.search(before)
    if letter and not letter[1].islower() and letter[1] < "\u2e80":  # initials; not ideographs
        return lower or not starts
    if abbreviation.casefold() in LOOSE or letter:
        return lower or word[0][0].isdigit()
    return language == "de" and abbreviation.isdigit() and len(abbreviation) < 3 and not starts
