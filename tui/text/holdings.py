"""What a library holds, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from quoth.index.articles import Holdings
from quoth.tui.text.formatting import shortened
from quoth.tui.text.terminal_text import literal

_MOST_NAMED = 5
_LONG_NAME = 32  # characters


def told(holdings: Holdings) -> Content:
    """How many articles, from when to when, in which languages, from which papers. Slow at first:
    it loads the names of the languages.
    """
    languages = [(_language(code), count) for code, count in holdings.languages]
    lines = [
        _line("Articles", _articles(holdings)),
        _line("Languages", _named(languages)),
        _line("Papers", _named(holdings.sources)),
    ]
    return Content("\n").join(line for line in lines if line)


def _line(name: str, text: str) -> Content | None:
    return Content.assemble((f"{name:<11}", "bold"), literal(text)) if text else None


def _articles(holdings: Holdings) -> str:
    parts = [f"{holdings.articles:,}"]
    if holdings.first and holdings.last:
        first, last = holdings.first.isoformat(), holdings.last.isoformat()
        parts.append(f"of {first}" if first == last else f"from {first} to {last}")
    if holdings.undated:
        parts.append(f"{holdings.undated:,} undated")
    return " · ".join(parts)


def _named(counted: Sequence[tuple[str, int]]) -> str:
    """The most frequent with their numbers, and how many more there are."""
    named = [f"{shortened(name, _LONG_NAME)} {count:,}" for name, count in counted[:_MOST_NAMED]]
    rest = len(counted) - len(named)
    return " · ".join([*named, *([f"{rest:,} more"] if rest else [])])


def _language(code: str) -> str:
    from babel import Locale  # a quarter of a second

    return str(Locale("en").languages.get(code, code))
