"""All articles of the library, and the files that could not be indexed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from quoth.index.articles import ArticleCard, Skipped
from quoth.index.errors import QuothError
from quoth.tui import messages
from quoth.tui.controllers.session import Within, within
from quoth.tui.controllers.telling import tell_error
from quoth.tui.dialogs.choice import Choice, Offer
from quoth.tui.panels.table import RowChosen, Table
from quoth.tui.panels.timeline import Timeline
from quoth.tui.screens.reader import ReaderScreen
from quoth.tui.text import formatting as describe
from quoth.tui.text.facets import facets, facets_of, spelt
from quoth.tui.text.listing import Column, Listing
from quoth.tui.text.places import beginning
from quoth.tui.text.terminal_text import literal, terminal_line

if TYPE_CHECKING:
    from quoth.qa.corpus.entities import Entity
    from quoth.qa.engine import QuestionAnswerer
    from quoth.tui.controllers.library_work import LibraryWork

MOST_WITHIN = 100  # articles that are asked alone
_MAX_NAMES_COUNTED = 6  # languages and sources that are named
_LONG_NAME_CELLS = 24  # cells
_NAME_CELLS = 18
_MEDIUM, _WIDE, _WIDEST = 60, 100, 130  # cells from which on there is room for another column


class LibraryScreen(Screen[Within]):
    """Newest first, filtered as one types; Enter reads an article. Dismissed with the articles to
    ask within.
    """

    CSS_PATH = "lists.tcss"
    AUTO_FOCUS = "#articles"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", key_display="esc", id="library.back"),
        Binding("slash", "filter", "Filter", id="library.filter"),
        Binding("f", "facets", "Facets", id="library.facets"),
        Binding("n", "names", "Names", id="library.names"),
        Binding("w", "within(False)", "Ask within", id="library.ask-within"),
        Binding("W", "within(True)", "Ask these", id="library.ask-these"),
        Binding("x", "skipped", "Skipped", id="library.skipped"),
        Binding("a", "add", "Add", id="library.add"),
    ]
    SPECIAL: ClassVar[tuple[tuple[str, str], ...]] = (
        ("f", "shows one paper, one author or one language alone"),
        ("n", "shows the articles that name one person, place or organisation"),
        ("w", "asks the article under the cursor alone, until ⌫ in the empty box"),
        ("W", "asks all articles that are listed, up to 100"),
        ("s S, or a click on a column", "sorts; undated articles stay last"),
        ("/", "filters by words of title, paper, path and language"),
    )

    filter_box = getters.query_one("#filter", Input)
    articles = getters.query_one("#articles", Table)
    skipped = getters.query_one("#skipped", Table)

    def __init__(self, answerer: QuestionAnswerer, work: LibraryWork) -> None:
        super().__init__()
        self._answerer = answerer
        self._work = work
        self._cards: list[ArticleCard] = []
        self._held = ""
        self._facet: tuple[str, Callable[[ArticleCard], bool]] | None = None
        self._names: list[Entity] | None = None

    def compose(self) -> ComposeResult:
        yield Static(markup=False, classes="heading", id="holdings")
        with Container(id="overview"):
            yield Timeline()
            yield Static(markup=False, id="counts")
        yield Input(placeholder="Filter by title, source, path, language…", id="filter")
        yield Table(_articles(()), id="articles", empty="No article has these words.")
        yield Table(_skipped(()), id="skipped", empty="Nothing was skipped.")
        yield Footer()

    def on_mount(self) -> None:
        self.skipped.display = False
        self._say_holdings("Library", "reading…")
        self._load()

    @work(thread=True, group="load")
    def _load(self) -> None:
        """Read the catalog of what answers now."""
        try:
            generation = self._answerer.generation.current()
            held, catalog = generation.manifest, generation.catalog
            newest_first = catalog.newest(held.articles)
            loaded = messages.LibraryRead(newest_first, catalog.skipped(), held.passages)
        except QuothError as error:
            loaded = messages.LibraryRead([], [], error=error)
        self.post_message(loaded)

    @on(messages.LibraryRead)
    def _show(self, message: messages.LibraryRead) -> None:
        if message.error:
            tell_error(self, message.error)
        cards = self._cards = message.articles
        skipped = f" · {len(message.skipped):,} files skipped" if message.skipped else ""
        self._held = f"{len(cards):,} articles, {message.passages:,} passages{skipped}"
        self.skipped.show(_skipped(message.skipped))
        self._narrow(self._facet)

    @on(messages.IndexChanged)
    def _read_again(self, message: messages.IndexChanged) -> None:
        """Show the newer index, narrowed as the one before."""
        self._answerer, self._names = message.answerer, None
        self._load()

    def _narrow(self, facet: tuple[str, Callable[[ArticleCard], bool]] | None) -> None:
        """Show the articles that a facet holds, under its name; None for all of them."""
        self._facet = facet
        if facet is None:
            self._say_holdings("Library", self._held)
            self._list(self._cards)
            return
        shown = [card for card in self._cards if facet[1](card)]
        told = f"{len(shown):,} of {len(self._cards):,} articles · {facet[0]}"
        self._say_holdings("Library", told)
        self._list(shown)

    def _list(self, cards: Sequence[ArticleCard]) -> None:
        self.query_one(Timeline).show([card.published for card in cards])
        counts = [
            _counts("Languages", Counter(card.language for card in cards)),
            _counts("Sources", Counter(card.source or "not stated" for card in cards)),
        ]
        self.query_one("#counts", Static).update(Content("\n").join(counts))
        self.articles.show(_articles(cards))

    def _say_holdings(self, name: str, text: str) -> None:
        heading = Content.assemble((name, "bold $text-accent"), literal(f"  {text}"))
        self.query_one("#holdings", Static).update(heading)

    @property
    def _shown(self) -> Table[ArticleCard] | Table[Skipped]:
        return self.articles if self.articles.display else self.skipped

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self.articles.filter(event.value)
        self.skipped.filter(event.value)

    @on(Input.Submitted, "#filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        self._shown.focus()

    @on(RowChosen)
    def _open(self, message: RowChosen) -> None:
        if isinstance(message.row, ArticleCard):
            reader = ReaderScreen(self._answerer, [beginning(message.row)], 0)
            self.app.push_screen(reader, self._leave_with)

    def _leave_with(self, chosen: Within | None) -> None:
        """Ask within what the reader was left with."""
        if chosen is not None:
            self.dismiss(chosen)

    def action_back(self) -> None:
        """Out of the filter first."""
        if self.focused is self.filter_box:
            self.filter_box.value = ""
            self._shown.focus()
        else:
            self.dismiss()

    def action_filter(self) -> None:
        self.filter_box.focus()

    def action_skipped(self) -> None:
        """Show the files that were skipped, or the articles again."""
        self.skipped.display, self.articles.display = self.articles.display, self.skipped.display
        self._shown.focus()

    @work(group="ask")
    async def action_add(self) -> None:
        await self._work.add()

    @work(group="ask")
    async def action_facets(self) -> None:
        """Show one paper, author or language alone, or all again."""
        counted = [Offer(name, name, f"{count:,}") for name, count in facets_of(self._cards)]
        chosen = await self._chosen("Show", counted)
        if chosen is not None:
            self._narrow((chosen, partial(_is_of, chosen)) if chosen else None)
            self.articles.focus()

    @work(group="ask")
    async def action_names(self) -> None:
        """Show the articles that hold one name, in whatever spelling, or all again."""
        try:
            if self._names is None:
                self._names = await asyncio.to_thread(self._find_names)
        except QuothError as error:
            tell_error(self, error)
            return
        names = self._names
        offers = [Offer(str(at), one.name, spelt(one)) for at, one in enumerate(names)]
        chosen = await self._chosen("Show what names", offers)
        if chosen is not None:
            one = names[int(chosen)] if chosen else None
            self._narrow((one.name, partial(_names, one)) if one else None)
            self.articles.focus()

    def _find_names(self) -> list[Entity]:
        """The names in the library. For a thread."""
        from quoth.qa.corpus.entities import entities

        return entities(self._answerer.generation.current())

    async def _chosen(self, title: str, offers: Sequence[Offer]) -> str | None:
        """What is chosen of these; "" for all articles, None for nothing."""
        everything = Offer("", "All articles", f"{len(self._cards):,}")
        return await self.app.push_screen_wait(Choice(title, [everything, *offers]))

    def action_within(self, all_listed: bool) -> None:
        """Ask the article that the cursor is on, or all that are listed."""
        rows = self.articles.rows if all_listed else filter(None, [self.articles.row])
        cards = list(rows) if self.articles.display else []
        if len(cards) > MOST_WITHIN:
            told = f"Narrow the list to {MOST_WITHIN} articles first: f or /."
            self.notify(told, markup=False)
        elif cards:
            self.dismiss(within(cards))


def _articles(cards: Sequence[ArticleCard]) -> Listing[ArticleCard]:
    return Listing(
        (
            Column("Date", _date, 10, order=lambda card: card.published),
            Column("Title", describe.title),
            Column("Source", lambda card: card.source, _NAME_CELLS, least=_MEDIUM),
            Column("Author", lambda card: card.author, _NAME_CELLS, least=_WIDE),
            Column("", lambda card: card.language, 3),
            Column("File", lambda card: PurePath(card.path).name, _LONG_NAME_CELLS, least=_WIDEST),
        ),
        cards,
    )


def _is_of(facet: str, card: ArticleCard) -> bool:
    return facet in facets(card)


def _names(one: Entity, card: ArticleCard) -> bool:
    return card.id in one.ids


def _date(card: ArticleCard) -> str:
    return card.published.isoformat() if card.published else "–"


def _skipped(files: Sequence[Skipped]) -> Listing[Skipped]:
    return Listing(
        (
            Column("File", lambda file: PurePath(file.path).name, _LONG_NAME_CELLS),
            Column("Why", lambda file: file.reason),
            Column("Folder", lambda file: str(PurePath(file.path).parent), least=_WIDE),
        ),
        files,
    )


def _counts(name: str, counted: Counter[str]) -> Content:
    """One line; the most frequent first."""
    most = counted.most_common(_MAX_NAMES_COUNTED)
    rest = len(counted) - len(most)
    named = [f"{terminal_line(key)} {count:,}" for key, count in most]
    text = " · ".join([*named, *([f"{rest:,} more"] if rest > 0 else [])])
    return Content.assemble((f"{name}  ", "bold"), literal(text, "$foreground-muted"))
