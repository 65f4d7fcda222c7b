"""Questions that lean on the one before: "Et qui le dirige ?" after "Qui défend le pont de Brume ?".

Where no chat model rewrites it (`quoth.qa.answerers.rewriting`), a question that leans is asked with the rarest words of the last one, and
the article that was quoted then is favoured. A question leans when it begins as one that goes on,
or holds a word that stands for something said before. What this brings is in the README.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.store.generation import Generation
from quoth.index.text.tokens import fold, question_terms, words_of
from quoth.qa.answers import Answer

ALONE = "!"
"""Put before a question, asks it without what was said before."""
FAVOUR = 0.03
"""What the article quoted before adds to its passages' cosines. Measured: see the README."""

_GOES_ON = frozenset("et and y und mais but pero aber alors".split())
_GOES_ON_ARABIC = "و"  # written together with the word that follows
_STANDS_FOR = frozenset(
    fold(word)
    for word in (
        "il elle ils elles lui leur leurs son sa ses y cela ça ce cette ces celui celle ceux eux "
        "dedans dessus it its he she him her his they them their this that these those there then "
        "él ella ellos ellas su sus eso esa ese esto allí ahí er sie es ihm ihr ihre ihren sein "
        "seine seinem seiner dort dorthin dies diese dieser davon dazu"
    ).split()
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TOPIC_WORDS = 2
_NAME_BONUS = 2.0  # a capital inside a question makes a word as telling as this much more idf
_LEAST_TELLING = 2.0
_MAX_JOINED = 300  # characters of what was asked before


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question that was asked, as it was understood, the id of the article first quoted in its
    answer, or "", and that answer's text.
    """

    question: str
    article: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What is searched for a question that leans, and the id of the article favoured, or ""."""

    text: str
    article: str


def understand(
    question: str, previous: Sequence[Earlier], generation: Generation
) -> Understood | None:
    """None for a question that stands alone."""
    if not previous or not leans(question):
        return None
    topic = _topic(previous[-1].question, question, generation)
    article = next((turn.article for turn in reversed(previous) if turn.article), "")
    return Understood(f"{topic} : {question}" if topic else question, article)


def readings(
    question: str, previous: Sequence[Earlier], standing_alone: str = ""
) -> list[Understood]:
    """What a question may mean, for a reader to judge: the question alone, or as a chat model put
    it, and, where it may lean on what was said before, joined with the last turn as that was
    understood.
    """
    alone = Understood(standing_alone or question, "")
    if not previous or not leans(question):
        return [alone]
    return [alone, Understood(f"{previous[-1].question[-_MAX_JOINED:]} {question}", "")]


def leans(question: str) -> bool:
    """Whether the question's words say that something was said before."""
    words = [fold(word.lower()) for word in re.findall(r"\w+", question)]
    if not words or words[0] in _GOES_ON or question.lstrip().startswith(_GOES_ON_ARABIC):
        return bool(words)
    return not _STANDS_FOR.isdisjoint(words)


def _topic(last: str, question: str, generation: Generation) -> str:
    """The most telling words of the last question that this one lacks, in their order."""
    said = set(words_of(question))
    found = []
    for match in _WORD.finditer(last):
        if match.start() == 0 or not said.isdisjoint(words_of(match.group())):
            continue  # a question's first word asks
        terms = question_terms(match.group(), generation.languages)
        telling = max((generation.words.idf(s) for stems in terms for s in stems), default=0.0)
        if match.group()[0].isupper():
            telling += _NAME_BONUS
        if telling >= _LEAST_TELLING:
            found.append((telling, match.start(), match.group()))
    best = sorted(found, reverse=True)[:_TOPIC_WORDS]
    return " ".join(word for _, _, word in sorted(best, key=lambda item: item[1]))


def earlier_of(answer: Answer) -> Earlier:
    """What an answered question leaves for the next one."""
    article = answer.citations[0].article.id if answer.citations else ""
    return Earlier(answer.understood_as or answer.question, article, answer.text)
