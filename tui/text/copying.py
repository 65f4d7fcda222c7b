"""What can be copied from a conversation, as text that keeps its sources."""

from __future__ import annotations

from quoth.qa.answers import Answer
from quoth.qa.output.formats import FORMATS
from quoth.qa.output.text import reference
from quoth.qa.turns import Turn
from quoth.tui.text.places import Place
from quoth.tui.text.terminal_text import terminal_line


def quote(place: Place) -> str:
    """The sentence with where it is from."""
    return _cited(place.passage.quote(place.span), place)


def passage(place: Place) -> str:
    """All of the passage around it."""
    return _cited(place.passage.text, place)


def text_of(
    what: str, place: Place | None, answer: Answer | None, form: str = "plain"
) -> tuple[str, str] | None:
    """(our words for it, the text), or None where there is no such thing now. An answer is in the
    format of that name, which must be one of text.
    """
    if place is not None and what == "quote":
        return "Quote and source", quote(place)
    if place is not None and what == "passage":
        return "Passage and source", passage(place)
    if answer is None or what != "answer":
        return None
    written = FORMATS[form].write([Turn(answer.question, outcome=answer)], "")
    named = "" if form == "plain" else f" as {FORMATS[form].title}"
    return f"Answer with its sources{named}", str(written)


def _cited(text: str, place: Place) -> str:
    page = place.article.page_of(place.span.start)
    return f"“{terminal_line(text)}” — {reference(place.article, page)}"
