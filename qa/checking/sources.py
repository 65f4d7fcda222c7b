"""A numbered passage as a check sees it: all that a model was shown of it, and what that states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property

from quoth.index.articles import Article, Span
from quoth.index.text.tokens import passage_tokens, unaccented, words_of
from quoth.qa.answers import Hit
from quoth.qa.checking.alignment import Aligned, spoken_of_later
from quoth.qa.checking.figures.numbers import Quantity, quantities
from quoth.qa.checking.figures.units import periods
from quoth.qa.checking.names import folded_words
from quoth.qa.checking.sanitise import gives_orders
from quoth.qa.understanding.dates import StatedDate, of_day, stated_dates


class Source:
    """What is stated is read once, when it is first needed. `number` is the hit's rank."""

    def __init__(self, hit: Hit, article: Callable[[str], Article | None]) -> None:
        """`article` reads one by its id."""
        self._article = article
        self._article_words: frozenset[str] | None = None
        self.hit = hit
        self.number = hit.rank
        self.language = hit.passage.language

    @cached_property
    def text(self) -> str:
        """The passage under its title, heading, source and author."""
        card = self.hit.article
        heads = (card.title, self.hit.passage.heading, card.source, card.author)
        return "\n".join([*filter(None, heads), self.hit.passage.text])

    @cached_property
    def head(self) -> str:
        """The lines over the passage."""
        return self.text[: len(self.text) - len(self.hit.passage.text)]

    @cached_property
    def quantities(self) -> list[Quantity]:
        said = quantities(self.text, self.language, generous=True)
        one = frozenset(("1",))
        return [*said, *(Quantity("1", one, unit) for unit in self.periods)]  # "a year"

    @cached_property
    def figures(self) -> list[tuple[list[Quantity], frozenset[str]]]:
        """The quantities of each of its sentences, and the stretches of time that it names without a
        number.
        """
        return [
            (
                quantities(sentence.text, self.language, generous=True),
                frozenset(periods(sentence.text, self.language)),
            )
            for _, sentence in self.sentences
        ]

    @cached_property
    def periods(self) -> frozenset[str]:
        """The stretches of time that it names without a number."""
        return frozenset(periods(self.text, self.language))

    @cached_property
    def units(self) -> frozenset[str]:
        """All the units that it names."""
        return self.periods | {quantity.unit for quantity in self.quantities}

    @cached_property
    def dates(self) -> list[StatedDate]:
        published = self.hit.article.published
        return stated_dates(self.text) + (of_day(published) if published else [])

    @cached_property
    def years(self) -> frozenset[int]:
        named = {int(year) for year in re.findall(r"(?<!\d)[12]\d{3}(?!\d)", self.text)}
        return frozenset(named | {date.year for date in self.dates if date.year})

    @cached_property
    def words(self) -> frozenset[str]:
        return folded_words(self.text)

    def article_words(self) -> frozenset[str]:
        """Those of all its article, which says the rest of a name that the passage shortens."""
        if self._article_words is None:
            article = self._article(self.hit.article.id)
            self._article_words = folded_words(article.text) if article else self.words
        return self._article_words

    @cached_property
    def sentences(self) -> list[tuple[Span, Aligned]]:
        """Its sentences, to lay another along."""
        passage = self.hit.passage
        return [(span, Aligned(passage.quote(span), self.language)) for span in passage.sentences]

    def first_behind(self, claim: Aligned, sentence: Span) -> str:
        """A name of the claim that the passage first has behind that sentence; "" where there is none."""
        passage = self.hit.passage
        place = Span(sentence.start - passage.span.start, sentence.end - passage.span.start)
        return spoken_of_later(claim, passage.text, place, self.head)

    @cached_property
    def once(self) -> frozenset[str]:
        """The stems of the words that it has once only."""
        count = Counter(passage_tokens(self.hit.passage.text, self.language))
        return frozenset(stem for stem, times in count.items() if times == 1)

    @cached_property
    def running_text(self) -> str:
        """Its folded words in a row, to look for a quotation in."""
        return f" {in_a_row(self.text)} "

    @cached_property
    def gives_orders(self) -> bool:
        """Whether it speaks to a model, as no article for readers does."""
        return gives_orders((self.text,))


def in_a_row(text: str) -> str:
    """The folded words of a text with one space between two."""
    return " ".join(unaccented(word) for word in words_of(text))
