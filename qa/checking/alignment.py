"""A sentence laid along the sentence of a passage that it is made of: what was exchanged, what moved.

It takes no dictionary and no grammar, and works where both are in one language: words are compared by
their stems, and what stands next to a name or a number tells what it is said of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

import regex

from quoth.index.articles import Span
from quoth.index.text.dates import MONTHS
from quoth.index.text.tokens import unaccented, word_tokens
from quoth.qa.checking.names import names_in

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[’'ʼ.,][\p{L}\p{M}\p{N}]+)*")
_JOINTS = regex.compile("[’'ʼ.]")
_MIN_TELLING_LETTERS = 4  # letters; shorter words tell nothing, unless they stand once
_REACH_WORDS = 2  # telling words between which two belong together
_MAX_EXCHANGED_WORDS = 4  # words that one exchange may take away, and one fewer may put there
_MIN_SAME_SHARE = 0.7  # share of the sentence's words that an exchange leaves alone
_STEM_LETTERS = 6  # letters that make two words one in another form
_CONTEXT_WORDS = 2  # words on either side that say that it is an exchange


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a name or a date as one. `stems` is what it is compared by; `kind` is "name",
    "number" or "".
    """

    text: str
    stems: frozenset[str]
    kind: str


class Aligned:
    """A sentence of a language, as tokens."""

    def __init__(self, text: str, language: str, known: frozenset[str] = frozenset()) -> None:
        """`known` are folded words that are names elsewhere."""
        self.text = text
        self._language = language
        self._known = known

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """The words in order, (stem, as written) each."""
        return [
            (stem, match[0])
            for match in _WORD.finditer(self.text)
            for stem in word_tokens(match[0], self._language)[:1]
        ]

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words in order, the words of a name or of a date as one."""
        names = {
            word for name in names_in(self.text, self._language, self._known) for word in name.words
        }
        found: list[Token] = []
        end = -1
        for match in _WORD.finditer(self.text):
            token = self._token(match[0], names)
            beside = end >= 0 and len(self.text[end : match.start()].strip(" '’-")) == 0
            end = match.end()
            if found and beside and token.kind and token.kind == found[-1].kind:
                last = found.pop()
                token = Token(f"{last.text} {token.text}", last.stems | token.stems, token.kind)
            found.append(token)
        return found

    def _token(self, word: str, names: set[str]) -> Token:
        folded = unaccented(word.lower())
        stems = frozenset(word_tokens(word, self._language))
        if any(c.isdigit() for c in word) or folded in MONTHS:
            return Token(word, frozenset((folded,)), "number")
        parts = {folded} if folded.isalnum() else {folded, *_JOINTS.split(folded)}
        return Token(word, stems, "name" if parts & names else "")


@dataclass(frozen=True, slots=True)
class Difference:
    """`said` is what the sentence has where the passage has `there`."""

    said: str
    there: str


def closest(claim: Aligned, sentences: Sequence[Aligned]) -> Aligned | None:
    """The sentence that holds most of the claim's telling words; None where none holds half."""
    telling = {
        stem for stem, word in claim.words if len(word) >= _MIN_TELLING_LETTERS or word[0].isdigit()
    }
    if not telling:
        return None

    def held(sentence: Aligned) -> int:
        return len(telling & {stem for stem, _ in sentence.words})

    best = max(sentences, key=held, default=None)
    return best if best is not None and held(best) * 2 >= len(telling) else None


def exchanged(claim: Aligned, sentence: Aligned) -> Iterator[Difference]:
    """The words put in the place of others where all around them is alike."""
    ours, theirs = claim.words, sentence.words
    matcher = SequenceMatcher(
        None, [stem for stem, _ in ours], [stem for stem, _ in theirs], autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < _MIN_SAME_SHARE * len(ours):
        return
    codes = matcher.get_opcodes()
    for place, (code, a, b, c, d) in enumerate(codes):
        if code != "replace" or b - a >= _MAX_EXCHANGED_WORDS or d - c > _MAX_EXCHANGED_WORDS:
            continue
        before, after = _length(codes, place - 1), _length(codes, place + 1)
        at_end = b == len(ours) and before > _CONTEXT_WORDS
        at_start = a == 0 and after > _CONTEXT_WORDS
        if not (at_end or at_start or (before and after and before + after > _CONTEXT_WORDS)):
            continue
        new, old = [word for _, word in ours[a:b]], [word for _, word in theirs[c:d]]
        if any(word[0].isdigit() for word in (*new, *old)):
            continue  # numbers are compared by what they mean
        if set(_begins(new)) & set(_begins(old)):
            continue  # Elektrofirma, Elektrikunternehmen
        if any(len(w) >= _MIN_TELLING_LETTERS for w in new) and any(
            len(w) >= _MIN_TELLING_LETTERS for w in old
        ):
            yield Difference(" ".join(new), " ".join(old))


def _begins(words: Sequence[str]) -> Iterator[str]:
    return (unaccented(word.lower())[:_STEM_LETTERS] for word in words if len(word) > _STEM_LETTERS)


def _length(codes: Sequence[tuple[str, int, int, int, int]], place: int) -> int:
    """How many words are alike there."""
    if not 0 <= place < len(codes) or codes[place][0] != "equal":
        return 0
    return codes[place][2] - codes[place][1]


def misplaced(
    claim: Aligned, sentences: Sequence[Aligned], once: frozenset[str]
) -> Iterator[Difference]:
    """The names and numbers that stand beside words beside which the passage has others. `once` are
    the stems that the passage has once only.
    """
    ours = _telling(claim.tokens, once)
    apart = [Token("", frozenset(), "")] * _REACH_WORDS
    theirs = [t for s in sentences for t in [*_telling(s.tokens, once), *apart]]
    count = Counter(stem for token in theirs for stem in token.stems)
    for place, token in enumerate(ours):
        if not token.kind or not token.stems & count.keys():
            continue  # a name or a number that stands nowhere is missed elsewhere
        pivots = [
            (pivot, step)
            for pivot, step in _neighbours(ours, place)
            if all(count[stem] == 1 for stem in pivot.stems)
            and not (
                token.kind == "name"
                and any(_other_voice(claim, one, pivot, token) for one in sentences)
            )
        ]
        found = [_beside(theirs, pivot, token, -step) for pivot, step in pivots]
        other = next((one for one in found if one is not None), None)
        if other is not None and not any(one is token for one in found):
            yield Difference(token.text, other.text)


def _neighbours(tokens: Sequence[Token], place: int) -> Iterator[tuple[Token, int]]:
    """The tokens within reach of one, up to the next of its kind, and on which side: -1 or 1."""
    reach = (
        _REACH_WORDS if tokens[place].kind == "number" else 1
    )  # a name's verb may stand anywhere
    for step in (-1, 1):
        for away in range(1, reach + 1):
            at = place + step * away
            if not 0 <= at < len(tokens) or tokens[at].kind == tokens[place].kind:
                break
            yield tokens[at], step


def _beside(theirs: list[Token], pivot: Token, token: Token, step: int) -> Token | None:
    """What stands where `token` does in the claim, as seen from `pivot`: the token itself where it does
    there too, or stands in front as what is spoken of; another of its kind; or None.
    """
    at = next(i for i, other in enumerate(theirs) if other.stems & pivot.stems)
    around = theirs[max(0, at - _REACH_WORDS) : at + _REACH_WORDS + 1]
    begin = max((i for i in range(at) if not theirs[i].stems), default=-1) + 1
    if token.kind == "name" and step < 0:
        around = theirs[begin : at + _REACH_WORDS + 1]
    if any(other.kind == token.kind and other.stems & token.stems for other in around):
        return token
    side = (
        theirs[at + 1 : at + 1 + _REACH_WORDS]
        if step > 0
        else theirs[max(0, at - _REACH_WORDS) : at][::-1]
    )
    for i, other in enumerate(side):
        if other.kind != token.kind:
            continue
        row = theirs[at + 1 + i :] if step > 0 else theirs[: at - i][::-1]
        for one in row:  # "Mouat, Isla and Reid" are one as good as the other
            if one.kind != token.kind:
                break
            if one.stems & token.stems:
                return token
        return other
    return None


def _other_voice(claim: Aligned, sentence: Aligned, pivot: Token, name: Token) -> bool:
    """Whether one is in the passive and the other not, as far as little words tell: before the verb and
    before who did it, one has words that the other lacks: "was dug … by".
    """
    stems = {stem for stem, _ in sentence.words}
    if not (stems & pivot.stems and stems & name.stems):
        return False
    return any(
        _has_more(one.words, {stem for stem, _ in other.words}, pivot.stems)
        and _has_more(one.words, {stem for stem, _ in other.words}, name.stems)
        for one, other in ((claim, sentence), (sentence, claim))
    )


def _has_more(words: Sequence[tuple[str, str]], known: set[str], stems: frozenset[str]) -> bool:
    at = next((i for i, (stem, _) in enumerate(words) if stem in stems), 0)
    return any(stem not in known for stem, _ in words[max(0, at - _REACH_WORDS) : at])


def _telling(tokens: Sequence[Token], once: frozenset[str]) -> list[Token]:
    return [t for t in tokens if t.kind or len(t.text) >= _MIN_TELLING_LETTERS or t.stems & once]


def turned(claim: Aligned, sentence: Aligned) -> Difference | None:
    """Two names in the other order around the same word, in a sentence of the same make: who did it,
    and to whom.
    """
    ours, theirs = claim.tokens, sentence.tokens
    have = {stem for token in theirs for stem in token.stems}
    strange = [t for t in ours if not t.kind and not t.stems & have]
    if len(strange) > 1:
        return None  # a passive has an auxiliary and a preposition more
    names = [(i, token) for i, token in enumerate(ours) if token.kind == "name"]
    for (i, one), (j, other) in pairwise(names):
        a, b = _place(theirs, one), _place(theirs, other)
        if a is None or b is None or not b < a:
            continue
        between = {
            s for t in theirs[b + 1 : a] for s in t.stems if len(t.text) >= _MIN_TELLING_LETTERS
        }
        around = [token for token in ours[i + 1 : j] if token.stems & between]
        if around and not any(_other_voice(claim, sentence, pivot, one) for pivot in around):
            return Difference(f"{one.text} … {other.text}", f"{other.text} … {one.text}")
    return None


def _place(tokens: Sequence[Token], wanted: Token) -> int | None:
    return next((i for i, t in enumerate(tokens) if t.kind and t.stems & wanted.stems), None)


def spoken_of_later(claim: Aligned, text: str, sentence: Span, head: str) -> str:
    """A name of the claim that `text` first has behind the sentence that the claim is made of, where
    nothing in that sentence can mean it; "" where there is none.
    """
    before = unaccented(f"{head}\n{text[: sentence.end]}".lower())
    behind = unaccented(text[sentence.end :].lower())
    for token in claim.tokens:
        if token.kind == "name":
            words = [
                unaccented(word.lower()) for word in regex.findall(r"[\p{L}\p{M}]+", token.text)
            ]
            long = [word for word in words if len(word) >= _MIN_TELLING_LETTERS] or words
            if all(w not in before for w in long) and any(w in behind for w in long):
                return token.text
    return ""
