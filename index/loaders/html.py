"""Web pages: the article without the menus, adverts and notices around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.blocks import Block, Stated, assemble
from quoth.index.loaders.decoding import decode, decode_as
from quoth.index.loaders.exports.pages import exported_articles
from quoth.index.loaders.pages import live, parts, statements
from quoth.index.loaders.pages.blocks import blocks_in, letters, with_headings
from quoth.index.loaders.pages.captions import keep_captions, may_have_captions
from quoth.index.loaders.pages.dates import date_of
from quoth.index.loaders.pages.prose import fuller
from quoth.index.loaders.pages.tree import parse_page, prepare
from quoth.index.loaders.wire import name_in

_CHARSET = re.compile(rb"<meta[^<>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page states its encoding
_MOST_TAGS = 2_000_000
_MUCH = (
    0.2  # of the text that a page states for machines; where more is not shown, that text counts
)
_PIECE = 15  # letters that are compared at a time
_LEAST_STATED = 0.5  # of the length of what is shown; what is shorter is a summary
_MOST_PARAGRAPHS = 4000  # or divisions: trafilatura's time grows with their square


def load(path: Path) -> Iterator[LoadedArticle]:
    """The articles of a saved page, mostly one, with the title, author, site and date that it states."""
    yield from articles_of(text_of(path.read_bytes()))


def articles_of(page: str) -> Iterator[LoadedArticle]:
    """The articles of the source of a page; all of an export of several. Raises LoadError."""
    page = page.replace("\0", "")
    if not page.strip():
        raise LoadError("is empty", "There is no text in it to ask about.")
    if page.count("<") > _MOST_TAGS:
        raise LoadError("is too large", "Split it, or save its text alone.")
    exported = tuple(exported_articles(page))
    if len(exported) > 1:
        yield from exported
        return
    root = parse_page(page)
    held = list(root.iter())  # or lxml makes each element again for whoever walks over the page
    stated = statements.read(root)
    prepare(root)
    if may_have_captions(page):
        keep_captions(root)
    first, *others = parts.split(root)
    yield _article(first, stated)
    for number, part in enumerate(others, 1):
        yield _part(part, number, stated)
    held.clear()


def _article(root: Any, stated: statements.Statements) -> LoadedArticle:
    """The article that the page is about."""
    from trafilatura import extract_metadata

    facts: Any = extract_metadata(root, date_config={"extensive_search": False})
    blocks = live.blocks(root) or _best(_extracted(root), stated.body)
    if not any(block.text for block in blocks):
        raise LoadError("has no article in it", "It may be a page of links or need a browser.")
    return assemble(
        blocks,
        Stated(
            title=(stated.is_live and stated.title) or (facts and facts.title) or stated.title,
            published=stated.published or date_of(root),
            source=(facts and facts.sitename) or "",
            author=_named(facts.author if facts else ""),
            language=stated.language,
        ),
    )


def _named(author: str | None) -> str:
    """An author without the word before a name ("Par Iris Calder")."""
    return name_in(author or "") or author or ""


def _part(root: Any, number: int, stated: statements.Statements) -> LoadedArticle:
    """One of the articles that follow the first as the reader scrolls."""
    title = parts.title_of(root)
    article = assemble(
        list(blocks_in(root)),
        Stated(title=title, published=date_of(root), language=stated.language),
    )
    return replace(article, key=title or str(number))


def _extracted(root: Any) -> list[Block]:
    from trafilatura import bare_extraction

    if any(sum(1 for _ in root.iter(kind)) > _MOST_PARAGRAPHS for kind in ("div", "p")):
        return _all(root)
    document: Any = bare_extraction(
        root,
        include_comments=False,
        include_formatting=True,
        with_metadata=False,
        output_format="xml",  # only the tree: written out as text too, it takes longer
    )
    if document is None or document.body is None:
        return fuller([], root)
    return fuller(with_headings(list(blocks_in(document.body)), root), root)


def _all(root: Any) -> list[Block]:
    """All that a page says outside its margins."""
    main = next(root.iter("article"), None)
    main = root if main is None else main
    for node in list(main.iter("aside", "footer", "form", "nav")):
        node.drop_tree()
    return list(blocks_in(main))


def _best(shown: list[Block], body: list[Block]) -> list[Block]:
    """What the page states as its text, where it shows much less."""
    if not body:
        return shown
    here, there = ("".join(letters(block.text) for block in blocks) for blocks in (shown, body))
    if len(there) < max(_LEAST_STATED * len(here), 4 * _PIECE):
        return shown
    pieces = {here[i : i + _PIECE] for i in range(len(here) - _PIECE + 1)}
    starts = range(0, len(there) - _PIECE + 1, _PIECE)
    missing = sum(there[i : i + _PIECE] not in pieces for i in starts)
    return body if missing > _MUCH * len(starts) else shown


def text_of(data: bytes) -> str:
    """The page's source: its own word on the encoding counts, if it can be true."""
    declared = _CHARSET.search(data[:_HEAD])
    text = decode_as(data, declared[1].decode("ascii")) if declared else None
    return text if text is not None else decode(data)
