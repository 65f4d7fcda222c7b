"""A model's words as they stream in -> its sentences, each once it is whole, with its citations.

What is no part of an answer is left out on the way: its thinking, a list of sources of its own making,
headings, code, and the marks of Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quoth.index.text.clean import clean, one_line
from quoth.index.text.sentences import sentence_spans
from quoth.qa.checking.markers import blank_markers, close_up, without_unended
from quoth.qa.checking.sanitise import COMMAND, without_links_and_commands

_THINKING = re.compile(
    r"<(?:think|thinking|reasoning|thought)>|\[THINK\]"
    r"|<\|channel\|?>\s*(?:analysis|commentary|thought)\b",
    re.IGNORECASE,
)
_THOUGHT = re.compile(
    r"</(?:think|thinking|reasoning|thought)>|\[/THINK\]"
    r"|<\|channel\|>\s*final\s*(?:<\|message\|>)?|<\|end\|>",
    re.IGNORECASE,
)
_SPECIAL = re.compile(  # tokens of a chat template, with the role or the channel that they name
    r"<\|(?:start|im_start|start_header_id)\|>\s*(?:assistant|user|system)?"
    r"|<\|channel\|>\s*final|<\|\w{1,30}\|>",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"[\s*_#>\-]*(?:sources?|references?|r[ée]f[ée]rences?|citations?|bibliograph\w+|footnotes?"
    r"|works cited|quellen(?:angaben?)?|belege|literatur|fuentes?|referencias|fonti|fontes"
    r"|المصادر|المراجع|источники|参考(?:文献|资料)?|来源|出典)"
    r"(?:\s+(?:used|cited|utilisées|citées))?[\s*_]*(?:[:：][\s*_]*|$)",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\s*(?:[\[【［(*•\-–—>]|\d{1,3}[.):]|https?:|\^)")
_PREFIX = re.compile(  # of a quotation, a list's item, or a label
    r"\s*(?:>\s*)*(?:[-*•+–—]\s+|\d{1,2}[.)]\s+(?=\S))?"
    r"(?:[*_]*(?:answer|réponse|respuesta|antwort|risposta|resposta|الجواب|الإجابة)[*_]*"
    r"\s?[:：][*_]*\s*)?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\*{1,3}|_{2,3}|~~|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s*(?:#{1,6}\s|(?P<bold>\*\*|__)[^*_\n.!?…。؟\[]{1,80}(?P=bold)\s*:?\s*$)")
_HALVES = re.compile("[\ud800-\udfff]")  # of characters that came in two pieces
_MAY_HAVE_ENDED = re.compile(r"[.!?…。！？؟।][^\w.!?…。！？؟।]*\w+\W")
_MAX_SENTENCE_CHARS = 1000  # characters of a sentence; a model that loops may never end one
_PIECE_CHARS = 500  # characters of a piece that are read at once
_MAX_TAG_CHARS = 40  # characters that the mark of a thought's end may take
_HEADING_CHARS = 40  # characters by which a line has shown whether it is a heading


@dataclass(frozen=True, slots=True)
class RawSentence:
    """A sentence without its markers, on one line, and the numbers they held. `unsafe` says which
    of LINK and COMMAND were left out of it, and `begins_line` whether it stands first on its line.
    """

    text: str
    numbers: tuple[int, ...]
    unsafe: tuple[str, ...]
    begins_line: bool


class SentenceStream:
    """Feed it what comes; it gives back the sentences that are whole."""

    def __init__(self, language: str) -> None:
        """`language` is the one that the answer is expected in."""
        self._language = language
        self._rest = ""  # of the line that is being written
        self._begins_line = True
        self._is_thinking = False
        self._is_code = False
        self._in_sources = False
        self._after_blank = False

    def feed(self, words: str) -> Iterator[RawSentence]:
        for start in range(0, len(words), _PIECE_CHARS):
            yield from self._feed(words[start : start + _PIECE_CHARS])

    def _feed(self, words: str) -> Iterator[RawSentence]:
        self._rest += _HALVES.sub("", words)
        self._leave_out_thoughts()
        if self._is_thinking:
            return
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            yield from self._line(line)
        yield from self._begun_line()

    def finish(self) -> Iterator[RawSentence]:
        """What is left when no more comes."""
        if not self._is_thinking:
            yield from self._line(self._rest)
        self._rest = ""

    def _leave_out_thoughts(self) -> None:
        while True:
            if self._is_thinking:
                end = _THOUGHT.search(self._rest)
                if end is None:
                    self._rest = self._rest[-_MAX_TAG_CHARS:]  # where its end may have begun
                    return
                self._rest, self._is_thinking = self._rest[end.end() :], False
            begin = _THINKING.search(self._rest)
            if begin is None:
                self._rest = _THOUGHT.split(self._rest)[-1]  # some servers hide only its begin
                return
            self._is_thinking, self._rest = True, self._rest[begin.end() :]

    def _line(self, line: str) -> Iterator[RawSentence]:
        """All of a line that has ended."""
        begins, self._begins_line = self._begins_line, True
        if begins and _FENCE.match(line):
            self._is_code = not self._is_code
            if self._is_code:
                yield RawSentence(COMMAND, (), (COMMAND,), begins)
        elif not (self._is_code or self._is_of_sources(line, begins) or _HEADING.match(line)):
            yield from self._written(line, begins, _sentences(line, self._language))

    def _begun_line(self) -> Iterator[RawSentence]:
        """The sentences of the line being written that others follow already."""
        line = without_unended(self._rest)
        if self._is_code or self._in_sources or _FENCE.match(line) or _HEADING.match(line):
            return
        if len(line) < _HEADING_CHARS or _SOURCES.match(line):
            return
        if len(line) < _MAX_SENTENCE_CHARS and not _MAY_HAVE_ENDED.search(line):
            return
        sentences = _sentences(line, self._language)
        if sentences and len(sentences[-1].text) < _MAX_SENTENCE_CHARS:
            following = sentences.pop().text
            if not re.search(r"\w\W", following):
                return  # a word more may show that the sentence goes on
        if not sentences:
            return
        yield from self._written(line, self._begins_line, sentences)
        self._rest, self._begins_line = self._rest[sentences[-1].end :], False

    def _is_of_sources(self, line: str, begins: bool) -> bool:
        """Whether a line is of a list of sources: its heading, what follows that at once, and what
        looks like an entry behind a blank line.
        """
        if begins and _SOURCES.match(line):
            self._in_sources, self._after_blank = True, False
        elif self._in_sources and line.strip():
            self._in_sources = not self._after_blank or _ENTRY.match(line) is not None
        elif self._in_sources:
            self._after_blank = True
        return self._in_sources

    def _written(
        self, line: str, begins: bool, sentences: list[_Sentence]
    ) -> Iterator[RawSentence]:
        for sentence in sentences:
            if _SOURCES.match(sentence.text):
                self._in_sources, self._after_blank = True, False
                return
            bare = _SPECIAL.sub(" ", sentence.text)
            text, unsafe = without_links_and_commands(clean(close_up(bare)))
            text = one_line(_MARKS.sub("", text))
            if any(character.isalnum() for character in text):
                yield RawSentence(text, sentence.numbers, tuple(unsafe), begins)
                begins = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`text` has spaces in place of its markers; `end` is its end in its line, markers included."""

    text: str
    numbers: tuple[int, ...]
    end: int


def _sentences(line: str, language: str) -> list[_Sentence]:
    """The sentences of a line; markers belong to the one that they stand in or behind."""
    bare, markers = blank_markers(line)
    lead = _PREFIX.match(bare)
    start = lead.end() if lead else 0
    bare = " " * start + bare[start:]
    spans = sentence_spans(bare, language)
    starts = [0, *(span.start for span in spans[1:]), len(line)]
    found = []
    for span, start, end in zip(spans, starts, starts[1:], strict=False):
        numbers = (n for marker in markers if start <= marker.at < end for n in marker.numbers)
        found.append(_Sentence(span.of(bare), tuple(dict.fromkeys(numbers)), end))
    return found
