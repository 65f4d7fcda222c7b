"""How many articles hold a topic, which they are, and which outlets they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quoth.index.articles import ArticleCard
from quoth.index.text.written_days import day_in_words
from quoth.qa.corpus.holding import Holding, find_holding, newest_first
from quoth.qa.corpus.told import Nothing, Report, Told
from quoth.qa.corpus.view import Sentence, View, outlet_of

_MAX_LINES = 50  # articles that are quoted
_MAX_NEWS = 3
_MAX_OUTLETS = 8  # outlets that are named in the rule


def count(view: View) -> Report | Nothing:
    """The number of articles that hold the topic, and a sentence of each that does, newest first."""
    holding = _holding(view)
    if isinstance(holding, Nothing):
        return holding
    lines = _lines(view, holding, holding.articles[:_MAX_LINES])
    rule = f"{_articles(holding)}{_held(holding)}{_outlets(holding.articles)}"
    return Report(f"{rule}{_shown(len(lines), len(holding.articles))}:", tuple(lines))


def papers(view: View) -> Report | Nothing:
    """The outlets whose articles hold the topic, and the nearest sentence of each."""
    holding = _holding(view)
    if isinstance(holding, Nothing):
        return holding
    counts = Counter(map(outlet_of, holding.articles))
    best: dict[str, Sentence] = {}
    for one in _one_of_each(view, holding, holding.articles):
        known = best.get(one.outlet)
        if known is None or one.score > known.score:
            best[one.outlet] = one
    lines = [
        Told(f"{outlet}: {_plural(number, 'article')}", best[outlet], None, (outlet,))
        for outlet, number in counts.most_common(_MAX_LINES)
        if outlet in best
    ]
    rule = f"{_articles(holding)}{_held(holding)}, of {_plural(len(counts), 'outlet')}"
    return Report(f"{rule}{_shown(len(lines), len(counts))}:", tuple(lines))


def news(view: View) -> Report | Nothing:
    """The newest articles that hold the topic, and of each the sentence that tells most of it."""
    holding = _holding(view)
    if isinstance(holding, Nothing):
        return holding
    dated = [card for card in holding.articles if card.published]
    if not dated:
        return Nothing(f"None of the {_articles(holding)}{_held(holding)} is dated.")
    lines = _lines(view, holding, dated[:_MAX_NEWS])
    held = f" that{_held(holding)}" if holding.words else ""
    return Report(f"The newest of {_articles(holding)}{held}:", tuple(lines))


def _lines(view: View, holding: Holding, cards: Sequence[ArticleCard]) -> list[Told]:
    """A dated line of each of these articles: its sentence that is nearest to the topic."""
    nearest = _one_of_each(view, holding, cards)
    return [Told(_dated(one), one, one.card.published, (one.outlet,)) for one in nearest]


def _holding(view: View) -> Holding | Nothing:
    """The articles that hold the topic; all of the scope where none is named."""
    topic = view.request.topic
    if topic:
        holding = find_holding(view, topic)
    else:
        numbers = view.inside(view.generation.numbers.tolist())
        holding = Holding((), tuple(newest_first(view.articles_of(numbers).values())))
    timely = tuple(card for card in holding.articles if view.is_timely(card.published))
    if timely:
        return replace(holding, articles=timely)
    missing = holding.missing or topic
    when = " in the time that is asked for" if holding.articles else ""
    return Nothing(f"No article{when} holds “{missing}”." if missing else f"No article{when}.")


def _one_of_each(view: View, holding: Holding, cards: Sequence[ArticleCard]) -> list[Sentence]:
    """Of each article the sentence nearest to the topic among those that name it, or its first, in
    the order of the articles.
    """
    best: dict[str, tuple[bool, float, Sentence]] = {}
    for one in view.sentences(card.id for card in cards):
        names = holding.names(one.quote, one.hit.passage.language)
        rank = (names, one.score if names else -float(one.position), one)
        known = best.get(one.card.id)
        if known is None or rank[:2] > known[:2]:
            best[one.card.id] = rank
    return [best[card.id][2] for card in cards if card.id in best]


def _articles(holding: Holding) -> str:
    return _plural(len(holding.articles), "article")


def _held(holding: Holding) -> str:
    verb = " holds " if len(holding.articles) == 1 else " hold "
    return f"{verb if holding.words else ''}{holding.rule}"


def _outlets(cards: Sequence[ArticleCard]) -> str:
    """Of which outlets the articles are, and how many name none."""
    counts = Counter(card.source for card in cards if card.source).most_common()
    parts = [f"{outlet} {number}" for outlet, number in counts[:_MAX_OUTLETS]]
    more = len(counts) - _MAX_OUTLETS
    nameless = sum(not card.source for card in cards)
    parts += [f"{more} more"] if more > 0 else []
    parts += [f"{nameless} that name none"] if nameless and parts else []
    return f", of {', '.join(parts)}" if parts else ""


def _shown(lines: int, all_of_them: int) -> str:
    return f"; {lines} of them" if lines < all_of_them else ""


def _dated(one: Sentence) -> str:
    day = one.card.published
    return f"{day_in_words(day) if day else 'undated'}, {one.outlet}"


def _plural(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
