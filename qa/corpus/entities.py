"""The names in a library: people, places, organisations, with their spellings in all scripts.

Capitals tell a name (`qa.checking.names`), not whose it is, so that no kinds are told apart. A
script without capitals has none found in it; there the names of other scripts are looked for by
their sound.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quoth.index.articles import Passage
from quoth.index.store.generation import Generation
from quoth.index.text.across_scripts import is_latin, sounds_of
from quoth.index.text.tokens import words_of
from quoth.qa.checking.names import names_in
from quoth.qa.search.spellings import is_spelling

MAX_PASSAGES = 20_000
"""Of the newest articles, in which names are looked for."""
_ALIKE = 0.75  # how much of two names' letters agree that are spellings of one
_MAX_ACROSS = 500  # names that are looked for in scripts without capitals


@dataclass(frozen=True, slots=True)
class Entity:
    """A name as it is written most often, the ids of the articles that hold it, and all its
    `spellings`, each with the number of times that it stands there, the most frequent first.
    """

    name: str
    ids: frozenset[str]
    spellings: tuple[tuple[str, int], ...]

    @property
    def articles(self) -> int:
        """The number of articles that hold it."""
        return len(self.ids)


@dataclass(slots=True)
class _Known:
    """What is known of one name, by whatever spelling."""

    spellings: Counter[str]
    articles: set[str]


def entities(generation: Generation) -> list[Entity]:
    """The names of the library, those of most articles first."""
    catalog = generation.catalog
    newest = catalog.newest(generation.manifest.articles)
    numbers: list[int] = []
    for card in newest:
        numbers += catalog.numbers_of([card.id])
        if len(numbers) >= MAX_PASSAGES:
            break
    passages = list(catalog.passages(numbers[:MAX_PASSAGES]).values())
    known = _merged(_by_words(passages))
    _add_other_scripts(known, passages)
    found = [
        Entity(one.spellings.most_common(1)[0][0], frozenset(one.articles), _sorted(one.spellings))
        for one in known
    ]
    return sorted(found, key=lambda one: (-one.articles, -one.spellings[0][1], one.name))


def _sorted(spellings: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(spellings.items(), key=lambda item: (-item[1], item[0])))


def _by_words(passages: Iterable[Passage]) -> dict[tuple[str, ...], _Known]:
    """The names by their folded words; a part of a longer name of its article is that name."""
    by_article: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for passage in passages:
        for name in names_in(passage.text, passage.language):
            if name.is_sure:
                by_article[passage.article_id].append((name.words, name.text))
    found: dict[tuple[str, ...], _Known] = {}
    for id, names in by_article.items():
        whole = _longest([words for words, _ in names])
        for words, text in names:
            known = found.setdefault(whole[words], _Known(Counter(), set()))
            known.articles.add(id)
            if whole[words] == words:
                known.spellings[" ".join(text.split())] += 1
    return {words: known for words, known in found.items() if known.spellings}


def _longest(names: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each name, and the one longer name of the same article that ends with it, if any."""
    found = {}
    for words in set(names):
        longer = {other for other in names if len(other) > len(words) and _ends(other, words)}
        found[words] = longer.pop() if len(longer) == 1 else words
    return found


def _ends(longer: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return longer[-len(words) :] == words


def _merged(found: Mapping[tuple[str, ...], _Known]) -> list[_Known]:
    """The names, those that sound alike and are written much alike as one."""
    by_sound: defaultdict[tuple[str, ...], list[tuple[str, _Known]]] = defaultdict(list)
    for words, known in sorted(found.items(), key=lambda item: -len(item[1].articles)):
        sounds = tuple(_sound(word) for word in words)
        written = " ".join(words)
        group = by_sound[sounds]
        twin = next((other for text, other in group if _is_one(text, written)), None)
        if twin is None:
            group.append((written, known))
        else:
            twin.spellings += known.spellings
            twin.articles |= known.articles
    return [known for group in by_sound.values() for _, known in group]


def _add_other_scripts(known: Sequence[_Known], passages: Sequence[Passage]) -> None:
    """Look for the names in passages of scripts without capitals."""
    plain = [passage for passage in passages if not _writes_capitals(passage.text)]
    if not plain:
        return
    by_sound: defaultdict[str, list[tuple[str, Passage]]] = defaultdict(list)
    for passage in plain:
        for word in words_of(passage.text):
            if not is_latin(word) and (sound := _sound(word)) != word:
                by_sound[sound].append((word, passage))
    most = sorted(known, key=lambda one: -len(one.articles))[:_MAX_ACROSS]
    for one in most:
        last = words_of(one.spellings.most_common(1)[0][0])[-1:]
        for word, passage in by_sound.get(_sound(last[0]), ()) if last else ():
            if is_spelling(last[0], word):
                one.spellings[word] += 1
                one.articles.add(passage.article_id)


def _writes_capitals(text: str) -> bool:
    """Whether the script of most of a text has capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter.lower() != letter.upper() for letter in letters) > len(letters)


def _sound(word: str) -> str:
    """A word as it sounds in any script, or itself where it is too short to tell."""
    return sounds_of(word)[2:] or word


def _is_one(name: str, other: str) -> bool:
    """Whether two names of as many words that sound alike are one."""
    pairs = zip(name.split(), other.split(), strict=True)
    return all(one == two or is_spelling(one, two, _ALIKE) for one, two in pairs)
