"""What the shape of a sentence says of whether it answers, which a reader of prose does not know: a
line of a form that states what is asked for, and a sentence that itself asks.
"""

from __future__ import annotations

import re

from quoth.index.text.tokens import unaccented, words_of

_STATES = 4.0  # logits that a line gains which is labelled with what is asked of its article
_ASKS = 8.0  # logits that a question loses: what answers it follows
_LABEL = re.compile(r"\W{0,4}([^\W\d_][^\n:：]{0,40})[ \u00a0]?[:：]\s*\S")
_QUESTION = re.compile(r"[?？؟][\s\"'’”»)\]]*\Z")


def shape_of(question: str, title: str, sentence: str) -> float:
    """Logits to add to what a reader says of a sentence of the article with this title: more for
    "Phone: 555" under "Runa Askeland" when her phone is asked for, less for "When did you start?".
    """
    if asks(sentence):
        return -_ASKS
    label = _LABEL.match(sentence)
    if not label:
        return 0.0
    asked = _folded(question)
    named, stated = _folded(title), _folded(label[1])
    return _STATES if named and stated and (named | stated) <= asked else 0.0


def asks(sentence: str) -> bool:
    """Whether a sentence ends as a question does."""
    return bool(_QUESTION.search(sentence))


def _folded(text: str) -> frozenset[str]:
    return frozenset(map(unaccented, words_of(text)))
