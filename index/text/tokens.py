"""Text -> the tokens of the word index: folded, French elision split, stemmed by language.

Scripts that write no spaces between words (Chinese, Japanese, Thai, …) give overlapping pairs of
characters instead of words.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import regex
import Stemmer

from quoth.index.text.across_scripts import is_latin, named, sounds_of, sounds_sought
from quoth.index.text.raised import set_apart

# Letters, marks and digits; ’ and ' only inside a word, where elision is split off afterwards. What
# is taken is never given back (++), which is what most of the time would go to.
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++(?:[’'ʼ][\p{L}\p{M}\p{N}]++)*+")
_ELISION = regex.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[’'ʼ]", regex.IGNORECASE)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003134f]+"
)
_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_local = threading.local()


def words_of(text: str) -> list[str]:
    """The words of a text, in order, in lower case and without elided articles."""
    composed = _composed(text)
    words = [word if word.isalnum() else _unelided(word) for word in _WORD.findall(composed)]
    if not _UNSPACED.search(composed):
        return words
    return [part for word in words for part in _unspaced(word)]


def passage_tokens(text: str, language: str) -> list[str]:
    """The tokens of a text's words, in order."""
    return [_token(word, language) for word in words_of(text)]


@lru_cache(maxsize=1 << 15)
def word_tokens(word: str, language: str) -> tuple[str, ...]:
    """The tokens of what is written as one word, as `passage_tokens` gives them; remembered."""
    return tuple(passage_tokens(word, language))


def indexed_tokens(text: str, language: str) -> list[str]:
    """The tokens under which a passage stands in the index: those of its words, and the sounds of
    names and of words in other scripts than Latin.
    """
    names = named(text)
    sounds = [
        sound
        for word in words_of(text)
        if (word in names or not is_latin(word)) and (sound := sounds_of(word))
    ]
    return passage_tokens(text, language) + sounds


def question_terms(question: str, languages: Sequence[str]) -> list[tuple[str, ...]]:
    """For each different word of a question, its stems in each of the languages, and where it may be
    a name the sound of its like in other scripts.
    """
    names = named(question)
    terms = {
        tuple(sorted({_token(word, language) for language in languages})): word
        for word in words_of(question)
    }
    return [
        (*stems, sound)
        if (word in names or not is_latin(word)) and (sound := sounds_sought(word))
        else stems
        for stems, word in terms.items()
        if stems
    ]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", set_apart(text)).lower()


def _unelided(word: str) -> str:
    return _ELISION.sub("", word).replace("’", "'").replace("ʼ", "'")


def _unspaced(word: str) -> Iterator[str]:
    """Pairs of characters for the parts that write no spaces, the other parts whole."""
    position = 0
    for match in _UNSPACED.finditer(word):
        if match.start() > position:
            yield word[position : match.start()]
        run = match.group()
        yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
        position = match.end()
    if position < len(word):
        yield word[position:]


@lru_cache(maxsize=1 << 16)  # a text says most of its words again, and so does the next
def _token(word: str, language: str) -> str:
    stemmer = _stemmer(language) if language in _algorithms() else None
    return unaccented(stemmer.stemWord(word) if stemmer else word)


def unaccented(word: str) -> str:
    """Take accents and ligatures off a word: Sokhné and Sokhne, œuvre and oeuvre are one word."""
    return word if word.isascii() else _unaccented(word)


@lru_cache(maxsize=1 << 14)
def _unaccented(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ß", "ss")


@cache
def _algorithms() -> frozenset[str]:
    """The languages for which the installed Snowball has a stemmer."""
    known = set(Stemmer.algorithms())
    return frozenset(code for code, name in _SNOWBALL.items() if name in known)


def _stemmer(language: str) -> Stemmer.Stemmer:
    """One stemmer a thread and language: they are not safe to share between threads."""
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_SNOWBALL[language])
    return stemmers[language]
