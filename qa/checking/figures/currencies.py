"""The currencies of a text, as its language names them: "dollars", "Kronen", "جنيه".

Names come from Unicode's CLDR, which Babel carries. Currencies of one kind are one unit, "¤dollar": a
text hardly ever says whose dollars they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from anyascii import anyascii
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_name

from quoth.index.text.tokens import passage_tokens, unaccented

MARK = "¤"
"""The first character of a currency's unit."""
SIGNS = {
    "€": "euro",
    "$": "dollar",
    "£": "pound",
    "¥": "yen",
    "₹": "rupee",
    "₽": "ruble",
    "₺": "lira",
}
SIGN = f"[{''.join(SIGNS)}]"
"""An expression for one of them."""
_ONE = {"krone": "krona", "koruna": "krona", "króna": "krona", "rial": "riyal"}
"""English names of one kind -> the one that it goes by."""
_COUNTS = (1, 2, 3, 11, 100)  # among them every form of a plural
_ALIKE = 0.7  # of SequenceMatcher, from which a word is the same name in another language


def of_sign(sign: str) -> str:
    """The unit of a currency's sign; "" where it is none."""
    return f"{MARK}{SIGNS[sign]}" if sign in SIGNS else ""


def of_word(word: str, language: str) -> str:
    """The unit of a currency's name or code; "" where it is none."""
    for one in (language, "en"):
        if kind := _names(one).get(_key(word, one)):
            return f"{MARK}{kind}"
    return of_code(word)


def of_code(code: str) -> str:
    """The unit of "EUR"; "" where it is no currency's code."""
    return f"{MARK}{_kinds()[code]}" if code in _kinds() else ""


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """The code of each currency in use -> its kind, the last word of its English name."""
    english = Locale.parse("en").currencies
    used = {
        code
        for rows in get_global("territory_currencies").values()
        for code, _, ended, is_tender in rows
        if ended is None and is_tender
    }
    kinds = {code: english[code].split()[-1].lower() for code in used if code in english}
    return {code: _ONE.get(kind, kind) for code, kind in kinds.items()}


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    """The names of each kind in a language, as keys -> the kind."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    of_kind: defaultdict[str, list[set[str]]] = defaultdict(list)
    for code, kind in _kinds().items():
        of_kind[kind].append(set(_words(locale, code, language)))
    return {
        name: kind
        for kind, names in sorted(of_kind.items(), key=lambda item: len(item[1]))
        for name in _heads(names, kind)
    }


def _words(locale: Locale, code: str, language: str) -> Iterator[str]:
    """The words of a currency's names, as keys."""
    counts = {locale.plural_form(count): count for count in _COUNTS}.values()
    names = {get_currency_name(code, count, locale=locale) for count in counts}
    for name in {locale.currencies.get(code, ""), *names} - {code}:
        for word in name.replace("-", " ").split():
            if len(word) > 1:
                yield _key(word, language)


def _heads(names: Iterable[set[str]], kind: str) -> Iterator[str]:
    """The word that most of a kind's names share, and those that are like its English name."""
    count = Counter(word for words in names for word in words)
    if not count:
        return

    def likeness(word: str) -> float:
        return SequenceMatcher(None, anyascii(word).lower(), anyascii(kind)).ratio()

    most = max(count.values())
    yield max((word for word in count if count[word] == most), key=likeness)
    yield from (word for word in count if likeness(word) >= _ALIKE)


def _key(word: str, language: str) -> str:
    """A word without its ending."""
    stems = passage_tokens(word, language) if len(word) > 3 else []
    return unaccented(stems[0] if len(stems) == 1 else word.lower())
