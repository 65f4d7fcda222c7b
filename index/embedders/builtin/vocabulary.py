"""A vocabulary of scored pieces in a file that is asked as it is.

Building a dict of 250 000 pieces takes 0.15 s, and the `tokenizers` library five times that, while
no other thread runs. Here nothing is built: the file is a hash table with linear probing. It holds,
in this machine's byte order, a header (number of pieces, of slots, letters in the longest piece,
least score), the slots (number of a piece, or _EMPTY), the bounds of each piece in the text, the
scores, and the text in UTF-8.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from zlib import crc32

ABSENT = -1

_HEADER = struct.Struct("=IIIf")
_EMPTY = 0xFFFFFFFF
_SLOTS_PER_PIECE = (
    4  # slots for each piece: most of what is asked is not there, which an empty slot says
)


class Vocabulary:
    """Finds pieces by their UTF-8. `longest`: letters in the longest one; `least_score`: of all;
    `scores`: by number."""

    def __init__(self, file: Path) -> None:
        """Raises OSError or ValueError for a file that `write_vocabulary` did not write."""
        data = file.read_bytes()
        if len(data) < _HEADER.size:
            raise ValueError(f"{file} is not a vocabulary")
        pieces, slots, self.longest, self.least_score = _HEADER.unpack_from(data)
        lengths = (slots * 4, (pieces + 1) * 4, pieces * 4)
        at = list(accumulate(lengths, initial=_HEADER.size))
        if slots <= pieces or slots & (slots - 1) or len(data) < at[-1]:
            raise ValueError(f"{file} is not a vocabulary")
        parts = memoryview(data)
        self._slots = parts[at[0] : at[1]].cast("I")
        self._bounds = parts[at[1] : at[2]].cast("I")
        self.scores: Sequence[float] = parts[at[2] : at[3]].cast("f")
        self._text = data[at[3] :]
        self._mask: int = slots - 1

    def find(self, piece: bytes) -> int:
        """Find the number of a piece, or ABSENT."""
        slot = crc32(piece) & self._mask
        while (number := self._slots[slot]) != _EMPTY:
            if self._text[self._bounds[number] : self._bounds[number + 1]] == piece:
                return number
            slot = (slot + 1) & self._mask
        return ABSENT


def write_vocabulary(file: Path, pieces: Sequence[tuple[str, float]]) -> None:
    """`pieces` are distinct, in the order of their numbers. Raises OSError."""
    encoded = [piece.encode() for piece, _ in pieces]
    count = 1 << (len(pieces) * _SLOTS_PER_PIECE - 1).bit_length()
    slots = array("I", [_EMPTY]) * count
    for number, piece in enumerate(encoded):
        slot = crc32(piece) & (count - 1)
        while slots[slot] != _EMPTY:
            slot = (slot + 1) & (count - 1)
        slots[slot] = number
    scores = array("f", [score for _, score in pieces])
    longest = max(len(piece) for piece, _ in pieces)
    with file.open("wb") as stream:
        stream.write(_HEADER.pack(len(pieces), count, longest, min(scores)))
        slots.tofile(stream)
        array("I", accumulate(map(len, encoded), initial=0)).tofile(stream)
        scores.tofile(stream)
        stream.write(b"".join(encoded))
