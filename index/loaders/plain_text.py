"""Plain text, as news wires and archives save it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.articles import LoadedArticle
from index.loaders.blocks import Block, Stated, assemble
from index.loaders.decoding import decode
from index.loaders.headlines import is_heading
from index.text.clean import clean
from index.text.hyphens import join_cut_words


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a text file; its title is the first line that is no print stamp."""
    paragraphs = clean(join_cut_words(decode(path.read_bytes()))).split("\n\n")
    following = [*paragraphs[1:], ""]
    yield assemble(
        [
            Block(text, heading=is_heading(text) and len(after) > len(text))
            for text, after in zip(paragraphs, following, strict=True)
        ],
        Stated(),
    )
