"""Texts of the training data, cut into the windows that a reader is shown."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from quoth.index.articles import Span
from quoth.index.text.sentences import sentence_spans

WINDOW_TOKENS = (1, 60, 90, 120, 120, 160)
"""Windows are cut anew for each question, to one of these lengths, so that the reader learns to
read short ones and whole passages alike, and sentences by themselves."""


@dataclass(slots=True)
class Text:
    """An article or a paragraph. `head` is what a reader is told above each window of it: title,
    paper and date, a line each. `answers` are sentences by number that answer, by question."""

    id: str
    language: str
    title: str
    text: str
    paper: str = ""
    date: str = ""
    sentences: list[Span] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def sentences_of(self, span: Span) -> set[int]:
        """The numbers of the sentences that a span of the text touches."""
        return {
            number
            for number, sentence in enumerate(self.sentences)
            if sentence.start < span.end and span.start < sentence.end
        }


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `first` to before `last` of a text, by number."""

    text: Text
    first: int
    last: int

    @property
    def span(self) -> Span:
        sentences = self.text.sentences
        return Span(sentences[self.first].start, sentences[self.last - 1].end)


def prepare(texts: Sequence[Text], tokenizer: Tokenizer) -> None:
    """Find the sentences of the texts and count their tokens, in place."""
    for text in texts:
        text.sentences = sentence_spans(text.text, text.language)
        said = [span.of(text.text) for span in text.sentences]
        encodings = tokenizer.encode_batch_fast(said, add_special_tokens=False)
        text.counts = [len(encoding.ids) for encoding in encodings]


def windows(text: Text, dice: random.Random, tokens: int = 0) -> list[Window]:
    """The text in windows of whole sentences, of `tokens` or a length that the dice choose; the
    first one may be shorter, so that the cuts fall elsewhere each time."""
    most = tokens or dice.choice(WINDOW_TOKENS)
    room = dice.choice((most, most // 2))
    made: list[Window] = []
    first = held = 0
    for number, count in enumerate(text.counts):
        if number > first and held + count > room:
            made.append(Window(text, first, number))
            first, held, room = number, 0, most
        held += count
    if text.counts:
        made.append(Window(text, first, len(text.counts)))
    return made
