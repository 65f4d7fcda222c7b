"""Searching within one text: where it is typed, and the matches that are walked."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import get_current_worker

from quoth.index.articles import Span
from quoth.tui.messages import Found
from quoth.tui.text.search import MAX_MATCHES, find_all

Near = Callable[[str], list[Span]]
"""Words -> the sentences nearest to them in meaning, the nearest first. Slow."""


class FindBar(Input):
    """Enter searches in a thread and posts Found; the bar then says which match one is at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "By letters", key_display="⏎", id="find.letters"),
        Binding("ctrl+s", "search_meaning", "By meaning", id="find.meaning"),
    ]

    def __init__(self, near: Near) -> None:
        super().__init__(placeholder="Search in this article…", id="find")
        self.text = ""
        self.matches: list[Span] = []
        self._near = near
        self._at = 0
        self._called = "match"

    def open(self) -> None:
        self.add_class("-open").focus()

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def close(self) -> None:
        self.remove_class("-open")
        self.value, self.border_subtitle, self.matches = "", "", []

    @on(Input.Submitted)
    def _search(self, event: Input.Submitted) -> None:
        event.stop()
        self._find(self.text, event.value, by_letters=True)

    def action_search_meaning(self) -> None:
        self._find(self.text, self.value, by_letters=False)

    @work(thread=True, exclusive=True, group="find")
    def _find(self, text: str, wanted: str, *, by_letters: bool) -> None:
        worker = get_current_worker()
        if by_letters:
            spans = find_all(text, wanted, lambda: worker.is_cancelled)
        else:
            spans = self._near(wanted)
        if not worker.is_cancelled:
            self.post_message(Found(spans, by_meaning=not by_letters))

    def begin(self, spans: list[Span], offset: int, *, by_meaning: bool = False) -> Span | None:
        """Take these matches; the first one from an offset on, else the first of all."""
        self.matches = spans
        self._called = "by meaning:" if by_meaning else "match"
        self._at = next((n for n, span in enumerate(spans) if span.start >= offset), 0)
        return self.walk(0)

    def walk(self, step: int) -> Span | None:
        count = len(self.matches)
        if not count:
            self.border_subtitle = "no match by letters · ctrl+s: by meaning"
            return None
        self._at = (self._at + step) % count
        more = "+" if count == MAX_MATCHES else ""
        self.border_subtitle = f"{self._called} {self._at + 1:,} of {count:,}{more}"
        return self.matches[self._at]
