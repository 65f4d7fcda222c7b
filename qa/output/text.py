"""Answers as text to carry elsewhere: plain, or Markdown with footnotes. Sources go with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quoth.index.articles import ArticleCard
from quoth.index.text.clean import one_line
from quoth.qa.answers import Answer, AnswerSentence, Citation, PartRead, Support
from quoth.qa.citations import cited_text
from quoth.qa.turns import Turn
from quoth.qa.understanding.follow_ups import ALONE

MARKS = {Support.SUPPORTED: "↺", Support.WEAK: "≈", Support.UNSUPPORTED: "✗"}
"""Of a sentence that a model wrote; ↺ where only its citation was mended."""
NOTHING = "Nothing in the library answers this."
_SIGNS = re.compile(r"([\\`*_\[\]<>|~$])")
_LINE_START = re.compile(r"^(\d*)([-+#=.)>])")
_MARKER = re.compile(r"\\\[(\d+)\\\]")


def source_of(card: ArticleCard) -> str:
    """Describe an article on one line: title, source, date and language."""
    date = card.published.isoformat() if card.published else "undated"
    language = "" if card.language == "und" else card.language
    return " · ".join(one_line(part) for part in (card.title, card.source, date, language) if part)


def place_of(citation: Citation) -> str:
    """Path or address, page and character offsets of a quote on one line, and whether it was
    recognised in a picture."""
    page = f", page {citation.page}" if citation.page else ""
    page += ", recognised" if citation.is_recognised else ""
    span = citation.span
    return f"{one_line(citation.article.place)}{page}, characters {span.start}–{span.end}"


def doubt_of(sentence: AnswerSentence) -> str:
    """What is wrong with a sentence that a model wrote, on one line; mostly nothing."""
    if sentence.support is Support.SUPPORTED and not sentence.repaired:
        return ""
    name = "" if sentence.support is Support.SUPPORTED else f"{sentence.support.value}: "
    return f"{MARKS[sentence.support]} {name}{one_line(' '.join(sentence.reasons))}"


def progress_of(part: PartRead) -> str:
    """Which step of an answer out of many passages is done now, on one line."""
    what = f"Reading “{one_line(part.title)}”" if part.title else "Writing from the notes"
    return f"{what}: step {part.number} of {part.of}…"


def reference(card: ArticleCard, page: int | None = None) -> str:
    """Name an article as print does, on one line: paper, title, date, page, and the address of a page
    of the web.
    """
    date = card.published.isoformat() if card.published else "undated"
    parts = (
        card.source,
        f"“{card.title or 'Untitled'}”",
        date,
        f"p. {page}" if page else "",
        card.url,
    )
    return ", ".join(one_line(part) for part in parts if part)


def printed(citation: Citation) -> str:
    """A quote with where it is from, on one line, as it goes to print."""
    return f"“{one_line(citation.quote)}” — {reference(citation.article, citation.page)}"


def is_quoting(answer: Answer) -> bool:
    """Whether an answer is its quotes, one after the other, and nothing else."""
    return bool(answer.citations) and answer.text == cited_text(answer.citations)


def request_of(answer: Answer) -> str:
    """What an answer that the whole library gives was taken to be asked for, on one line."""
    return f"Answered as a {answer.kind}, out of the whole library; {ALONE} in front asks it as a question."


def as_text(answer: Answer) -> str:
    """The question, the answer and its sources."""
    return plain([Turn(answer.question, outcome=answer)])


def plain(turns: Iterable[Turn], title: str = "") -> str:
    """Write turns as plain text; each quote stands on a line with its source."""
    blocks = [one_line(title)] if title else []
    for turn in turns:
        answer = turn.answer
        lines = [one_line(turn.question), ""]
        if answer is None:
            lines.append(one_line(turn.error or "Not answered."))
        elif is_quoting(answer):
            lines += [printed(citation) for citation in answer.citations]
        else:
            lines.append(answer.text or NOTHING)
            lines += filter(None, map(doubt_of, answer.sentences))
            lines += [f"[{one.number}] {printed(one)}" for one in answer.citations]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def as_markdown(answer: Answer) -> str:
    """The question as a heading, the answer, and each citation as a footnote that quotes."""
    return markdown([Turn(answer.question, outcome=answer)])


def markdown(turns: Iterable[Turn], title: str = "") -> str:
    """Write turns as Markdown, a heading for each question; footnotes are numbered throughout."""
    blocks = [f"# {escaped(title)}"] if title else []
    notes: list[str] = []
    for turn in turns:
        blocks.append(f"## {escaped(turn.question)}")
        answer = turn.answer
        if answer is None:
            blocks.append(f"*{escaped(turn.error or 'Not answered.')}*")
        elif not answer.answered:
            blocks.append(f"*{NOTHING}*")
        else:
            blocks.append(_with_footnotes(answer, first=len(notes) + 1))
            blocks += [f"*{escaped(doubt)}*" for doubt in map(doubt_of, answer.sentences) if doubt]
            notes += _notes(answer, first=len(notes) + 1)
    return "\n\n".join([*blocks, *notes]) + "\n"


def escaped(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    text = _SIGNS.sub(r"\\\1", one_line(text)).replace("&", "&amp;")
    return _LINE_START.sub(r"\1\\\2", text)


def _with_footnotes(answer: Answer, first: int) -> str:
    order = {citation.number: first + at for at, citation in enumerate(answer.citations)}

    def footnote(match: re.Match[str]) -> str:
        number = order.get(int(match[1]))
        return f"[^{number}]" if number else match[0]

    first_line, *lines = answer.text.split("\n") if answer.kind else [answer.text]
    items = "".join(f"\n- {_MARKER.sub(footnote, escaped(line))}" for line in lines)
    rule = _MARKER.sub(footnote, escaped(first_line))
    return f"{rule}\n{items}" if items else rule


def _notes(answer: Answer, first: int) -> Iterator[str]:
    """A footnote for each citation; it quotes where the answer itself does not."""
    for number, citation in enumerate(answer.citations, start=first):
        where = escaped(reference(citation.article, citation.page))
        quote = "" if is_quoting(answer) else f"“{escaped(citation.quote)}” — "
        yield f"[^{number}]: {quote}{where}"
