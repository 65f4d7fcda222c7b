"""Questions that lean on the one before: "Et qui le dirige ?" after "Qui défend le pont de Brume ?".

A probe over the question's vector says how much it leans on what was said before
(`qa.understanding.probes`). Where a reader reads, a question that may lean is read both alone and
joined with the last one, and what is found better wins; where none does, it is asked with the rarest
words of the last one, and the article that was quoted then is favoured. What this brings is in
RESULTS.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quoth.qa.answers import Answer

if TYPE_CHECKING:
    from quoth.index.store.generation import Generation

ALONE = "!"
"""Put before a question, asks it without what was said before."""
ARTICLE_BONUS = 0.03
"""What the article quoted before adds to its passages' cosines. Measured: see RESULTS.md."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TOPIC_WORDS = 2
_NAME_BONUS = 2.0  # a capital inside a question makes a word as telling as this much more idf
_MIN_TELLING_IDF = 2.0
_MAX_JOINED_CHARS = 300  # characters of what was asked before
_STANDS_ALONE = -3.0  # logit below which a question is not joined with another
_MARGIN = 0.0  # logits by which the question joined must do better when nothing is known
_PER_LEANING = 3.0  # and by how many fewer for each logit that it leans


@dataclass(frozen=True, slots=True)
class Earlier:
    """A question that was asked, as it was understood, the id of the article first quoted in its
    answer, or "", and that answer's text.
    """

    question: str
    article: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a question may mean: what is searched and read for it, the id of the article
    favoured, or "", and by how many logits its best sentence must beat the question's alone. `own`
    is the question by itself where `text` joins it with others, or "".
    """

    text: str
    article: str = ""
    margin: float = 0.0
    own: str = ""


def understand(
    question: str, previous: Sequence[Earlier], generation: Generation, leaning: float
) -> Reading:
    """What a question is taken to mean where no reader can tell. `leaning` is the logit that it
    leans on what was said before.
    """
    if not previous or leaning <= 0:
        return Reading(question)
    topic = _topic(previous[-1].question, question, generation)
    article = next((turn.article for turn in reversed(previous) if turn.article), "")
    return Reading(f"{topic} : {question}" if topic else question, article)


def readings(
    question: str, previous: Sequence[Earlier], leaning: float, standing_alone: str = ""
) -> list[Reading]:
    """What a question may mean, for a reader to judge: the question alone, or as a chat model put
    it, and, unless it surely stands alone, joined with the last turn as that was understood.
    `leaning` is the logit that it leans on what was said before.
    """
    alone = Reading(standing_alone or question)
    if not previous or leaning < _STANDS_ALONE:
        return [alone]
    joined = f"{previous[-1].question[-_MAX_JOINED_CHARS:]} {question}"
    return [alone, Reading(joined, margin=_MARGIN - _PER_LEANING * leaning, own=question)]


def _topic(last: str, question: str, generation: Generation) -> str:
    """The most telling words of the last question that this one lacks, in their order."""
    from quoth.index.text.tokens import question_terms, words_of

    said = set(words_of(question))
    found = []
    for match in _WORD.finditer(last):
        if match.start() == 0 or not said.isdisjoint(words_of(match.group())):
            continue  # a question's first word asks
        terms = question_terms(match.group(), generation.languages)
        telling = max((generation.words.idf(s) for stems in terms for s in stems), default=0.0)
        if match.group()[0].isupper():
            telling += _NAME_BONUS
        if telling >= _MIN_TELLING_IDF:
            found.append((telling, match.start(), match.group()))
    best = sorted(found, reverse=True)[:_TOPIC_WORDS]
    return " ".join(word for _, _, word in sorted(best, key=lambda item: item[1]))


def earlier_of(answer: Answer) -> Earlier:
    """What an answered question leaves for the next one."""
    article = answer.citations[0].article.id if answer.citations else ""
    return Earlier(answer.understood_as or answer.question, article, answer.text)
