"""A whole article, at the sentence that was cited."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer
from textual.worker import get_current_worker

from quoth.index.articles import Article, Span
from quoth.index.errors import LibraryError, QuothError, UsageError
from quoth.tui.controllers import source_files as originals
from quoth.tui.controllers.clipboard import copy
from quoth.tui.controllers.meaning import sentences_near
from quoth.tui.controllers.session import Within, within
from quoth.tui.controllers.telling import tell_error
from quoth.tui.messages import ArticleRead, Found, ReadingFailed, Settled
from quoth.tui.panels.article_head import ArticleHead
from quoth.tui.panels.article_view import ArticleView
from quoth.tui.panels.find_bar import FindBar
from quoth.tui.text.copying import text_of
from quoth.tui.text.places import Place, found_in

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer


class ReaderScreen(Screen[Within]):
    """Walks the places of one answer; each in its article. Dismissed with the article to ask within."""

    CSS_PATH = "reader.tcss"
    AUTO_FOCUS = "ArticleView"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", key_display="esc", id="reader.back"),
        Binding("n", "next(1)", "Next", id="reader.next"),
        Binding("N", "next(-1)", "Previous", show=False, id="reader.previous"),
        Binding(
            "right_square_bracket", "walk(1)", "Next citation", show=False, id="reader.forward"
        ),
        Binding(
            "left_square_bracket,p",
            "walk(-1)",
            "Previous citation",
            show=False,
            id="reader.backward",
        ),
        Binding("slash", "search", "Search", id="reader.search"),
        Binding("w", "within", "Ask within", id="reader.ask-within"),
        Binding("c", "copy('quote')", "Copy", id="reader.copy-quote"),
        Binding("C", "copy('passage')", "Copy the passage", show=False, id="reader.copy-passage"),
        Binding("o", "view", "Open file", id="reader.open"),
        Binding("e", "edit", "Edit", id="reader.edit"),
    ]
    SPECIAL: ClassVar[tuple[tuple[str, str], ...]] = (
        ("/ and words ⏎", "searches by letters"),
        ("/ and words ctrl+s", "searches by meaning, in any language"),
        ("n N", "walk the citations, or the matches of a search"),
        ("[ ]", "always walk the citations"),
        ("w", "asks this article alone, until ⌫ in the empty box"),
        ("o e", "open the file in its viewer, or in your editor at the line"),
    )

    head = getters.query_one(ArticleHead)
    view = getters.query_one(ArticleView)
    bar = getters.query_one(FindBar)

    def __init__(
        self,
        answerer: QuestionAnswerer,
        places: Sequence[Place],
        at: int,
        cited: Sequence[Place] = (),
    ) -> None:
        """`cited` are all places that the conversation cites; they are marked too."""
        super().__init__()
        self._answerer = answerer
        self._generation = answerer.generation
        self._places, self._cited = tuple(places), tuple(cited)
        self._at = at
        self._article: Article | None = None

    def compose(self) -> ComposeResult:
        yield ArticleHead()
        yield ArticleView()
        yield FindBar(self._near)
        yield Footer()

    def on_mount(self) -> None:
        self.watch(self.view, "scroll_y", self._show_position)
        self._show_place()

    @property
    def place(self) -> Place:
        return self._places[self._at]

    def action_walk(self, step: int) -> None:
        self._at = (self._at + step) % len(self._places)
        self._show_place()

    def action_next(self, step: int) -> None:
        """The next match while there is a search, else the next citation."""
        if not self.bar.is_open:
            self.action_walk(step)
        elif match := self.bar.walk(step):
            self.view.seek(match)

    def action_copy(self, what: str) -> None:
        if found := text_of(what, self.place, None):
            copy(self, found[1], found[0])

    def action_search(self) -> None:
        self.bar.open()

    def action_back(self) -> None:
        """Out of the search first, then to where the reader came from."""
        if self.bar.is_open:
            self.bar.close()
            self.view.mark_matches(())
            self.view.focus()
        else:
            self.dismiss()

    def action_within(self) -> None:
        self.dismiss(within([self.place.article]))

    def _near(self, words: str) -> list[Span]:
        """The sentences of this article that are nearest in meaning. For a thread."""
        return sentences_near(self._answerer, words, self.place.article.id)

    @on(Found)
    def _show_matches(self, message: Found) -> None:
        self.view.mark_matches(message.spans)
        start = 0 if message.by_meaning else self.view.first_offset
        if match := self.bar.begin(message.spans, start, by_meaning=message.by_meaning):
            self.view.seek(match)
            self.view.focus()

    def _show_place(self) -> None:
        place, card = self.place, self.place.article
        kind = "Citation" if place.number else "Near passage"
        where = f"{kind} {self._at + 1} of {len(self._places)}"
        self.head.show(card, where if place.passage.text else "Article")
        if self._article and self._article.card.id == card.id:
            self._show_text(self._article)
        else:
            self._load(place)

    @on(Settled)
    def _show_position(self) -> None:
        """How far one has read: the page, or the share of the text."""
        article = self._article
        if article is None or not article.text or not self.view.is_wrapped:
            return
        offset = self.view.first_offset
        pages = article.card.page_starts
        at_end = self.view.scroll_y >= self.view.max_scroll_y
        share = 1.0 if at_end else offset / len(article.text)
        page = article.card.page_of(offset) or 1
        self.head.progress(f"p. {page} of {len(pages)}" if pages else f"{share:.0%}")

    @work(thread=True, exclusive=True, group="read")
    def _load(self, place: Place) -> None:
        worker = get_current_worker()
        try:
            article = self._generation.current().catalog.article(place.article.id)
            if article is None:
                raise LibraryError("The article is no longer in the index.", "Ask again.")
        except QuothError as error:
            self.post_message(ReadingFailed(error))
            return
        if not worker.is_cancelled:
            self.post_message(ArticleRead(article, originals.state_of(article.card)))

    @on(ArticleRead)
    def _show_article(self, message: ArticleRead) -> None:
        self._article, self.bar.text = message.article, message.article.text
        self.head.say(message.state)
        self._show_text(message.article)

    def _show_text(self, article: Article) -> None:
        span = found_in(article.text, self.place)
        if span is None and self.place.passage.text:
            self.head.say("The sentence no longer stands in this article.")
        others = [found_in(article.text, p) for p in self._cited if p.article.id == article.card.id]
        self.view.marks.mark_others([other for other in others if other])
        self.view.show(article.text, span or Span(0, 0), article.card.page_starts)
        self._show_position()

    @on(ReadingFailed)
    def _say_failure(self, message: ReadingFailed) -> None:
        tell_error(self, message.error)
        self.dismiss()

    @work(thread=True, group="open")
    def action_view(self) -> None:
        """Open the file as the desktop does, in the background."""
        try:
            command = originals.viewer_command(self._file())
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                check=False,
            )
            if done.returncode:
                raise UsageError(
                    f"{command[0]} could not open the file (code {done.returncode}).",
                    "e opens it in your $EDITOR.",
                )
        except (QuothError, OSError) as error:
            self.app.call_from_thread(tell_error, self, error)

    @work(group="open")
    async def action_edit(self) -> None:
        """Open the file in the user's editor at the sentence; the app waits behind it."""
        place = self.place
        quote = place.passage.quote(place.span)
        try:
            path = self._file()
        except QuothError as error:
            tell_error(self, error)
            return
        self._edit(path, await asyncio.to_thread(originals.line_of, path, quote))

    def _file(self) -> str:
        """The article's file. Raises UsageError where it is not to be opened."""
        roots = self._generation.current().manifest.roots
        return originals.openable(self.place.article.path, roots)

    def _edit(self, path: str, line: int) -> None:
        try:
            command = originals.editor_command(path, line)
            with self.app.suspend():
                subprocess.run(command, check=False)
        except (QuothError, OSError) as error:
            tell_error(self, error)
        except SuspendNotSupported:
            tell_error(
                self, UsageError("This terminal cannot show an editor.", "o opens a viewer.")
            )
