"""The articles that hold the words of a topic: counted from the index, by a rule that can be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quoth.index.articles import ArticleCard, Passage
from quoth.index.text.across_scripts import sounds_of
from quoth.index.text.tokens import indexed_tokens, question_terms, unaccented, words_of
from quoth.qa.corpus.view import View
from quoth.qa.search.spellings import is_spelling

_SHORT = 4  # letters under which a word without a capital is not asked for, beside others
_TELLING = 0.4  # of the rarest word's idf: what is no name and says less tells no article
_MAX_FORMS = 4  # spellings of a word that are told
_MAX_READ_PASSAGES = 2000  # passages in which they are looked for


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a topic: `tokens` are those under which it stands in the index, `forms` the
    spellings of it in the library, in lower case, the most frequent first.
    """

    text: str
    tokens: frozenset[str]
    forms: tuple[str, ...]

    def stands_in(self, text: str, language: str) -> bool:
        return not self.tokens.isdisjoint(indexed_tokens(text, language))


@dataclass(frozen=True, slots=True)
class Holding:
    """The `articles` that hold all of `words`, the newest first, undated ones behind; `missing` is a
    name that none holds, and `is_whole` says that no other word of the topic stands nowhere.
    """

    words: tuple[Word, ...]
    articles: tuple[ArticleCard, ...]
    missing: str = ""
    is_whole: bool = True

    @property
    def ids(self) -> list[str]:
        return [card.id for card in self.articles]

    @property
    def rule(self) -> str:
        """“Palmyre” or “Palmyra”, and “armée”"""
        return " and ".join(" or ".join(map(_marked, _spelt(word))) for word in self.words)

    def names(self, text: str, language: str) -> bool:
        """Whether a text holds any of the words."""
        return any(word.stands_in(text, language) for word in self.words)


def find_holding(view: View, topic: str) -> Holding:
    """The articles of the scope that hold a topic's words: those that tell something, and of those
    that stand nowhere only names, as the others may be of another language.
    """
    generation = view.generation
    count = generation.manifest.passages
    told: list[tuple[str, frozenset[str], list[int]]] = []
    missing, is_whole = "", True
    for word in _telling(view, topic):
        terms = question_terms(word, generation.languages)
        sound = sounds_of(word.lower()) if _is_name(word) else ""
        if sound and len(terms) == 1:
            terms = [(*terms[0], sound)]
        tokens = frozenset(token for stems in terms for token in stems)
        numbers = view.inside(generation.words.holding(terms, count))
        if numbers:
            told.append((word, tokens, numbers))
        elif _is_name(word):
            missing = missing or word
        else:
            is_whole = False
    if missing or not told:
        return Holding((), (), missing or topic)
    words, sets = [], []
    for word, tokens, numbers in told:
        known, kept = _spellings(view, word, tokens, numbers)
        words.append(known)
        sets.append({id for _, id in generation.catalog.origins_of(kept).values()})
    cards = generation.catalog.cards(set.intersection(*sets))
    return Holding(tuple(words), tuple(newest_first(cards.values())), is_whole=is_whole)


def newest_first(cards: Iterable[ArticleCard]) -> list[ArticleCard]:
    """Articles by their day, undated ones behind."""
    listed = sorted(cards, key=lambda card: (card.path, card.offset))
    listed.sort(key=lambda card: card.published.toordinal() if card.published else 0, reverse=True)
    return listed


def _telling(view: View, topic: str) -> list[str]:
    """The words of a topic by which it is known, as they are written."""
    written = topic.replace("’", "'").split()
    words = [bare for part in written if (bare := part.strip('.,;:!?¿¡"«»“”()[]'))]
    rarity = {
        word: max(
            (
                view.generation.words.idf(token)
                for terms in question_terms(word, view.generation.languages)
                for token in terms
            ),
            default=0.0,
        )
        for word in words
    }
    most = max(rarity.values(), default=0.0)
    telling = [
        word
        for word in rarity
        if _is_name(word)
        or (rarity[word] >= _TELLING * most and len(word) >= _SHORT)
        or not any(map(str.islower, word))
    ]
    return telling or list(rarity)


def _spellings(
    view: View, word: str, tokens: frozenset[str], numbers: Sequence[int]
) -> tuple[Word, list[int]]:
    """The word with the spellings under which it stands in these passages, and those of them in
    which it does: what only sounds alike is another name.
    """
    passages = view.generation.catalog.passages(list(numbers)[:_MAX_READ_PASSAGES])
    cards = view.generation.catalog.cards({p.article_id for p in passages.values()})
    counts: Counter[str] = Counter()
    other: set[str] = set()
    by_passage: dict[int, set[str]] = {}
    for number, passage in passages.items():
        found = _forms(_all_of(passage, cards[passage.article_id]), passage.language, tokens)
        alike = {form for form in found if is_spelling(word.lower(), form)}
        other |= found - alike
        by_passage[number] = alike
        counts.update(alike)
    kept = [n for n in numbers if n not in by_passage or by_passage[n] or not other]
    forms = tuple(form for form, _ in counts.most_common())
    stems = frozenset(
        token
        for form in forms or (word,)
        for language in view.generation.languages
        for token in indexed_tokens(form, language)
    )
    return Word(word, tokens | stems, forms), kept


def _all_of(passage: Passage, card: ArticleCard) -> str:
    return f"{card.title}\n{passage.heading}\n{passage.text}"


def _forms(text: str, language: str, tokens: frozenset[str]) -> set[str]:
    found = set()
    for word in set(words_of(text)):
        sound = sounds_of(word)
        if sound in tokens or not tokens.isdisjoint(indexed_tokens(word, language)):
            found.add(word)
    return found


def _is_name(word: str) -> bool:
    """Whether a word begins with a capital, or is of a script that has none."""
    return word[:1] != word[:1].lower() or word[:1].lower() == word[:1].upper()


def _spelt(word: Word) -> list[str]:
    """How a word is said in a rule: as it was asked, and its other spellings."""
    asked = unaccented(word.text.lower())
    others = [form for form in word.forms if unaccented(form) != asked]
    capital = word.text[:1].isupper()
    return [word.text, *(form.capitalize() if capital else form for form in others)][:_MAX_FORMS]


def _marked(text: str) -> str:
    return f"“{text}”"
