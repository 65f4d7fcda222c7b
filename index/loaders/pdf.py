"""PDF: the pages' lines joined into paragraphs, without what is printed on every page."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.blocks import Block, Stated, assemble
from quoth.index.loaders.headlines import headings_among
from quoth.index.text.clean import clean
from quoth.index.text.line_breaks import is_wrapped

_EDGE = 2  # lines at the head and the foot of a page that may be a running title
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:pages?|p\.|seite|página|صفحة)\W*)?\d{1,4}(?:\s*(?:/|of|sur|de|von|من)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?…:。؟！？][\"'’”»)\]]*$")
_NO_TITLE = re.compile(
    r"microsoft word - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|odt|indd|tex|rtf)", re.IGNORECASE
)
_NO_TEXT = re.compile(r"/[A-Za-z]{0,3}\d{1,5}(?=[/\s]|$)|[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_HYPHEN = re.compile(r"[^\W\d_]{2}[-\u00ad\u2010]$")


def load(path: Path) -> Iterator[LoadedArticle]:
    """The article in a PDF. Its creation date is when it was printed: only the text's own counts."""
    pages, title, author = _read(path)
    lines = _without_running_lines(pages)
    if not any(lines):
        raise LoadError("holds no text", "It is a scan: recognise its text (OCR) first.")
    title = "" if _NO_TITLE.fullmatch(title.strip()) else title
    yield assemble(_paragraphs(lines), Stated(title=title, author=author))


def _read(path: Path) -> tuple[list[list[str]], str, str]:
    """The lines of each page, and the title and author in the file's properties."""
    from pypdf import PdfReader

    # Its warnings quote the file's bytes, escape sequences too, and would reach the terminal.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with path.open("rb") as stream:
        try:
            reader = PdfReader(stream)
            locked = reader.is_encrypted and not reader.decrypt("")
            texts = [] if locked else [page.extract_text() for page in reader.pages]
            facts = None if locked else reader.metadata
            title = str(facts.title or "") if facts else ""
            author = str(facts.author or "") if facts else ""
        # A damaged file fails wherever the library happened to be; each is only that.
        except Exception as error:
            if type(error).__name__ == "DependencyError":  # it would need a cipher we do not ship
                locked = True
            else:
                raise LoadError("is damaged: no PDF", "Print or download it again.") from error
    if locked:
        raise LoadError("is encrypted", "Save it without a password.")
    return [_lines(text) for text in texts], title, author


def _lines(text: str) -> list[str]:
    """The lines of a page, an empty one between paragraphs where the page shows a gap."""
    if 2 * sum(len(piece) for piece in _NO_TEXT.findall(text)) > len("".join(text.split())):
        return [""]  # names or private numbers of glyphs, which only the page's font can read
    # A soft hyphen at the end of a line is a real one there, and cleaning would drop it.
    return clean(re.sub("\u00ad(?=\\s*\n)", "-", text)).split("\n")


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without page numbers and without lines that most of them begin or end with."""

    def key(line: str) -> str:
        return re.sub(r"\d+", "#", line.casefold())

    def edges(lines: list[str]) -> set[str]:
        return {key(line) for line in lines[:_EDGE] + lines[-_EDGE:] if line}

    counts = Counter(edge for lines in pages for edge in edges(lines))
    needed = max(2, round(0.6 * len(pages)))
    running = {edge for edge, count in counts.items() if count >= needed}

    def keep(index: int, lines: list[str]) -> bool:
        line = lines[index]
        at_edge = index < _EDGE or index >= len(lines) - _EDGE
        return not (at_edge and line and (key(line) in running or _PAGE_NUMBER.fullmatch(line)))

    kept = [[line for i, line in enumerate(lines) if keep(i, lines)] for lines in pages]
    return [clean("\n".join(lines)).split("\n") if any(lines) else [] for lines in kept]


def _paragraphs(pages: list[list[str]]) -> list[Block]:
    """Blocks of joined lines, with the offsets at which pages begin in them."""
    width = max(len(line) for lines in pages for line in lines)
    blocks: list[Block] = []
    text, previous = "", ""
    starts: list[int] = []
    for lines in pages:
        opening = True
        for line in lines or [""]:
            if text and (not line or not _continues(previous, line, width)):
                # A page that begins with a gap still goes on with the sentence before it.
                blocks.append(Block(text, pages=tuple(starts)))
                text, starts = "", []
            mended = bool(_HYPHEN.search(text)) and line[:1].islower()
            text = text[:-1] if mended else text + (" " if text and line else "")
            if opening:
                starts.append(len(text))
                opening = False
            text += line
            previous = line
    blocks.append(Block(text, pages=tuple(starts)))
    flags = headings_among([block.text for block in blocks])
    return [replace(block, heading=flag) for block, flag in zip(blocks, flags, strict=True)]


def _continues(line: str, following: str, width: int) -> bool:
    ended = bool(_ENDS_SENTENCE.search(line)) and len(line) < 0.8 * width
    # Letters differ in width: a full line may have fewer of them than the longest one.
    return not ended and is_wrapped(line, following, int(0.85 * width))
