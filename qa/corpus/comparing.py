"""What outlets say of one topic, side by side, and what each states that the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from quoth.index.articles import ArticleCard
from quoth.index.text.tokens import unaccented, words_of
from quoth.index.text.written_days import day_in_words
from quoth.qa.corpus.differences import told_alone
from quoth.qa.corpus.holding import find_holding
from quoth.qa.corpus.told import Nothing, Report, Told
from quoth.qa.corpus.view import Sentence, View, outlet_of

_MAX_OUTLETS = 6
_MAX_SENTENCES = 12  # of an outlet, that are laid beside the others'
_SHARED_WEIGHT = 0.5  # of the share of their words that two sentences share, against a cosine


def compare(view: View) -> Report | Nothing:
    """A quote of each outlet that the question names, or, where it is sure that this is asked for, of
    all that hold the topic.
    """
    outlets = {outlet_of(card) for card in view.generation.catalog.articles() if card.source}
    said = _folded(view.asked)
    named = sorted((o for o in outlets if _is_named(o, said)), key=lambda o: said.find(_folded(o)))
    if not named and not view.request.is_sure:
        return Nothing("Nothing to compare: no outlet is named.")
    topic = _without(view.request.topic, named) or view.request.topic
    holding = find_holding(view, topic)
    if not holding.articles:
        return Nothing(f"Nothing to compare: no article holds “{holding.missing or topic}”.")
    by_outlet = _by_outlet(holding.articles, named)
    if len(by_outlet) < 2:
        only = next(iter(by_outlet), "")
        silent = ", ".join(outlet for outlet in named if outlet not in by_outlet)
        who = f"only {only} tells of it" if only else f"{silent} do not tell of it"
        return Nothing(f"Nothing to compare on “{topic}”: {who}.")
    chosen = _chosen(view, by_outlet)
    lines = []
    for one in chosen:
        marked = told_alone(one, [other for other in chosen if other is not one])
        quote, start = one.quote, one.span.start
        alone = [quote[span.start - start : span.end - start] for span in marked]
        changed = (f"only here: {', '.join(alone)}",) if alone else ()
        day = one.card.published
        label = f"{one.outlet}, {day_in_words(day) if day else 'undated'}"
        lines.append(Told(label, one, day, (one.outlet,), changed, marked))
    ids = tuple(id for told in zip_longest(*by_outlet.values()) for id in told if id)
    without = [outlet for outlet in named if outlet not in by_outlet]
    missing = f" {', '.join(without)}: nothing on it." if without else ""
    return Report(
        f"What {len(lines)} outlets say that hold {holding.rule}.{missing}", tuple(lines), ids
    )


def _by_outlet(cards: Sequence[ArticleCard], named: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the articles of each outlet."""
    found: dict[str, list[str]] = {}
    for card in cards:
        outlet = outlet_of(card)
        if not named or outlet in named:
            found.setdefault(outlet, []).append(card.id)
    order = list(named) or sorted(found, key=lambda outlet: -len(found[outlet]))[:_MAX_OUTLETS]
    return {outlet: found[outlet] for outlet in order if outlet in found}


def _chosen(view: View, by_outlet: dict[str, list[str]]) -> list[Sentence]:
    """Of each outlet a sentence near to the topic, those together that tell most of one thing."""
    near = [_nearest(view.sentences(ids)) for ids in by_outlet.values()]
    fits = {
        first: [max(others, key=partial(_fit, first)) for others in near[1:]] for first in near[0]
    }
    best = max(
        fits, key=lambda first: first.score + sum(_fit(first, other) for other in fits[first])
    )
    return [best, *fits[best]]


def _nearest(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences nearest to the topic."""
    return sorted(sentences, key=lambda one: -one.score)[:_MAX_SENTENCES]


def _fit(first: Sentence, other: Sentence) -> float:
    """How well a sentence stands beside another: how near it is to the topic, and how many words
    they share.
    """
    one, two = _words(first), _words(other)
    return other.score + _SHARED_WEIGHT * len(one & two) / max(1, len(one | two))


def _words(one: Sentence) -> frozenset[str]:
    return frozenset(unaccented(word) for word in words_of(one.quote))


def _is_named(outlet: str, said: str) -> bool:
    """Whether the folded words of a question name an outlet, by all its words in a row."""
    return f" {_folded(outlet)} " in f" {said} "


def _without(topic: str, outlets: Sequence[str]) -> str:
    """A topic without the words of outlets."""
    names = {word for outlet in outlets for word in _folded(outlet).split()}
    left = [word for word in topic.split() if not names.issuperset(_folded(word).split())]
    return " ".join(left)


def _folded(text: str) -> str:
    return " ".join(unaccented(word) for word in words_of(text))
