"""Plain text, as news wires and archives save it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.loaders.blocks import Block, Stated, assemble
from quoth.index.loaders.decoding import decode
from quoth.index.loaders.exports.exported import loaded
from quoth.index.loaders.exports.press import articles_of
from quoth.index.loaders.headlines import headings_among
from quoth.index.text.clean import clean
from quoth.index.text.hyphens import join_cut_words


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a text file, whose title is the first line that is no print stamp, or all those
    of an export of a press database.
    """
    data = path.read_bytes()
    text = decode(data)
    if exported := articles_of(text):
        yield from loaded(exported, data, text)
        return
    paragraphs = clean(join_cut_words(text)).split("\n\n")
    flags = headings_among(paragraphs)
    blocks = [Block(text, heading) for text, heading in zip(paragraphs, flags, strict=True)]
    yield assemble(blocks, Stated())
