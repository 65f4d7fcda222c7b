"""The likeliest sentences, read once more by themselves.

A reader that sees a sentence among its neighbours may take what they say for what it says; alone, it
may not be understood. Each reading errs by itself, so both count. What follows a question, as in an
interview, is read after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from quoth.index.articles import Span
from quoth.qa.answers import Evidence
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.shapes import asks
from quoth.qa.reading.windows import Window

_SENTENCES = 4  # that are read again
_WEIGHT = 0.5  # of the logit of a sentence alone, beside that of where it stands
_LOST_LOGITS = 1.5  # logits by which a sentence answers less alone than where it stands


def reread_alone(
    evidence: Sequence[Evidence], read: Callable[[Sequence[Window]], Sequence[ReadSentence]]
) -> list[Evidence]:
    """The evidence, which is best first, ranked anew once its first sentences have been `read` again,
    each in a window of its own.

    What loses its sense alone, as "He refused." does, has the sentence before it as `context`, and so
    has what follows a question. Raises what `read` raises.
    """
    again = evidence[:_SENTENCES]
    windows = [_window(one) for one in again]
    said = iter(read(windows))
    weighed = []
    for one, window in zip(again, windows, strict=True):
        *_, alone = [next(said) for _ in window.sentences]
        weighed.append(_weighed(one, alone, follows_question=len(window.sentences) > 1))
    return sorted([*weighed, *evidence[_SENTENCES:]], key=lambda one: -one.score)


def _window(sentence: Evidence) -> Window:
    passage, before = sentence.hit.passage, _before(sentence)
    is_asked = before is not None and asks(passage.quote(before))
    return Window(passage, (before, sentence.span) if before and is_asked else (sentence.span,))


def _weighed(sentence: Evidence, alone: ReadSentence, *, follows_question: bool) -> Evidence:
    among = sentence.chance
    if among is None:
        return sentence
    lost = among - alone.logit
    is_lost = follows_question or lost >= _LOST_LOGITS
    less = _WEIGHT * lost
    return replace(
        sentence,
        chance=among - less,
        score=sentence.score - less,
        context=_before(sentence) if is_lost else None,
    )


def _before(sentence: Evidence) -> Span | None:
    sentences = sentence.hit.passage.sentences
    place = sentences.index(sentence.span)
    return sentences[place - 1] if place else None
