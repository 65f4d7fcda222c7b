"""A passage as a record: found by its vector and by its tokens, holding all that an answer needs.

A record never changes: its key comes from what it holds. Its document is the passage's tokens
between spaces, which is what words are searched in.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from quoth.index.arrays import to_int8, unit_rows
from quoth.index.articles import Article, ArticleCard, Passage, Span, packed_spans, unpacked_spans
from quoth.index.embedders.base import FloatArray
from quoth.index.errors import IndexMoved
from quoth.index.server.records import Record, from_values, in_values
from quoth.index.store.word_index import tokens_of

_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """What a record holds of a passage; `vectors` (sentences, dimension), rows of length one, are
    None where the model could not pool them.
    """

    text: str
    sentences: tuple[Span, ...]
    vectors: FloatArray | None

    def into(self, passage: Passage) -> Passage:
        return replace(passage, text=self.text, sentences=self.sentences)


def key_of(passage: Passage, card: ArticleCard) -> str:
    """A key, in hex: the same for the same passage under the same title, and for no other."""
    told = (card.id, card.title, passage.span, passage.heading, passage.language, passage.text)
    digest = hashlib.blake2b(repr((told, passage.sentences)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[: 2 * _KEY_BYTES]


def text_key_of(article: Article) -> str:
    """The name of the blob that holds an article's text."""
    digest = hashlib.blake2b(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{article.card.id}-{digest[: 2 * _KEY_BYTES]}"


def record_of(
    passage: Passage, card: ArticleCard, vector: FloatArray, pooled: FloatArray | None
) -> Record:
    """`vector` is (dimension,), `pooled` (sentences, dimension)."""
    data: dict[str, str | int] = {
        **in_values("text", passage.text),
        **in_values("sentences", _packed(packed_spans(passage.sentences))),
    }
    if pooled is not None:
        data |= in_values("vectors", _packed(to_int8(pooled).tobytes()))
    document = f" {' '.join(tokens_of(passage, card))} "
    return Record(key_of(passage, card), vector, document, data)


def passage_in(record: Record) -> StoredPassage:
    """Raises IndexMoved for a record that is no passage's."""
    try:
        spans = unpacked_spans(base64.b64decode(from_values("sentences", record.metadata)))
        vectors: FloatArray | None = None
        if "vectors.0" in record.metadata:
            packed = base64.b64decode(from_values("vectors", record.metadata))
            rows: NDArray[np.int8] = np.frombuffer(packed, np.int8)
            vectors = unit_rows(rows.reshape(len(spans), -1))
        return StoredPassage(from_values("text", record.metadata), spans, vectors)
    except (KeyError, ValueError) as error:
        raise IndexMoved("A passage on the server is damaged.", "Ask again.") from error


def tokens_in(record: Record) -> list[str]:
    return record.document.split()


def _packed(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
