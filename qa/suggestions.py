"""What a library can be asked, for somebody who sees it for the first time.

Questions and requests of three kinds, of what articles say in their own words: what happened on a
day, the chronology of a name, the summary of an article. They are worded in the article's language
where the app has phrases in it, else in English.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from babel.dates import format_date

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.index.store.catalog import Catalog
from quoth.qa.answers import Answer, Verdict
from quoth.qa.checking.names import Name, folded_words, names_in
from quoth.qa.questions import Question
from quoth.qa.understanding.times import periods_told

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer

MOST_SUGGESTED = 3
_MOST_ASKED = 8
_LOOKED_AT = 60  # of the newest articles
_PASSAGES = 3  # of each, the first ones
_TITLE_CHARS = range(10, 71)  # a longer one hides what is asked of it
_FEWEST_ARTICLES = 2  # that hold a name whose chronology is asked for
_FEWEST_LINES = 3  # of a chronology, and of a summary
_SURE = (Verdict.FOUND, Verdict.PROBABLY)
_DAY, _CHRONOLOGY, _SUMMARY = "", "chronology", "summary"  # kinds of answers
_PHRASES = {
    _DAY: {
        "en": "{of}, {day}: what happened?",
        "fr": "{of}, {day} : que s'est-il passé ?",
        "es": "{of}, {day}: ¿qué pasó?",
        "de": "{of}, {day}: Was ist geschehen?",
        "ar": "{of}، {day}: ماذا حدث؟",
    },
    _CHRONOLOGY: {
        "en": "Timeline of {of}",
        "fr": "Chronologie : {of}",
        "es": "Cronología de {of}",
        "de": "Chronologie: {of}",
        "ar": "التسلسل الزمني: {of}",
    },
    _SUMMARY: {
        "en": "Summary of the article “{of}”",
        "fr": "Résumé de l'article « {of} »",
        "es": "Resume el artículo «{of}»",
        "de": "Zusammenfassung des Artikels „{of}“",
        "ar": "ملخص مقال «{of}»",
    },
}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question, the kind of its answer, and the article that is to answer it: by a sentence of this
    span where there is one.
    """

    question: str
    kind: str
    card: ArticleCard
    span: Span | None = None


def suggested(answerer: QuestionAnswerer, is_enough: Callable[[], bool]) -> Iterator[str]:
    """Questions about new articles, at most MOST_SUGGESTED, each asked here and answered out of the
    article that it was made from. Slow: for a thread. No chat model is asked. Ends early once
    `is_enough`.

    Raises the errors of the index.
    """
    catalog = answerer.generation.current().catalog
    cards = _mixed(catalog.newest(_LOOKED_AT))
    makers = deque((_of_days(catalog, cards), _of_names(catalog, cards), _of_titles(cards)))
    asked = found = 0
    while makers and asked < _MOST_ASKED and found < MOST_SUGGESTED and not is_enough():
        draft = next(makers[0], None)
        if draft is None:
            makers.popleft()
            continue
        makers.rotate(-1)
        asked += 1
        answer = answerer.quoted(Question.read(draft.question, date.today()))
        if _proves(answer, draft) and not is_enough():
            found += 1
            yield draft.question


def _of_days(catalog: Catalog, cards: Sequence[ArticleCard]) -> Iterator[_Draft]:
    """What happened on the day that a sentence states beside a name; one question an article."""
    for card in cards:
        told = chain.from_iterable(
            _dated(p, card) for p in catalog.passages_of(card.id)[:_PASSAGES]
        )
        for name, day, span in told:
            locale = card.language if card.language in _PHRASES[_DAY] else "en"
            written = format_date(day, "long", locale=locale)
            yield _Draft(_phrase(_DAY, card, name.text, written), _DAY, card, span)
            break


def _dated(passage: Passage, card: ArticleCard) -> Iterator[tuple[Name, date, Span]]:
    """The sentences with a name and a day, and the longest name in each."""
    for span in passage.sentences:
        quote = passage.quote(span)
        told = periods_told(quote, passage.language, card.published, passage.before(span))
        day = next((p.first for p in told if p.days == 1 and not p.any_year), None)
        names = [name for name in names_in(quote, passage.language) if _is_plain(name)]
        if names and day and day <= (card.published or day):
            yield max(names, key=lambda name: len(name.text)), day, span


def _is_plain(name: Name) -> bool:
    """Whether it is surely a name, and no sign such as M20."""
    return name.is_sure and not any(character.isdigit() for character in name.text)


def _of_names(catalog: Catalog, cards: Sequence[ArticleCard]) -> Iterator[_Draft]:
    """The chronologies of the names that stand in most of the articles."""
    holders: defaultdict[tuple[str, ...], list[ArticleCard]] = defaultdict(list)
    written: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    signing = folded_words(" ".join(f"{card.source} {card.author}" for card in cards))
    for card in cards:
        names: set[tuple[str, ...]] = set()
        for passage in catalog.passages_of(card.id)[:_PASSAGES]:
            for name in names_in(passage.text, passage.language):
                if _is_plain(name) and not signing.issuperset(name.words):
                    names.add(name.words)
                    written[name.words][" ".join(name.text.split())] += 1
        for words in names:
            holders[words].append(card)
    most = sorted(holders, key=lambda words: (-len(holders[words]), words))
    for words in most:
        if len(holders[words]) < _FEWEST_ARTICLES:
            return
        card = holders[words][0]
        called = written[words].most_common(1)[0][0]
        yield _Draft(_phrase(_CHRONOLOGY, card, called), _CHRONOLOGY, card)


def _of_titles(cards: Sequence[ArticleCard]) -> Iterator[_Draft]:
    """The summaries of articles, of another language first than the days begin with."""
    titled = [card for card in (*cards[1:], *cards[:1]) if len(card.title) in _TITLE_CHARS]
    for card in titled:
        yield _Draft(_phrase(_SUMMARY, card, card.title), _SUMMARY, card)


def _phrase(kind: str, card: ArticleCard, of: str, day: str = "") -> str:
    phrases = _PHRASES[kind]
    return phrases.get(card.language, phrases["en"]).format(of=" ".join(of.split()), day=day)


def _mixed(cards: Sequence[ArticleCard]) -> list[ArticleCard]:
    """The articles, one of each language first, then their seconds; each title once."""
    by_language: defaultdict[str, list[ArticleCard]] = defaultdict(list)
    titles: set[str] = set()
    for card in cards:
        if not card.title or card.title not in titles:
            titles.add(card.title)
            by_language[card.language].append(card)
    turns = chain.from_iterable(zip_longest(*by_language.values()))
    return [card for card in turns if card is not None]


def _proves(answer: Answer, draft: _Draft) -> bool:
    """Whether an answer is sure, of the kind that was asked for, and out of the article."""
    if not answer.answered or answer.verdict not in _SURE or answer.kind != draft.kind:
        return False
    articles = {citation.article.id for citation in answer.citations}
    if draft.span is not None:
        first = answer.citations[0]
        return first.article.id == draft.card.id and first.span.start == draft.span.start
    if draft.kind == _SUMMARY and articles != {draft.card.id}:
        return False
    return draft.card.id in articles and len(answer.lines) >= _FEWEST_LINES
