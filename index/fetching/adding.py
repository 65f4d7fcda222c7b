"""A URL -> files in a folder, for a rebuild to index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from quoth.index.errors import FetchError, QuothError
from quoth.index.fetching.feeds import Feed, Item, parse_feed
from quoth.index.fetching.pages import page_of, readable, title_of
from quoth.index.fetching.rules import ORDINARY, Rules
from quoth.index.fetching.saving import save
from quoth.index.fetching.transfer import FEEDS, PAGES, Document, fetch
from quoth.index.fetching.urls import WebAddress, follow, shown, web_address
from quoth.index.progress import Progress, Report, silent


@dataclass(frozen=True, slots=True)
class Added:
    """`failed` says why items of a feed were not saved; `left` counts those beyond the limit."""

    saved: tuple[Path, ...]
    failed: tuple[QuothError, ...] = ()
    left: int = 0


def add(url: str, folder: Path, rules: Rules = ORDINARY, report: Report = silent) -> Added:
    """Save the page at a URL, or the pages of a feed's items, at least one file.

    Raises UsageError for what is no web address, FetchError when nothing can be fetched,
    LibraryError when the folder cannot be written.
    """
    place = web_address(url)
    report(Progress("Fetching", 0.0))
    document = fetch(place, rules)
    if document.kind not in FEEDS:
        return Added((_save_page(document, place, folder, ""),))
    return _add_items(parse_feed(document), document.place, folder, rules, report)


def _add_items(feed: Feed, place: WebAddress, folder: Path, rules: Rules, report: Report) -> Added:
    saved: list[Path] = []
    failed: list[FetchError] = []
    items = feed.items[: rules.items]
    for number, item in enumerate(items):
        report(Progress("Fetching", number / len(items), f"{number} of {len(items)} pages"))
        try:
            saved.append(_save_item(item, feed, place, folder, rules))
        except FetchError as error:
            failed.append(error)
    if not saved:
        why = failed[0].message if failed else "It is empty."
        raise FetchError(f"Nothing in the feed {place} can be saved.", why)
    return Added(tuple(dict.fromkeys(saved)), tuple(failed), len(feed.items) - len(items))


def _save_item(item: Item, feed: Feed, feed_place: WebAddress, folder: Path, rules: Rules) -> Path:
    """An item's page or, where that cannot be had, what the feed itself holds of it."""
    url = f"{feed_place.url}#{item.name}"
    try:
        if not item.link:
            raise FetchError(f"{shown(item.title) or 'An item'} of {feed_place} has no page.")
        place = follow(feed_place, item.link)
        url = place.url
        document = fetch(place, rules)
        if document.kind in FEEDS:
            raise FetchError(f"{place} is a feed in a feed.", "Add it by itself.")
        return _save_page(document, place, folder, item.title)
    except FetchError:
        if not item.content.strip():
            raise
        return save(folder, url, item.title, ".html", page_of(item, feed, url))


def _save_page(document: Document, place: WebAddress, folder: Path, title: str) -> Path:
    suffix = PAGES[document.kind]
    data = readable(document)
    name = unquote(place.target.partition("?")[0]).rstrip("/").rpartition("/")[2]
    if suffix == ".txt" and name.lower().endswith((".md", ".markdown")):
        suffix = ".md"
    if suffix == ".html":
        title = title or title_of(data)
    return save(folder, place.url, title or PurePosixPath(name).stem or place.host, suffix, data)
