"""Word files: what Word shows of the final document, in its order, headings by their style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.archive import Archive, opened
from quoth.index.loaders.exports.press import assembled
from quoth.index.loaders.office.document import Reader
from quoth.index.loaders.office.fields import drop_instructions
from quoth.index.loaders.office.package import (
    attribute,
    child,
    main_part,
    refuse_old,
    related,
    stated,
)
from quoth.index.loaders.office.parts import blocks_of, title_of
from quoth.index.loaders.office.styles import Styles


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a Word file, or those of an export; its title is what has the style of one, else the property.

    Raises LoadError when the file is damaged, encrypted, or too large to read.
    """
    with path.open("rb") as stream:
        refuse_old(stream.read(8))
        with opened(stream, "is damaged: no Word file") as archive:
            yield from _read(archive)


def _read(archive: Archive) -> Iterator[LoadedArticle]:
    document = main_part(archive)
    body = child(document.root, "body")
    if body is None:
        raise LoadError("is damaged: no Word file", "Open and save it again.")
    drop_instructions(document.root)
    notes: dict[tuple[str, str], Any] = {}
    for kind in ("footnote", "endnote"):
        root = related(archive, document, f"{kind}s")
        for note in root if root is not None else ():
            notes[kind, attribute(note, "id")] = note
    styles = Styles(related(archive, document, "styles"))
    parts = list(Reader(styles, notes).parts(body))
    yield from assembled(list(blocks_of(parts)), stated(archive, title_of(parts)))
