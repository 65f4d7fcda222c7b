"""A whole article, at the sentence that was cited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static
from textual.worker import get_current_worker

from index.articles import Article
from index.errors import LibraryError, QuothError
from tui.literal import literal, one_line
from tui.messages import ArticleRead, ReadingFailed
from tui.panels import describe
from tui.panels.article_view import ArticleView
from tui.panels.clipboard import copy_quote
from tui.panels.places import Place

if TYPE_CHECKING:
    from index.generation import Generation


class ReaderScreen(Screen[None]):
    """Walks the places of one answer; each in its article."""

    CSS_PATH = "reader.tcss"
    AUTO_FOCUS = "ArticleView"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back"),
        Binding("n,right_square_bracket", "walk(1)", "Next", key_display="n"),
        Binding("p,left_square_bracket", "walk(-1)", "Previous", key_display="p"),
        Binding("c", "copy", "Copy"),
    ]

    view = getters.query_one(ArticleView)
    heading = getters.query_one("#heading", Static)

    def __init__(self, generation: Generation, places: Sequence[Place], at: int) -> None:
        super().__init__()
        self._generation = generation
        self._places = tuple(places)
        self._at = at
        self._article: Article | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="top"):
            yield Static(markup=False, id="heading")
            yield Static(markup=False, id="origin")
        yield ArticleView()
        yield Footer()

    def on_mount(self) -> None:
        self._show_place()

    @property
    def place(self) -> Place:
        return self._places[self._at]

    def action_walk(self, step: int) -> None:
        self._at = (self._at + step) % len(self._places)
        self._show_place()

    def action_copy(self) -> None:
        copy_quote(self, self.place)

    def _show_place(self) -> None:
        place, card = self.place, self.place.article
        kind = "Citation" if place.number else "Near passage"
        where = f"{kind} {self._at + 1} of {len(self._places)}"
        title = literal(describe.title(card), "bold")
        self.heading.update(Content.assemble((f"{where}  ", "$text-accent"), title))
        parts = (
            describe.source(card) + describe.page(place),
            card.author,
            PurePath(card.path).name,
        )
        origin = " · ".join(filter(None, map(one_line, parts)))
        self.query_one("#origin", Static).update(literal(origin))
        if self._article and self._article.card.id == card.id:
            self.view.show(self._article.text, place.span)
        else:
            self._load(place)

    @work(thread=True, exclusive=True, group="read")
    def _load(self, place: Place) -> None:
        worker = get_current_worker()
        try:
            article = self._generation.catalog.article(place.article.id)
            if article is None:
                raise LibraryError("The article is no longer in the index.", "Ask again.")
        except QuothError as error:
            self.post_message(ReadingFailed(error))
            return
        if not worker.is_cancelled:
            self.post_message(ArticleRead(place, article))

    @on(ArticleRead)
    def _show_article(self, message: ArticleRead) -> None:
        self._article = message.article
        self.view.show(message.article.text, self.place.span)

    @on(ReadingFailed)
    def _say_failure(self, message: ReadingFailed) -> None:
        error = message.error
        self.notify(one_line(f"{error.message} {error.hint}"), severity="error", markup=False)
        self.dismiss()
