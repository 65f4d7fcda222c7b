"""PDF: the pages' words in the order of reading, without what is printed on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.blocks import Stated, assemble
from quoth.index.loaders.headlines import is_made_up
from quoth.index.loaders.paged.lines import Line, page_lines
from quoth.index.loaders.paged.paragraphs import document
from quoth.index.loaders.paged.running import without_running_lines
from quoth.index.loaders.paged.words import page_words
from quoth.index.text.clean import one_line

_LOCKED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is read of a file: the lines of each page, whether nothing at all is drawn on them, its
    title and its author.
    """

    pages: list[list[Line]]
    is_blank: bool
    title: str
    author: str


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a PDF. Its creation date is when it was printed: only the text's own counts."""
    printed = _read(path)
    pages = without_running_lines(printed.pages)
    if not any(pages):
        if printed.is_blank:
            raise LoadError("holds no text", "There is nothing on its pages.")
        raise LoadError("is a scan: it holds no text", "Recognise its text (OCR) first.")
    read = document(pages)
    blocks, title = list(read.blocks), "" if is_made_up(printed.title) else printed.title
    if not title and read.title > 0:
        # A title below the name of a section or the like: that stays in the text.
        heading = blocks[read.title]
        title, blocks[read.title] = heading.text, heading.without(len(heading.text))
    yield assemble(blocks, Stated(title=title, author=printed.author))


def _read(path: Path) -> _Printed:
    opened = _opened(path)
    try:
        read = [_page(opened, number) for number in range(len(opened))]
        pages = [lines for lines, _ in read]
        is_blank = not any(drawn for _, drawn in read)
        facts = (one_line(opened.get_metadata_value(name)) for name in ("Title", "Author"))
        return _Printed(pages, is_blank, *facts)
    finally:
        opened.close()


def _opened(path: Path) -> pdfium.PdfDocument:
    data = path.read_bytes()
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise LoadError("is encrypted", "Save it without a password.") from error
        raise LoadError("is damaged: no PDF", "Print or download it again.") from error


def _page(opened: pdfium.PdfDocument, number: int) -> tuple[list[Line], bool]:
    """The lines of a page, none where its characters are no text, and whether anything is drawn on
    it. A page that cannot be read has neither.
    """
    try:
        page = opened[number]
    except pdfium.PdfiumError:
        return [], False
    try:
        words = page_words(page)
        is_drawn = pdfium_c.FPDFPage_CountObjects(page.raw) > 0
    finally:
        page.close()
    return page_lines(words.turned) if words.is_text else [], is_drawn
