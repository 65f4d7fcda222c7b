"""Articles that never were, as many and as long as a benchmark needs, the same every time.

Sentences of the seeds, and of the public sets where they are at hand, are stirred: most of an
article's come from one text, as an article is of one matter, and a few from any. The names and
numbers of each sentence, or else its longest word, are replaced by others of the article's own, so
that no two passages are the same.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.index.text.language import language_of
from quoth.index.text.sentences import sentence_spans
from tests.benchmarks.texts import Text

MARK = "; part "
"""Stands in the title of every such article, and in no other."""

_A_FOLDER = 100  # articles in a folder
_STRAY = 0.2  # the share of sentences from any other text of the language
_A_PARAGRAPH = 8  # sentences
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]")  # not where a sentence begins
_ONSETS = "B Br C D Dr F G Gr H K L M N P Pr Qu R S St T Tr V W".split()
_VOWELS = "a e i o u ai ei ou ea".split()
_ENDS = "ck ld lle m n nd ne r rn rre s sk ssen t th x".split()


@dataclass(frozen=True, slots=True)
class Source:
    """A text as its sentences, of which articles are made."""

    title: str
    language: str
    sentences: tuple[str, ...]


def sources_of(texts: Sequence[Text]) -> list[Source]:
    """One for each entry of the texts."""
    bodies: defaultdict[str, list[str]] = defaultdict(list)
    titles = {}
    for text in texts:
        bodies[text.entry].append(text.body)
        titles[text.entry] = text.title
    found = []
    for entry, parts in bodies.items():
        body = "\n\n".join(parts)
        language = language_of(body)
        spans = sentence_spans(body, language)
        sentences = tuple(" ".join(span.of(body).split()) for span in spans)
        found.append(Source(" ".join(titles[entry].split("_")), language, sentences))
    return found


def write_articles(folder: Path, sources: Sequence[Source], count: int, sentences: int) -> None:
    """`count` text files under `folder`, of `sentences` sentences; one at a time, so that as many
    may be written as the disk holds.
    """
    for number, text in enumerate(articles(sources, count, sentences)):
        file = folder / f"{number // _A_FOLDER:04}" / f"{number:06}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def articles(sources: Sequence[Source], count: int, sentences: int) -> Iterator[str]:
    """The texts of the articles, each of its own seed: the first n are the same for every count."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for source in sources:
        others[source.language] += source.sentences
    for number in range(count):
        draw = random.Random(number)
        source = draw.choice(sources)
        chosen = [
            draw.choice(others[source.language] if draw.random() < _STRAY else source.sentences)
            for _ in range(sentences)
        ]
        renamed = _Renaming(draw, names=source.language != "de")  # where every noun has a capital
        body = [renamed.of(sentence) for sentence in chosen]
        paragraphs = (
            " ".join(body[start : start + _A_PARAGRAPH])
            for start in range(0, sentences, _A_PARAGRAPH)
        )
        title = f"{source.title}: {_name(draw)}{MARK}{number}"
        yield f"{title}\n\n" + "\n\n".join(paragraphs) + "\n"


class _Renaming:
    """Other names and numbers for those of an article, the same name always by the same one."""

    def __init__(self, draw: random.Random, names: bool) -> None:
        self._draw = draw
        self._names: dict[str, str] | None = {} if names else None

    def of(self, sentence: str) -> str:
        other = sentence if self._names is None else _NAME.sub(self._name, sentence)
        other = _NUMBER.sub(self._number, other)
        if other == sentence:  # it holds neither
            other = other.replace(max(other.split(), key=len), _name(self._draw).lower(), 1)
        return other

    def _name(self, match: re.Match[str]) -> str:
        assert self._names is not None
        return self._names.setdefault(match[0], _name(self._draw))

    def _number(self, match: re.Match[str]) -> str:
        """As many digits, and a year of the same thousand."""
        kept = match[0][:1] if len(match[0]) > 1 else ""
        rest = (str(self._draw.randrange(10)) for _ in match[0][len(kept) :])
        return kept + "".join(rest)


def _name(draw: random.Random) -> str:
    middle = draw.choice(_VOWELS) + draw.choice(("l", "m", "nd", "rr", "v", "st"))
    start = draw.choice(_ONSETS) + (middle if draw.random() < 0.6 else "")
    return start + draw.choice(_VOWELS) + draw.choice(_ENDS)
