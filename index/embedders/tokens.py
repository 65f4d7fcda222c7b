"""Texts to token ids for the built-in model: a few in Python, at once; many by `tokenizers`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from quoth.index.embedders.builtin.unigram import Unigram, settled
from quoth.index.errors import EmbedderError
from quoth.index.text.clean import encodable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

IdArray = NDArray[np.int64]

_BATCH = 1000
_MAX_PYTHON_LETTERS = 200_000
"""As many as Python splits in the time that loading the library takes."""


class Tokens:
    """A model's tokens: by a tokenizer of ours, or by the tokenizers library, which gives the same ids
    and is loaded when it is first worth its 0.7 s.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError when the folder holds no vocabulary."""
        self._unigram = Unigram(folder / "vocabulary.bin")
        self._file = folder / "tokenizer.json"
        self._loaded: Tokenizer | None = None
        self._loading = Lock()
        self._letters = 0  # of passages, since the start

    def expect(self, letters: int) -> None:
        """To be told before a batch of texts of so many letters in all. Raises EmbedderError."""
        if letters > _MAX_PYTHON_LETTERS:
            self._library()

    def ids(self, text: str) -> IdArray:
        """Cut a text into token ids (tokens,), special ones included. Raises EmbedderError."""
        text = encodable(text)
        if self._loaded is None and len(text) <= _MAX_PYTHON_LETTERS and settled(text):
            return np.array(self._unigram.encode(text), np.int64)
        return np.array(self._library().encode(text).ids, np.int64)

    def placed(self, text: str) -> tuple[IdArray, IdArray]:
        """The ids and, for each, the offset in `text` of its last character (-1 for special
        tokens). The last and not the first, as a word's token begins at the space before it,
        which is outside its sentence. Raises EmbedderError."""
        text = encodable(text)
        placed = self._unigram.placed(text) if self._are_few([text]) else None
        if placed is not None:
            return np.array(placed[0], np.int64), np.array(placed[1], np.int64)
        encoding = self._library().encode(text)
        last = np.array(encoding.offsets, np.int64)[:, 1] - 1
        return np.array(encoding.ids, np.int64), last

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of a text, without special ones. Raises EmbedderError."""
        if self._are_few(texts):
            return [len(self._unigram.encode(encodable(text))) - 2 for text in texts]
        library = self._library()
        counts: list[int] = []
        for start in range(0, len(texts), _BATCH):  # an encoding is far larger than its text
            clean = [encodable(text) for text in texts[start : start + _BATCH]]
            encodings = library.encode_batch_fast(clean, add_special_tokens=False)
            counts += [len(encoding.ids) for encoding in encodings]
        return counts

    def _are_few(self, texts: Sequence[str]) -> bool:
        """Whether these are for Python: together with all that came before them."""
        self._letters += sum(map(len, texts))
        return (
            self._loaded is None
            and self._letters <= _MAX_PYTHON_LETTERS
            and all(settled(encodable(text)) for text in texts)
        )

    def _library(self) -> Tokenizer:
        with self._loading:
            if self._loaded is None:
                from tokenizers import Tokenizer

                try:
                    self._loaded = Tokenizer.from_file(str(self._file))
                except Exception as error:  # it raises bare Exceptions
                    raise EmbedderError(
                        f"The tokenizer {self._file} cannot be opened: {error}", "Run: quoth doctor"
                    ) from error
            return self._loaded
