"""Token ids as the `tokenizers` library gives them, without loading it.

With 250 000 pieces its loading takes most of a second, during which no other thread runs: too much
for a question. Here loading takes 2 ms, and a text 3 µs a letter, five times as long as the library.

The most probable segmentation under a unigram language model is found by Viterbi's algorithm (Kudo
2018, "Subword Regularization"); ties, unknown letters and special tokens are as in the library.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from quoth.index.embedders.builtin.vocabulary import ABSENT, Vocabulary

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
"""All but the last have the ids 0 to 3."""

# SentencePiece's nmt_nfkc rules: control characters vanish, odd white space becomes a space.
DROPPED = r"[\x00-\x08\x0b\x0e-\x1f\x7f\u008f\u009f]"
SPACES = r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
MANY_SPACES = r" {2,}"

_OPENING, _CLOSING, _UNKNOWN = (SPECIAL.index(name) for name in ("<s>", "</s>", "<unk>"))
_UNKNOWN_PENALTY = 10.0  # below the least probable piece
_MARK = "▁"  # stands for the space before a word
_WORDS_KEPT = 1 << 13

_SPECIAL = re.compile(f"({'|'.join(SPECIAL)})")
_DROPPED, _SPACES, _MANY_SPACES = map(re.compile, (DROPPED, SPACES, MANY_SPACES))
_WORD = re.compile(f"{_MARK}[^{_MARK}]*")


class Unigram:
    """Token ids of texts that are `settled`."""

    def __init__(self, file: Path) -> None:
        """`file` is a Vocabulary's. Raises OSError or ValueError."""
        self._vocabulary = Vocabulary(file)
        self._pieces_of_word = lru_cache(_WORDS_KEPT)(self._best_pieces)

    def encode(self, text: str) -> list[int]:
        """Cut a text, without lone surrogates, into ids between the opening and the closing token."""
        ids = [_OPENING]
        for part in _SPECIAL.split(text):
            if part in SPECIAL:
                ids.append(self._vocabulary.find(part.encode()))
                continue
            marked = _MANY_SPACES.sub(" ", _normalised(part)).replace(" ", _MARK)
            if marked and marked[0] != _MARK:
                marked = _MARK + marked
            for word in _WORD.findall(marked):
                ids += [number for number, _ in self._pieces_of_word(word)]
        ids.append(_CLOSING)
        return ids

    def placed(self, text: str) -> tuple[list[int], list[int]] | None:
        """Cut a text as `encode` does, and tell each token's last offset in it (-1 for the outer two).

        None for the rare text whose characters are not normalised one by one.
        """
        letters, origins = _normal_letters(text)
        plain = "".join(letters)
        if plain != _MANY_SPACES.sub(" ", _normalised(text)) or _SPECIAL.search(text):
            return None
        marked = plain.replace(" ", _MARK)
        if marked and marked[0] != _MARK:
            marked, origins = _MARK + marked, [origins[0], *origins]
        ids, last = [_OPENING], [-1]
        for word in _WORD.finditer(marked):
            for number, end in self._pieces_of_word(word[0]):
                ids.append(number)
                last.append(origins[word.start() + end - 1])
        return [*ids, _CLOSING], [*last, -1]

    def _best_pieces(self, word: str) -> list[tuple[int, int]]:
        """(id, end) of the most probable pieces that make up a word; unknown letters in a row are
        one.
        """
        find, scores = self._vocabulary.find, self._vocabulary.scores
        longest = self._vocabulary.longest
        unknown = self._vocabulary.least_score - _UNKNOWN_PENALTY
        letters = [letter.encode() for letter in word]
        best = [0.0] + [float("-inf")] * len(letters)  # score of the best pieces that end there,
        last = [(0, _UNKNOWN)] * len(best)  # and where the last of them begins, and its id
        for start in range(len(letters)):
            so_far = best[start]
            piece = b""
            is_known = False
            for end, letter in enumerate(letters[start : start + longest], start + 1):
                piece += letter
                number = find(piece)
                if number == ABSENT:
                    continue
                is_known = is_known or end == start + 1
                score = so_far + scores[number]
                if score > best[end]:
                    best[end], last[end] = score, (start, number)
            if not is_known and so_far + unknown > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + unknown, (start, _UNKNOWN)
        return _traced(last)


def settled(text: str) -> bool:
    """Whether this Python and the library, whose Unicode tables differ in age, normalise it alike.

    A text that the newer tables leave as it is, the older do too. What a letter of Unicode 3.2
    becomes may never change again. Newer letters have to be inert: no mark, nothing to decompose,
    and nothing that combines with a letter before it, as scripts beyond the first plane have.
    """
    clean = _cleaned(text)
    return unicodedata.is_normalized("NFKC", clean) or all(map(_is_settled, set(clean)))


def _is_settled(letter: str) -> bool:
    if unicodedata.ucd_3_2_0.category(letter) != "Cn":
        return True
    if unicodedata.combining(letter) or unicodedata.decomposition(letter):
        return False
    return letter < "\U00010000" or unicodedata.category(letter).startswith("S")


def _cleaned(text: str) -> str:
    return _SPACES.sub(" ", _DROPPED.sub("", text))


def _normalised(text: str) -> str:
    return unicodedata.normalize("NFKC", _cleaned(text))


def _normal_letters(text: str) -> tuple[list[str], list[int]]:
    """What the characters of a text become, each by itself, and the offset where each comes from;
    of spaces in a row the last one stays.
    """
    letters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        for letter in _normalised(character):
            if letter == " " and letters and letters[-1] == " ":
                origins[-1] = offset
            else:
                letters.append(letter)
                origins.append(offset)
    return letters, origins


def _traced(last: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """(id, end) on the way back from the end, in the order of the text."""
    pieces: list[tuple[int, int]] = []
    end = len(last) - 1
    while end:
        start, number = last[end]
        if number != _UNKNOWN or not pieces or pieces[-1][0] != _UNKNOWN:
            pieces.append((number, end))
        end = start
    return pieces[::-1]
