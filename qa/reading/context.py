"""Whether a sentence is understood by itself, or only after the one before it."""

from __future__ import annotations

from dataclasses import replace

from quoth.index.articles import Span
from quoth.qa.answers import Evidence
from quoth.qa.reading.reader import Reader
from quoth.qa.reading.windows import Window

_LOST_LOGITS = 1.5  # logits by which a sentence answers less alone than where it stands


def with_context(reader: Reader, question: str, sentence: Evidence) -> Evidence:
    """The sentence with the one before it as `context`, where it says too little alone.

    It is read once more by itself: what loses its sense there, as "He refused." does, no longer
    answers. Raises EmbedderError.
    """
    before = _before(sentence)
    if before is None or sentence.chance is None:
        return sentence
    passage, article = sentence.hit.passage, sentence.hit.article
    (alone,) = reader.read(question, [Window(passage, (sentence.span,))], {article.id: article})
    lost = sentence.chance - alone.logit
    return replace(sentence, context=before) if lost >= _LOST_LOGITS else sentence


def _before(sentence: Evidence) -> Span | None:
    sentences = sentence.hit.passage.sentences
    place = sentences.index(sentence.span)
    return sentences[place - 1] if place else None
