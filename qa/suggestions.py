"""What a library can be asked, for somebody who sees it for the first time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from quoth.index.articles import ArticleCard
from quoth.qa.answers import Answer, Verdict

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer

MOST_SUGGESTED = 3
_MOST_ASKED = 8
_LOOKED_AT = 60  # of the newest articles
_TITLE_CHARS = range(10, 91)
_SURE = (Verdict.FOUND, Verdict.PROBABLY)


def suggested(answerer: QuestionAnswerer, is_enough: Callable[[], bool]) -> Iterator[str]:
    """Titles of new articles, at most MOST_SUGGESTED, each asked here and answered with a quote of
    its own article. Slow: for a thread. No chat model is asked. Ends early once `is_enough`.

    Raises the errors of the index.
    """
    found = 0
    newest = answerer.generation.current().catalog.newest(_LOOKED_AT)
    for card in _mixed(newest)[:_MOST_ASKED]:
        if found == MOST_SUGGESTED or is_enough():
            return
        if _proves(answerer.quoted(card.title), card) and not is_enough():
            found += 1
            yield card.title


def _mixed(cards: Sequence[ArticleCard]) -> list[ArticleCard]:
    """Those with a title that can be asked: one of each language first, then their seconds."""
    by_language: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    titles: set[str] = set()
    for card in cards:
        if len(card.title) in _TITLE_CHARS and card.title not in titles:
            titles.add(card.title)
            by_language[card.language].append(card)
    turns = chain.from_iterable(zip_longest(*by_language.values()))
    return [card for card in turns if card is not None]


def _proves(answer: Answer, card: ArticleCard) -> bool:
    """Whether an answer is sure, and quotes more of the article than its title."""
    if not answer.answered or answer.verdict not in _SURE:
        return False
    first = answer.citations[0]
    return first.article.id == card.id and card.title not in first.quote
