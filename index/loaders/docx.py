"""Word files: paragraphs and tables in the order of the document, headings by their style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.articles import LoadedArticle
from index.errors import LoadError
from index.loaders.blocks import Block, Stated, assemble

_TEMPLATE_AUTHOR = "python-docx"  # the author that a library writes when nobody is


def load(path: Path) -> LoadedArticle:
    """The article in a Word file; its title is the document's property, or its first line."""
    document, blocks = _read(path)
    properties = document.core_properties
    author = properties.author or ""
    title = next((text for text, style in blocks if style == "Title" and text), "")
    return assemble(
        [Block(text, heading=_is_heading(style)) for text, style in blocks],
        Stated(
            title=title or properties.title or "",
            author="" if author == _TEMPLATE_AUTHOR else author,
            language=properties.language or "",
        ),
    )


def _read(path: Path) -> tuple[Any, list[tuple[str, str]]]:
    """The document, and the text and style of each of its parts."""
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


def _parts(document: Any) -> Iterator[tuple[str, str]]:
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            yield "\n".join(_rows(part)), ""
        else:
            yield part.text, _style_of(part)


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:  # a merged cell comes once for every column that it spans
            if not cells or cell._tc is not cells[-1]._tc:
                cells.append(cell)
        yield " | ".join(" ".join(cell.text.split()) for cell in cells)


def _style_of(paragraph: Any) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def _is_heading(style: str) -> bool:
    return style == "Title" or style.startswith("Heading")
