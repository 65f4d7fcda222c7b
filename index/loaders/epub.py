"""EPUB books: the chapters in the order of the spine, as one article."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.archive import Archive, encrypted
from quoth.index.loaders.blocks import Block, Stated, assemble
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.decoding import decode
from quoth.index.loaders.markup import parse_html, parse_xml
from quoth.index.text.clean import one_line
from quoth.index.text.dates import find_date

_NEWS = re.compile(r"article_\d+/")
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def load(path: Path) -> Iterator[LoadedArticle]:
    """The text of a book. Raises LoadError when it is damaged, encrypted, or too large to read."""
    with path.open("rb") as stream:
        try:
            with ZipFile(stream) as archive:
                yield from _read(Archive(archive))
        except LoadError:
            raise
        # A damaged book fails in whatever was done next: zip, inflate, XML, paths.
        except Exception as error:
            raise LoadError("is damaged: no EPUB book", "Download it again.") from error


def _read(book: Archive) -> Iterator[LoadedArticle]:
    container = parse_xml(book.read("META-INF/container.xml"))
    place = next(container.iter("{*}rootfile")).get("full-path", "")
    package = parse_xml(book.read(place), mend=True)
    chapters = list(dict.fromkeys(_chapters(package, posixpath.dirname(place))))
    if _locked(book).intersection(chapters):
        raise encrypted()
    if _is_periodical(package):
        yield from _news(book, chapters, _stated(package))
        return
    blocks = [block for name in chapters for block in _blocks(book.read(name))]
    if not any(block.text for block in blocks):
        raise LoadError(
            "holds no text", "It is a book of pictures: recognise its text (OCR) first."
        )
    yield assemble(blocks, _stated(package))


def _is_periodical(package: Any) -> bool:
    """Whether it is an issue of a paper, as Calibre makes one from the news."""
    return any(
        node.get("content", "").startswith("periodical") or "periodical" in (node.text or "")
        for node in package.iter("{*}meta", "{*}publication-type")
    )


def _news(book: Archive, pages: Sequence[str], issue: Stated) -> Iterator[LoadedArticle]:
    """The articles of an issue, which is their source; its lists of articles are left out."""
    for name in (name for name in pages if _NEWS.search(name)):
        blocks = list(_blocks(book.read(name)))
        title = next((block.text for block in blocks if block.heading), "")
        stated = replace(issue, title=one_line(title), source=issue.title or issue.source)
        article = assemble(blocks, replace(stated, author=""))
        place = book.zip.getinfo(name).header_offset
        yield replace(article, key=f"{article.title} {name}", offset=place)


def _locked(book: Archive) -> set[str]:
    """The members that DRM has encrypted; fonts often are, in books that anyone may read."""
    name = "META-INF/encryption.xml"
    references = parse_xml(book.read(name)).iter("{*}CipherReference") if name in book else ()
    return {unquote(reference.get("URI", "")) for reference in references}


def _chapters(package: Any, folder: str) -> Iterator[str]:
    """The names of the members to read, in order: pages, but not the one that lists the others."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            raise LoadError("is damaged: a chapter is missing", "Download it again.")
        if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split():
            href = unquote(item.get("href", "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(folder, href))


def _blocks(chapter: bytes) -> Iterator[Block]:
    try:
        root = parse_xml(chapter)
    except ValueError:  # not well formed: read it as a browser would
        root = parse_html(decode(chapter).encode())
    return blocks_of(root)


def _stated(package: Any) -> Stated:
    def words(name: str) -> list[str]:
        nodes = package.iter("{http://purl.org/dc/elements/1.1/}" + name)
        return [text for node in nodes if (text := one_line("".join(node.itertext())))]

    return Stated(
        title=next(iter(words("title")), ""),
        published=_published(package),
        source=next(iter(words("publisher")), ""),
        author=", ".join(words("creator")),
        language=next(iter(words("language")), ""),
    )


def _published(package: Any) -> date | None:
    """The day the book came out; a book may also date its making and its last change."""
    dates: dict[str, str] = {}
    for node in package.iter("{http://purl.org/dc/elements/1.1/}date"):
        event = next((value for key, value in node.attrib.items() if key.endswith("event")), "")
        dates.setdefault(event, "".join(node.itertext()))
    return find_date(dates.get("publication", "")) or find_date(dates.get("", ""))
