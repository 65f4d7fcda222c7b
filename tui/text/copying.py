"""What can be copied from a conversation, as text that keeps its sources."""

from __future__ import annotations

from quoth.qa.answers import Answer
from quoth.qa.output.text import as_markdown, as_text
from quoth.tui.text import formatting as describe
from quoth.tui.text.places import Place
from quoth.tui.text.terminal_text import terminal_line


def quote(place: Place) -> str:
    """The sentence with where it is from."""
    return _cited(place.passage.quote(place.span), place)


def passage(place: Place) -> str:
    """All of the passage around it."""
    return _cited(place.passage.text, place)


def text_of(what: str, place: Place | None, answer: Answer | None) -> tuple[str, str] | None:
    """(our words for it, the text), or None where there is no such thing now."""
    if place is not None and what == "quote":
        return "Quote and source", quote(place)
    if place is not None and what == "passage":
        return "Passage and source", passage(place)
    if answer is not None and what == "answer":
        return "Answer with its sources", as_text(answer)
    if answer is not None and what == "markdown":
        return "Answer as Markdown", as_markdown(answer)
    return None


def _cited(text: str, place: Place) -> str:
    article = place.article
    return f"“{terminal_line(text)}” — {describe.title(article)}, {describe.source(article)}"
