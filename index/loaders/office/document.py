"""A Word document's body as parts in reading order: headings, paragraphs, items, tables, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quoth.index.loaders.office.package import attribute, child, is_on
from quoth.index.loaders.office.paragraphs import (
    UNSAID,
    Paragraph,
    is_placeholder,
    read_paragraph,
    shown,
)
from quoth.index.loaders.office.parts import Cell, Part, table_parts
from quoth.index.loaders.office.styles import Styles

_WRAPPERS = frozenset("bdo customXml dir ins moveTo sdtContent smartTag".split())


class Reader:
    """Reads bodies of one document. `notes` are the elements of its notes by their kind and id."""

    def __init__(self, styles: Styles, notes: Mapping[tuple[str, str], Any]) -> None:
        self._styles = styles
        self._notes = dict(notes)

    def parts(self, container: Any) -> Iterator[Part]:
        """The parts of a body, a cell, a text box or a note; notes follow what they belong to, and
        those of a list the whole list.
        """
        waiting: list[Part] = []
        held = Paragraph()
        for node in _children(container):
            name = node.tag.rpartition("}")[2]
            if name == "p":
                paragraph = _after(held, read_paragraph(node, self._styles))
                properties = child(node, "pPr")
                if child(child(properties, "rPr"), "del") is not None:
                    held = paragraph  # its end is deleted: it goes on in the next one
                    continue
                held = Paragraph()
                text = paragraph.text()
                kind = self._styles.of_paragraph(properties).kind if text.strip() else ""
                if waiting and kind != "item":
                    yield from waiting
                    waiting = []
                yield Part(text, kind)
                waiting += self._noted(paragraph)
                if kind != "item":
                    yield from waiting
                    waiting = []
                for box in paragraph.boxes:
                    yield from self.parts(box)
            elif name == "tbl":
                yield from [*waiting, *self._table(node)]
                waiting = []
        yield Part(held.text())
        yield from [*waiting, *self._noted(held)]

    def _noted(self, paragraph: Paragraph) -> Iterator[Part]:
        for reference in paragraph.notes:
            # Taken out: a note that refers to itself must end.
            note = self._notes.pop(reference, None)
            for part in self.parts(note) if note is not None else ():
                yield Part(part.text, "note")

    def _table(self, table: Any) -> Iterator[Part]:
        rows = [
            [Cell(list(self.parts(cell)), _holds_table(cell)) for cell in _cells(row)]
            for row in _children(table)
            if row.tag.endswith("}tr") and not _is_gone(child(row, "trPr"))
        ]
        yield from table_parts(rows)


def _children(node: Any) -> Iterator[Any]:
    """The children of a body, a table or a row, out of whatever wraps them."""
    for each in node:
        name = each.tag.rpartition("}")[2]
        if name == "AlternateContent":
            yield from _children(shown(each))
        elif name == "sdt":
            if not is_placeholder(each) and not _is_contents(each):
                yield from _children(each)
        elif name in _WRAPPERS:
            yield from _children(each)
        elif name not in UNSAID:
            yield each


def _is_contents(control: Any) -> bool:
    """Whether a content control is the table of contents that Word makes of the headings."""
    gallery = child(child(child(control, "sdtPr"), "docPartObj"), "docPartGallery")
    return attribute(gallery, "val") == "Table of Contents"


def _cells(row: Any) -> Iterator[Any]:
    for cell in _children(row):
        if cell.tag.endswith("}tc") and child(child(cell, "tcPr"), "cellDel") is None:
            yield cell


def _is_gone(properties: Any | None) -> bool:
    return child(properties, "del") is not None or bool(is_on(properties, "hidden"))


def _holds_table(cell: Any) -> bool:
    return any(node.tag.endswith("}tbl") for node in _children(cell))


def _after(held: Paragraph, paragraph: Paragraph) -> Paragraph:
    """The paragraph with what an earlier one, whose end is deleted, puts in front of it."""
    return Paragraph(
        held.runs + paragraph.runs, held.boxes + paragraph.boxes, held.notes + paragraph.notes
    )
