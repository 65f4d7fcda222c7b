"""The parts that a loader finds in a file, and the article they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from quoth.index.articles import LoadedArticle, Span
from quoth.index.loaders import headlines, wire
from quoth.index.text.clean import clean, one_line
from quoth.index.text.hyphens import joined_in_all

_SEPARATOR = "\n\n"
_LOOKED_AT = 20  # blocks below a first line, for sentences


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or heading. `pages` are the offsets in `text` where pages begin;
    a loader that gives them cleans the text itself.
    """

    text: str
    heading: bool = False
    pages: tuple[int, ...] = ()

    def first_line(self) -> str:
        return self.text.partition("\n")[0]

    def without(self, length: int) -> Block:
        """The block without its first characters and the newlines after them."""
        text = self.text[length:].lstrip("\n")
        removed = len(self.text) - len(text)
        pages = tuple(max(0, page - removed) for page in self.pages)
        return Block(text, self.heading and bool(text), pages)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says about itself outside its text: front matter, properties, meta tags."""

    title: str = ""
    published: date | None = None
    source: str = ""
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


def assemble(blocks: Iterable[Block], stated: Stated) -> LoadedArticle:
    """The article: its title kept out of the text, and what the press puts in the text read.

    The text is empty only if all blocks are. A text that is nothing but its title keeps it.
    """
    blocks = list(blocks)
    whole = joined_in_all([block.text for block in blocks])
    cleaned = [
        block if block.pages else replace(block, text=clean(text))
        for block, text in zip(blocks, whole, strict=True)
    ]
    body = [block for block in cleaned if block.text or block.pages]
    stamp = body[0].first_line() if body else ""
    body = _without_stamp(body)
    title, rest = _settle_title(body, one_line(stated.title))
    if not any(block.text for block in rest):
        rest = body
    text, headings, pages = _join(rest)
    language = stated.language.strip().lower().replace("_", "-").split("-")[0]
    facts = wire.read_facts(text, language)
    return LoadedArticle(
        text=text,
        title=title,
        published=stated.published or facts.published or wire.sent_on(stamp, language),
        source=one_line(stated.source) or facts.source,
        author=one_line(stated.author) or facts.author,
        language=language,
        tags=tuple(dict.fromkeys(filter(None, map(one_line, stated.tags)))),
        headings=headings,
        page_starts=pages,
    )


def _without_stamp(blocks: list[Block]) -> list[Block]:
    """The blocks without the line that a printer, an archive or a wire put above the article."""
    line = blocks[0].first_line() if blocks else ""
    if not wire.is_stamp(line) and not wire.sent_on(line):
        return blocks
    rest = [blocks[0].without(len(line)), *blocks[1:]]
    return rest if any(block.text for block in rest) else blocks


def _settle_title(blocks: list[Block], title: str) -> tuple[str, list[Block]]:
    """The title, and the blocks without it, however often it stands on top of them."""
    rest = list(blocks)
    first = next((i for i, block in enumerate(rest) if block.text), None)
    if first is None:
        return title, rest
    if not title:
        if _has_kicker(rest[first:]):
            rest[first : first + 1] = _split(rest[first])
            first += 1
        below = "\n".join(block.text for block in rest[first + 1 :][:_LOOKED_AT])
        title, length = headlines.split_title(rest[first].text, below)
        if rest[first].heading:
            length = len(rest[first].text)
            title = one_line(rest[first].text)
        if not length:
            return title, rest
        rest[first] = rest[first].without(length)
    for index in range(first, len(rest)):
        while _repeats(rest[index], title):
            rest[index] = rest[index].without(len(rest[index].first_line()))
        if rest[index].text:
            break
    return title, rest


def _has_kicker(blocks: Sequence[Block]) -> bool:
    """Whether a kicker stands over the headline, in the first block or as the first block."""
    kicker, _, headline = blocks[0].text.partition("\n")
    apart = not headline
    texts = [block.text for block in blocks[1:][:_LOOKED_AT] if block.text]
    if apart and texts:
        headline = texts.pop(0)
    below, _, under = headline.partition("\n")
    is_alone = all(headlines.same_words(line, below) for line in under.split("\n") if line)
    return (
        is_alone
        and bool(texts)
        and not blocks[0].pages
        and headlines.is_kicker(kicker, below, "\n".join(texts), apart=apart)
    )


def _split(block: Block) -> list[Block]:
    """Cut a block into its first line and what is left below it, if anything is."""
    line = block.first_line()
    rest = block.without(len(line))
    return [Block(line), *([rest] if rest.text else [])]


def _repeats(block: Block, title: str) -> bool:
    """Whether a block begins with the title, and not with a sentence that says the same."""
    line = block.first_line()
    is_title = block.heading or headlines.is_headline(line, ".")
    return bool(line) and is_title and headlines.same_words(line, title)


def _join(blocks: list[Block]) -> tuple[str, tuple[Span, ...], tuple[int, ...]]:
    """The text, the spans of its headings and the offsets of its pages."""
    parts: list[str] = []
    headings: list[Span] = []
    pages: list[int] = []
    length = 0
    last = max((i for i, block in enumerate(blocks) if block.text), default=-1)
    for index, block in enumerate(blocks):
        pages += [length + offset for offset in block.pages]
        if not block.text:
            continue
        if block.heading:
            headings.append(Span(length, length + len(block.text)))
        part = block.text + (_SEPARATOR if index < last else "")
        parts.append(part)
        length += len(part)
    text = "".join(parts)
    return text, tuple(headings), tuple(min(page, len(text)) for page in pages)
