"""An article by what a user calls it, and with the text that a catalog has of it."""

from __future__ import annotations

import os
from collections.abc import Callable

from quoth.index.articles import Article, ArticleCard
from quoth.index.errors import LibraryError, UsageError
from quoth.index.store.catalog import Catalog


def find_article(catalog: Catalog, wanted: str) -> Article:
    """The article with that id (or its beginning), path, file name or title.

    Raises UsageError when there is none, or more than one.
    """
    cards = catalog.articles()
    path = os.path.abspath(os.path.expanduser(wanted))
    ways: tuple[Callable[[ArticleCard], bool], ...] = (
        lambda card: card.id == wanted or card.path in (wanted, path),
        lambda card: wanted in (os.path.basename(card.path), card.title),
        lambda card: card.id.startswith(wanted),
        lambda card: wanted.casefold() in card.title.casefold(),
    )
    found = next(filter(None, ([c for c in cards if way(c)] for way in ways)), [])
    if len(found) == 1 and (article := catalog.article(found[0].id)):
        return article
    if not found:
        raise UsageError(f"There is no article {wanted!r}.", "List them: quoth articles")
    names = ", ".join(card.id for card in found[:5])
    raise UsageError(f"{wanted!r} may be any of {len(found)} articles.", f"Name one: {names}")


def listed_article(catalog: Catalog, id: str) -> Article:
    """The article that a catalog lists under this id. Raises LibraryError where its text is gone."""
    article = catalog.article(id)
    if article is None:
        raise LibraryError(f"The index lacks the article {id}.", "Run: quoth rebuild --full")
    return article
