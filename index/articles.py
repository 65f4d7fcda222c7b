"""What the index is made of: articles, their passages, and places in their text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets in `Article.text`: the text is `article.text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def packed_spans(spans: Iterable[Span]) -> bytes:
    """Pack spans for storing: their offsets one after the other, 8 bytes each."""
    return array("q", (offset for span in spans for offset in (span.start, span.end))).tobytes()


def unpacked_spans(data: bytes) -> tuple[Span, ...]:
    """Unpack what `packed_spans` gave. Raises ValueError for bytes that are no offsets."""
    offsets = array("q")
    offsets.frombytes(data)
    return tuple(map(Span, offsets[::2], offsets[1::2]))


@dataclass(frozen=True, slots=True)
class LoadedArticle:
    """One article that a loader read from a file: clean text and the metadata that the file states.

    `headings` are the spans of heading lines in `text`; `page_starts` holds, for paged formats,
    the offset in `text` at which each page begins (page 1 first), and is empty otherwise.
    `language` is only set where the file declares one; `recognised` are the spans of `text` that
    were recognised in pictures, and `unread` says of pages that could not be what it takes.

    Where a file may hold several articles, `offset` is the byte of the file at which this one
    begins, and `key` tells it from the others and stays when some are added to the file or leave
    it: the number that the file gives it, or what it states. Both are empty for a file that is one
    article.
    """

    text: str
    title: str
    published: date | None = None
    source: str = ""
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[Span, ...] = ()
    page_starts: tuple[int, ...] = ()
    key: str = ""
    offset: int = 0
    recognised: tuple[Span, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """All that the index knows of an article but its text.

    `published` is the publication date that the article states, never the file's own time.
    `content_hash` is the SHA-256 of the file's bytes; `language` an ISO 639-1 code, or "und";
    `tags` are those that the article states; `page_starts` and `recognised` are as in
    `LoadedArticle`. `offset` is
    the byte of the file at which the article begins: articles of one file share its path. `url` is
    the address from which `quoth add` fetched it, "" for the user's own files.
    """

    id: str
    path: str
    content_hash: str
    title: str
    published: date | None
    source: str
    author: str
    language: str
    tags: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    offset: int = 0
    url: str = ""
    recognised: tuple[Span, ...] = ()

    def is_recognised(self, span: Span) -> bool:
        """Whether any of a span of the text was recognised in a picture, which may be misread."""
        return any(part.start < span.end and span.start < part.end for part in self.recognised)

    @property
    def place(self) -> str:
        """Where a citation sends its reader: the address, or the path of the user's own file."""
        return self.url or self.path

    def page_of(self, offset: int) -> int | None:
        """The page (from 1) that holds a character offset, or None for a text without pages."""
        return bisect_right(self.page_starts, offset) or None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an index holds, counted. `first` and `last` are days of publication.

    `languages` and `sources` are those that articles state, each with its number of articles, the
    most frequent first.
    """

    articles: int
    undated: int
    first: date | None
    last: date | None
    languages: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A source text in the index."""

    card: ArticleCard
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The indexed piece of an article: `text == article.text[span.start:span.end]`, always.

    `number` is its row in the generation's vectors; `heading` the nearest heading above it;
    `sentences` are the spans of its sentences in the article's text, in order.
    """

    id: str
    number: int
    article_id: str
    span: Span
    text: str
    heading: str
    language: str
    sentences: tuple[Span, ...]

    def quote(self, span: Span) -> str:
        """The article's text at a span that lies within this passage."""
        return self.text[span.start - self.span.start : span.end - self.span.start]

    def before(self, span: Span) -> str:
        """The passage's text in front of a span that lies within it."""
        return self.text[: span.start - self.span.start]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not indexed. `content_hash` is empty where its bytes were not read."""

    path: str
    content_hash: str
    reason: str
