"""What an index holds, counted from its catalog."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from quoth.index.library import Library
from quoth.index.settings import IndexSettings


def test_the_counts_are_those_of_the_articles(seed_library: Path) -> None:
    with Library(seed_library, IndexSettings()).open() as generation:
        cards = generation.catalog.articles()
        holdings = generation.catalog.holdings()
        newest = generation.catalog.newest(100)
        assert generation.catalog.newest(2) == newest[:2]
    dates = [card.published for card in cards if card.published]
    assert holdings.articles == len(cards) == 16
    assert holdings.undated == len(cards) - len(dates)
    assert (holdings.first, holdings.last) == (min(dates), max(dates))
    assert dict(holdings.languages) == Counter(card.language for card in cards)
    assert holdings.languages[0][0] == "fr"
    assert dict(holdings.sources) == Counter(card.source for card in cards if card.source)
    assert sorted(newest, key=lambda card: card.published or date.min, reverse=True) == newest
    assert newest[-1].published is None


def test_an_index_without_dates_and_sources_has_none(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The well\n\nThe well is deep.\n", encoding="utf-8")
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([tmp_path / "note.txt"])
    with library.open() as generation:
        holdings = generation.catalog.holdings()
    assert (holdings.articles, holdings.undated) == (1, 1)
    assert holdings.first is holdings.last is None
    assert holdings.sources == ()
