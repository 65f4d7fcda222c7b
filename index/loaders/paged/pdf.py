"""PDF: the pages' words in the order of reading, without what is printed on every page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from quoth.index.articles import LoadedArticle, Span
from quoth.index.errors import LoadError
from quoth.index.loaders.blocks import Stated, assemble
from quoth.index.loaders.headlines import is_made_up
from quoth.index.loaders.paged.line import Line
from quoth.index.loaders.paged.lines import page_lines
from quoth.index.loaders.paged.paragraphs import document
from quoth.index.loaders.paged.rebuilding import is_text, rebuilt
from quoth.index.loaders.paged.recognition import Picture, Recogniser
from quoth.index.loaders.paged.running import without_running_lines
from quoth.index.loaders.paged.words import page_words
from quoth.index.text.clean import one_line

_LOCKED = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_FEW_LETTERS = 200  # on a page that is a picture all the same, such as a library's stamp
_COVERED = 0.5  # of a page, by the picture on one that is a scan
_DOTS = 300 / 72  # a point: what Tesseract reads best
_MOST_PIXELS = 40_000_000  # of a page; a newspaper's at 200 dots an inch has 20 million
_MOST_PAGES = 5_000  # that are recognised: one file may name a page without end
_WHITE = 250  # of 255


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page, whether anything is drawn on it, whether they were recognised, whether it is
    a picture that Tesseract would be asked to recognise if it were there, and whether it is damaged.
    """

    lines: list[Line]
    is_drawn: bool = False
    is_recognised: bool = False
    is_unread: bool = False
    is_broken: bool = False


def load(path: Path, recogniser: Recogniser | None = None) -> Iterator[LoadedArticle]:
    """The article in a PDF. Its creation date is when it was printed: only the text's own counts."""
    recogniser = recogniser or Recogniser()
    pages, title, author = _read(path, recogniser)
    lines = without_running_lines([page.lines for page in pages])
    if not any(lines):
        if not any(page.is_drawn for page in pages):
            raise LoadError("holds no text", "There is nothing on its pages.")
        if recogniser.program is None:
            raise recogniser.missing("a scan")
        raise LoadError("is a scan in which no text is recognised", "Scan it again, or sharper.")
    recognised = [page.is_recognised for page in pages]
    article = article_of(lines, recognised, "" if is_made_up(title) else title, author)
    yield replace(article, unread=recogniser.unread(sum(page.is_unread for page in pages)))


def article_of(
    pages: Sequence[Sequence[Line]], recognised: Sequence[bool], title: str = "", author: str = ""
) -> LoadedArticle:
    """The article on pages, of which some were `recognised`, with the title and author stated."""
    read = document(pages)
    blocks = list(read.blocks)
    if not title and read.title > 0:
        # A title below the name of a section or the like: that stays in the text.
        heading = blocks[read.title]
        title, blocks[read.title] = heading.text, heading.without(len(heading.text))
    article = assemble(blocks, Stated(title=title, author=author))
    ends = (*article.page_starts[1:], len(article.text))
    spans = [
        Span(start, end)
        for start, end, was in zip(article.page_starts, ends, recognised, strict=True)
        if was and start < end
    ]
    return replace(article, recognised=tuple(spans))


def _read(path: Path, recogniser: Recogniser) -> tuple[list[_Page], str, str]:
    """The pages of a file, and the title and author in its properties. Of one that is damaged, what is
    left of its pages.
    """
    data = path.read_bytes()
    failed: list[LoadError] = []
    pages: list[_Page] = []
    title = author = ""
    try:
        pages, title, author = _pages(data, recogniser, failed)
    except LoadError as error:
        failed.append(error)
    if not any(page.lines for page in pages) and (mended := _mended(data, pages)):
        with suppress(LoadError):
            found = _pages(mended, recogniser, [])[0]
            pages = found if is_text(line.text for page in found for line in page.lines) else pages
    if failed and not any(page.lines for page in pages):
        raise failed[0]
    if any(page.is_broken for page in pages):
        pages = [page if is_text(line.text for line in page.lines) else _Page([]) for page in pages]
    return pages, title, author


def _mended(data: bytes, pages: Sequence[_Page]) -> bytes | None:
    """The file with a new list of its pages, where it is damaged: a whole one may be empty."""
    if pages and not any(page.is_broken for page in pages):
        return None
    return rebuilt(data)


def _pages(
    data: bytes, recogniser: Recogniser, failed: list[LoadError]
) -> tuple[list[_Page], str, str]:
    opened = _opened(data)
    try:
        pages = [_page(opened, number, recogniser, failed) for number in range(len(opened))]
        title, author = (one_line(opened.get_metadata_value(name)) for name in ("Title", "Author"))
    finally:
        opened.close()
    return pages, title, author


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise LoadError("is encrypted", "Save it without a password.") from error
        raise LoadError("is damaged: no PDF", "Print or download it again.") from error


def _page(
    opened: pdfium.PdfDocument, number: int, recogniser: Recogniser, failed: list[LoadError]
) -> _Page:
    """A page, without lines where its characters are no text and are not recognised, or where it
    cannot be read. Why it is not recognised is added to `failed`.
    """
    try:
        page = opened[number]
    except pdfium.PdfiumError:
        return _Page([], is_broken=True)
    try:
        words = page_words(page)
        lines = page_lines(words.turned) if words.is_text else []
        is_drawn = pdfium_c.FPDFPage_CountObjects(page.raw) > 0
        letters = sum(len(line.text) for line in lines)
        may_be = is_drawn and letters <= _FEW_LETTERS and number < _MOST_PAGES
        is_scan = may_be and _is_scan(page, letters)
        if is_scan and recogniser.program is None:
            return _Page(lines, is_drawn, is_unread=bool(letters) or _is_covered(page))
        if is_scan:
            picture = _picture(page)
            doing = f"recognising page {number + 1:,} of {len(opened):,}"
            found = recogniser.lines(picture, doing) if picture else []
            if sum(len(line.text) for line in found) > letters:
                return _Page(found, is_drawn, is_recognised=True)
    except LoadError as error:
        failed.append(error)
    finally:
        page.close()
    return _Page(lines, is_drawn)


def _is_scan(page: pdfium.PdfPage, letters: int) -> bool:
    """Whether a page is a picture of one, with a few letters or none."""
    return not letters or _is_covered(page)


def _is_covered(page: pdfium.PdfPage) -> bool:
    """Whether a picture covers most of a page."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= _COVERED * width * height:
            return True
    return False


def _picture(page: pdfium.PdfPage) -> Picture | None:
    """The page as one sees it; None where it is white."""
    import numpy as np  # takes a tenth of a second, which most files need not

    width, height = page.get_size()
    scale = min(_DOTS, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        grey = np.ascontiguousarray(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
        if grey.min() >= _WHITE:
            return None
        return Picture(bitmap.width, bitmap.height, grey.tobytes(), scale)
    finally:
        bitmap.close()
