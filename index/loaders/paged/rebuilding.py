"""PDF files that were cut off, or lost the table of their objects: a new one over the pages that are left."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+obj\b")
_SIZE = re.compile(rb"/MediaBox\s*\[([\d\s.-]{7,80})\]")
_LARGE = b"0 0 842 1191"  # points: A3, on which the text of smaller pages stands too
_FARTHEST = 4000  # bytes between an object's number and the word that says that it is a page
_MOST_PAGES = 10_000
_LEAST_LETTERS = 0.7  # of the signs of a text
_MOST_ALPHABETS = 3
_FIRST_HAN, _LAST_HAN = 0x34, 0xD7
_FREE = 8_000_000  # a number that no object of a file has; PDFium takes none far above it


def rebuilt(data: bytes) -> bytes | None:
    """The bytes of a PDF with a list of its pages at their end, as far as they stand there in the open,
    from which PDFium finds the objects of a file; None where no page does, or all is encrypted.
    """
    if b"/Encrypt" in data:
        return None
    pages: dict[bytes, None] = {}
    for match in _PAGE.finditer(data):
        begins = max(0, match.start() - _FARTHEST)
        begins = max(begins, data.rfind(b"endobj", begins, match.start()))
        numbers = list(_OBJECT.finditer(data, begins, match.start()))
        if numbers and len(pages) < _MOST_PAGES:
            pages[b"%b %b R" % numbers[-1].groups()] = None
    if not pages:
        return None
    size = _SIZE.search(data)  # of pages that had it from a list of pages that is lost
    end = (
        b"\nendstream\nendobj\n%d 0 obj\n<</Type/Pages/Kids[%b]/Count %d/MediaBox[%b]>>\nendobj\n"
        b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\ntrailer\n<</Root %d 0 R/Size %d>>\n"
        b"startxref\n0\n%%%%EOF\n"
    )
    tree, root = _FREE, _FREE + 1
    box = size[1] if size else _LARGE
    return data + end % (tree, b" ".join(pages), len(pages), box, root, tree, root, root + 1)


def is_text(lines: Iterable[str]) -> bool:
    """Whether lines are mostly letters, of few alphabets: with the fonts of a file the meaning of its
    signs is lost, and what is left of them is not what it said.
    """
    text = "".join("".join(lines).split())
    letters = [ord(character) >> 8 for character in text if character.isalpha()]
    alphabets = {block for block in letters if block < _FIRST_HAN or block > _LAST_HAN}
    return len(letters) >= _LEAST_LETTERS * max(1, len(text)) and len(alphabets) <= _MOST_ALPHABETS
