"""What article is read: where it is from, how far one is, and what is up with its file."""

from __future__ import annotations

from pathlib import PurePath

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from quoth.index.articles import ArticleCard
from quoth.tui.text import formatting as describe
from quoth.tui.text.terminal_text import literal, terminal_line


class ArticleHead(Vertical):
    """A line for the title, one for the metadata, and one below when there is something to know."""

    def __init__(self) -> None:
        super().__init__()
        self._card: ArticleCard | None = None

    def compose(self) -> ComposeResult:
        yield Static(markup=False, id="heading")
        yield Static(markup=False, id="origin")
        yield Static(markup=False, id="state")

    def show(self, card: ArticleCard, where: str) -> None:
        """`where` is our own words."""
        self._card = card
        title = literal(describe.title(card), "bold")
        heading = Content.assemble((f"{where}  ", "$text-accent"), title)
        self.query_one("#heading", Static).update(heading)
        self.progress("")

    def progress(self, position: str) -> None:
        if self._card is not None:
            source = describe.source(self._card)
            file = "" if self._card.url else PurePath(self._card.path).name
            parts = (position, source, self._card.author, file)
            text = " · ".join(filter(None, map(terminal_line, parts)))
            self.query_one("#origin", Static).update(literal(text))

    def say(self, state: str) -> None:
        shown = self.query_one("#state", Static)
        shown.update(literal(f"▲ {terminal_line(state)}" if state else ""))
        shown.display = bool(state)
