"""Word files: paragraphs and tables in the order of the document, headings by their style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from index.articles import LoadedArticle
from index.errors import LoadError
from index.loaders.blocks import Block, Stated, assemble

_TITLE, _HEADING, _ITEM = "title", "heading", "item"
_TEMPLATE_AUTHOR = "python-docx"  # the author that a library writes when nobody is


def load(path: Path) -> LoadedArticle:
    """The article in a Word file; its title is the document's property, or its first line."""
    document, parts = _read(path)
    properties = document.core_properties
    author = properties.author or ""
    title = next((text for text, kind in parts if kind == _TITLE and text), "")
    return assemble(
        _blocks(parts),
        Stated(
            title=title or properties.title or "",
            author="" if author == _TEMPLATE_AUTHOR else author,
            language=properties.language or "",
        ),
    )


def _read(path: Path) -> tuple[Any, list[tuple[str, str]]]:
    """The document, and the text and kind of each of its parts."""
    import docx

    with path.open("rb") as stream:
        if stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise LoadError("is encrypted or an old .doc file", "Save it as .docx, no password.")
        try:
            document = docx.Document(stream)
            return document, list(_parts(document))
        # A damaged archive fails in whatever the library did next: zip, XML, keys, styles.
        except Exception as error:
            raise LoadError("is damaged: no Word file", "Open and save it again.") from error


def _blocks(parts: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Headings, paragraphs, tables, and the items of a list as the lines of one block."""
    for is_list, group in groupby(parts, key=lambda part: part[1] == _ITEM):
        if is_list:
            yield Block("\n".join(f"- {' '.join(text.split())}" for text, _ in group))
        else:
            yield from (Block(text, heading=bool(kind)) for text, kind in group)


def _parts(document: Any) -> Iterator[tuple[str, str]]:
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            yield "\n".join(_rows(part)), ""
        else:
            yield part.text, _kind_of(part)


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:  # a merged cell comes once for every column that it spans
            if not cells or cell._tc is not cells[-1]._tc:
                cells.append(cell)
        yield " | ".join(" ".join(cell.text.split()) for cell in cells)


def _kind_of(paragraph: Any) -> str:
    """_TITLE, _HEADING, _ITEM, or nothing for a plain paragraph."""
    style = str(paragraph.style.name) if paragraph.style is not None else ""
    if style == "Title":
        return _TITLE
    if style.startswith("Heading"):
        return _HEADING
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    listed = numbered or style.startswith("List")
    return _ITEM if listed and paragraph.text.strip() else ""
