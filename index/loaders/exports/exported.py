"""One article of an export, and the place in the file's bytes at which it begins."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from quoth.index.articles import LoadedArticle
from quoth.index.loaders.blocks import Block, Stated, assemble


@dataclass(frozen=True, slots=True)
class Exported:
    """`start` is the character of the file's text at which the article begins; `number` the one
    that the database gave it.
    """

    start: int
    title: str
    paragraphs: tuple[str, ...]
    published: date | None = None
    source: str = ""
    author: str = ""
    language: str = ""
    number: str = ""

    def loaded(self, offset: int) -> LoadedArticle:
        """With what the database states: nothing is looked for in another article's lines."""
        stated = Stated(self.title, self.published, self.source, self.author, self.language)
        article = assemble([Block(paragraph) for paragraph in self.paragraphs], stated)
        return replace(article, key=self.number or key_of(article), offset=offset)


def key_of(article: LoadedArticle) -> str:
    """What tells an article without a number from the others of its file."""
    day = article.published.isoformat() if article.published else ""
    return f"{article.title} | {day} | {article.source}" if article.title else article.text[:200]


def loaded(articles: Iterable[Exported], data: bytes, text: str) -> Iterator[LoadedArticle]:
    """The articles of a file whose bytes `data` were decoded to `text`, in order."""
    is_utf8 = text.isascii() or _is_utf8(data)
    before, offset = 0, len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    for article in articles:
        if is_utf8:
            offset += len(text[before : article.start].encode("utf-8", "surrogatepass"))
        else:  # as many bytes for every character
            offset = article.start * len(data) // max(1, len(text))
        before = article.start
        yield article.loaded(offset)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
