"""Scores, articles and answers in words and signs, the same in every panel."""

from __future__ import annotations

from textual.content import Content

from quoth.index.articles import ArticleCard, Passage
from quoth.qa.answers import Answer, Verdict
from quoth.tui.text.places import Place
from quoth.tui.text.terminal_text import literal, terminal_line

_WORDS = {
    Verdict.FOUND: "● found",
    Verdict.PROBABLY: "◕ probably",
    Verdict.UNCERTAIN: "◔ uncertain: this may be it",
    Verdict.NOT_HERE: "∅ not here",
}
_MAX_SOURCE_CHARS = 100  # characters of a source; twice as many of a title


def bar(fraction: float, width: int) -> str:
    """A fraction 0..1 as `width` signs that differ in shape, not only in colour."""
    full = round(min(1.0, max(0.0, fraction)) * width)
    return "▰" * full + "▱" * (width - full)


def verdict(answer: Answer) -> str:
    """Whether the answer's first quote answers, in words, with a sign that differs in shape; what was
    requested, of an answer out of the whole library.
    """
    if answer.kind:
        told = f"{len(answer.citations):,} lines" if answer.answered else "not here"
        return f"{'≡' if answer.answered else '∅'} {answer.kind} · {told}"
    return _WORDS[answer.verdict]


def look(answer: Answer) -> str:
    """The class of what shows an answer, for its look in the style sheets: that of its verdict, or
    of an answer out of the whole library.
    """
    if answer.kind and answer.answered:
        return "-listed"
    return f"-{answer.verdict.value.replace(' ', '-')}"


def paper(article: ArticleCard) -> str:
    """Paper and date on one line; the site of an article of the web that names no paper."""
    site = article.url.partition("://")[2].partition("/")[0]
    date = article.published.isoformat() if article.published else "undated"
    return " · ".join(filter(None, (shortened(article.source or site, _MAX_SOURCE_CHARS), date)))


def source(article: ArticleCard) -> str:
    """Paper, date and address on one line, as far as the article states them."""
    return " · ".join(filter(None, (paper(article), terminal_line(article.url))))


def title(article: ArticleCard) -> str:
    return shortened(article.title or article.path, 2 * _MAX_SOURCE_CHARS) or "Untitled"


def page(place: Place) -> str:
    """The page that a place is on, and whether it was recognised in a picture."""
    number = place.article.page_of(place.span.start)
    recognised = " · recognised" if place.article.is_recognised(place.span) else ""
    return (f" · p. {number}" if number else "") + recognised


def also(place: Place) -> str:
    """How many other articles print the passage too, and the first of them."""
    if not place.also:
        return ""
    first = place.also[0].source or title(place.also[0])
    more = f" +{len(place.also) - 1}" if len(place.also) > 1 else ""
    return f" · also: {shortened(first, _MAX_SOURCE_CHARS)}{more}"


def excerpt(passage: Passage, place: Place, before: int) -> Content:
    """The passage with the sentence marked, from at most `before` characters in front of it."""
    start = place.span.start - passage.span.start
    end = place.span.end - passage.span.start
    first = max(0, start - before)
    if first:
        first = passage.text.find(" ", first, start) + 1 or start
    return Content.assemble(
        literal(("… " if first else "") + passage.text[first:start], "$foreground-muted"),
        literal(passage.text[start:end], "bold $text-accent" if place.number else ""),
        literal(passage.text[end:], "$foreground-muted"),
    )


def shortened(text: str, most: int) -> str:
    """The text on one line, cut at a word where it is longer than `most` characters."""
    text = terminal_line(text)
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0][:most] + " …"
