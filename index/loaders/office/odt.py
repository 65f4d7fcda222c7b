"""OpenDocument texts, as LibreOffice saves them: headings, paragraphs, lists, tables and notes in their
order, without what was deleted, hidden or struck out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.archive import Archive, encrypted, opened
from quoth.index.loaders.blocks import Stated
from quoth.index.loaders.exports.press import assembled
from quoth.index.loaders.headlines import is_made_up
from quoth.index.loaders.markup import local_name, parse_xml
from quoth.index.loaders.office.odt_styles import Looks
from quoth.index.loaders.office.package import child
from quoth.index.loaders.office.paragraphs import Paragraph, Run
from quoth.index.loaders.office.parts import Cell, Part, blocks_of, table_parts, title_of
from quoth.index.text.clean import one_line

_DAMAGED = "is damaged: no OpenDocument text"
_UNSAID = frozenset(  # deleted, hidden, made by the program, or said beside the text
    "alphabetical-index annotation annotation-end bibliography change-start change-end change forms"
    " hidden-paragraph hidden-text illustration-index note-citation object-index ruby-text"
    " sequence-decls table-index table-of-content tracked-changes user-index variable-decls".split()
)
_WHITE = {"tab": " ", "line-break": "\n", "s": " "}


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in an OpenDocument text; its title is what has the style of one, else the property.

    Raises LoadError when the file is damaged, encrypted, or too large to read.
    """
    with path.open("rb") as stream, opened(stream, _DAMAGED) as archive:
        yield from _read(archive)


def _read(archive: Archive) -> Iterator[LoadedArticle]:
    manifest = _parsed(archive, "META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise encrypted()
    content = parse_xml(archive.read("content.xml"), mend=True)
    text = child(child(content, "body"), "text")
    if text is None:
        raise LoadError(_DAMAGED, "Open and save it again.")
    looks = Looks([_parsed(archive, "styles.xml"), content])
    parts = list(_Reader(looks).parts(text))
    stated = _stated(_parsed(archive, "meta.xml"), title_of(parts))
    yield from assembled(list(blocks_of(parts)), stated)


def _parsed(archive: Archive, name: str) -> Any | None:
    """A member that an article can do without: None where there is none, or no XML in it."""
    if name not in archive:
        return None
    try:
        return parse_xml(archive.read(name), mend=True)
    except ValueError:
        return None


def _stated(meta: Any | None, title: str) -> Stated:
    """What the file's properties say; `title` is that of the text, which counts before theirs."""
    found: Mapping[str, str] = {}
    if meta is not None:
        found = {local_name(node): one_line(node.text or "") for node in meta.iter("{*}*")}
    named = found.get("title", "")
    return Stated(
        title=title or ("" if is_made_up(named) else named),
        author=found.get("creator", "") or found.get("initial-creator", ""),
        language=found.get("language", ""),
    )


class _Reader:
    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def parts(self, container: Any, kind: str = "") -> Iterator[Part]:
        """The parts of a body, a cell, a text box or a note; notes follow what they belong to, and
        those of a list the whole list.
        """
        for node in container:
            name = local_name(node)
            if name in _UNSAID or self._looks.is_hidden(node):
                continue
            if name in ("h", "p"):
                yield from self._paragraph(node, kind)
            elif name == "list":
                items = list(self.parts(node, kind or "item"))
                yield from (part for part in items if part.kind != "note")
                yield from (part for part in items if part.kind == "note")
            elif name == "table":
                rows = [row for row in node.iter("{*}table-row") if _table_of(row) is node]
                yield from table_parts([[self._cell(cell) for cell in _cells(row)] for row in rows])
            else:  # sections, items, frames, and whatever else wraps text
                yield from self.parts(node, kind)

    def _paragraph(self, node: Any, kind: str) -> Iterator[Part]:
        looks = self._looks
        paragraph, notes, boxes = Paragraph(), list[Any](), list[Any]()
        self._read(node, looks.of(node), paragraph, notes, boxes)
        own = "heading" if local_name(node) == "h" else looks.kind_of(node)
        yield Part(paragraph.text(), kind or own)
        for note in notes:
            yield from (Part(part.text, "note") for part in self.parts(note))
        for box in boxes:
            yield from self.parts(box)

    def _read(
        self, node: Any, level: str, into: Paragraph, notes: list[Any], boxes: list[Any]
    ) -> None:
        """Read what stands in a paragraph, or in an element within it."""
        into.runs.append(Run(_plain(node.text), level))
        for each in node:
            name = local_name(each)
            if name in _WHITE:
                into.runs.append(Run(_WHITE[name]))
            elif name == "note":
                notes += [part for part in each if local_name(part) == "note-body"]
            elif name in ("frame", "custom-shape", "rect"):
                boxes.append(each)
            elif name not in _UNSAID and not self._looks.is_hidden(each):
                own = self._looks.of(each) or level
                self._read(each, own, into, notes, boxes)
            into.runs.append(Run(_plain(each.tail), level))

    def _cell(self, cell: Any) -> Cell:
        return Cell(list(self.parts(cell)), next(cell.iter("{*}table"), None) is not None)


def _plain(text: str | None) -> str:
    """White space in the file is a space in the text."""
    return re.sub(r"\s+", " ", text or "")


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("{*}table"), None)


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if local_name(cell) in ("table-cell", "covered-table-cell"))
