"""Texts of a press database: which one they come from, and their articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoth.index.articles import LoadedArticle
from quoth.index.loaders.blocks import Block, Stated, assemble
from quoth.index.loaders.exports import europresse, factiva, nexis
from quoth.index.loaders.exports.exported import Exported, loaded

_FORMATS = (
    factiva.coded_articles,
    factiva.plain_articles,
    nexis.numbered_articles,
    nexis.ended_articles,
    europresse.numbered_articles,
)


def articles_of(text: str) -> list[Exported]:
    """The articles of a text that a press database exported; none of any other text."""
    return next(filter(None, (read(text) for read in _FORMATS)), [])


def assembled(blocks: Sequence[Block], stated: Stated) -> Iterator[LoadedArticle]:
    """The article that a document's blocks make, or all those of an export that was saved as one; their
    places are those in the text.
    """
    text = "\n\n".join(block.text for block in blocks if block.text)
    if exported := articles_of(text):
        yield from loaded(exported, text.encode("utf-8", "surrogatepass"), text)
    else:
        yield assemble(blocks, stated)
