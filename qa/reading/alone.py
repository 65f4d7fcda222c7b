"""The likeliest sentences, read once more by themselves.

A reader that sees a sentence among its neighbours may take what they say for what it says; alone, it
may not be understood. Each reading errs by itself, so both count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from quoth.index.articles import Span
from quoth.qa.answers import Evidence
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window

_SENTENCES = 6  # that are read again
_WEIGHT = 0.5  # of the logit of a sentence alone, beside that of where it stands
_LOST_LOGITS = 1.5  # logits by which a sentence answers less alone than where it stands


def reread_alone(
    evidence: Sequence[Evidence], read: Callable[[Sequence[Window]], Sequence[ReadSentence]]
) -> list[Evidence]:
    """The evidence, which is best first, ranked anew once its first sentences have been `read` again,
    each as a window of its own.

    What loses its sense alone, as "He refused." does, has the sentence before it as `context`.
    Raises what `read` raises.
    """
    again = evidence[:_SENTENCES]
    alone = read([Window(one.hit.passage, (one.span,)) for one in again])
    weighed = [_weighed(one, read_alone) for one, read_alone in zip(again, alone, strict=True)]
    return sorted([*weighed, *evidence[_SENTENCES:]], key=lambda one: -one.score)


def _weighed(sentence: Evidence, alone: ReadSentence) -> Evidence:
    among = sentence.chance
    if among is None:
        return sentence
    lost = among - alone.logit
    context = _before(sentence) if lost >= _LOST_LOGITS else None
    less = _WEIGHT * lost
    return replace(sentence, chance=among - less, score=sentence.score - less, context=context)


def _before(sentence: Evidence) -> Span | None:
    sentences = sentence.hit.passage.sentences
    place = sentences.index(sentence.span)
    return sentences[place - 1] if place else None
