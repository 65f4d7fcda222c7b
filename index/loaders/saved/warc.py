"""Web archives: .warc and .warc.gz, the pages of a crawl."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.html import articles_of, text_of

_LARGEST_PAGE = 20_000_000  # bytes, unpacked
_MOST_BYTES = 2_000_000_000  # of all pages together


def load(path: Path) -> Iterator[LoadedArticle]:
    """The articles of its pages, without the pages that have none. Raises LoadError for no archive."""
    found = False
    left = _MOST_BYTES
    with path.open("rb") as stream:
        for offset, address, data in _pages(stream):
            left -= len(data)
            if left < 0:
                raise LoadError("is too large", "Split it into smaller archives.")
            try:
                for article in articles_of(text_of(data)):
                    found = True
                    source = article.source or urlsplit(address).hostname or ""
                    key = " ".join(filter(None, (address, article.key)))
                    yield replace(article, source=source, key=key, offset=offset)
            except LoadError:  # a list of links, a page that needs a browser
                continue
    if not found:
        raise LoadError("has no article in it", "It may hold no pages, or pages of links alone.")


def _pages(stream: Any) -> Iterator[tuple[int, str, bytes]]:
    """The place, the address and the bytes of each page that was there."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(stream)
    try:
        for record in records:
            headers = record.http_headers
            if record.rec_type != "response" or headers is None:
                continue
            kind = headers.get_header("Content-Type") or ""
            if headers.get_statuscode() != "200" or "html" not in kind:
                continue
            data = record.content_stream().read(_LARGEST_PAGE)
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            yield records.get_record_offset(), address, data
    except (ArchiveLoadFailed, ValueError, EOFError, AttributeError) as error:
        raise LoadError("is damaged: no web archive", "Download it again.") from error
