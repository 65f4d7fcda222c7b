"""All questions and answers, the newest below. The view stays where the reader put it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from quoth.qa.understanding.follow_ups import Earlier, earlier_of
from quoth.tui.messages import ExchangeChosen
from quoth.tui.panels.exchange import Exchange

if TYPE_CHECKING:
    from quoth.qa.saved.records import Turn

_MAX_TURNS = 50  # exchanges on the page: each key lays it all out again


class Conversation(VerticalScroll, can_focus=True):
    """One exchange is the chosen one: its passages are those shown."""

    HELP = """
    **n p** walk the answers, **1**–**9** open a citation, **a** copies the answer with its
    sources, **m** copies it as Markdown. **End** follows new answers again.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "choose(1)", "Next answer"),
        Binding("p", "choose(-1)", "Previous answer"),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]

    page = getters.query_one("#page", Vertical)

    def __init__(self) -> None:
        super().__init__()
        self.chosen: Exchange | None = None
        self._gone = 0  # exchanges of this conversation that are no longer on the page
        self.border_title = "Conversation"

    def compose(self) -> ComposeResult:
        yield Vertical(id="page")  # as high as the view at the least: little text stays on top

    def on_mount(self) -> None:
        self.anchor()

    async def welcome(self, text: Content) -> None:
        """What is read before the first question."""
        if not self.exchanges:
            await self.page.remove_children()
            await self.page.mount(Static(text, markup=False, id="welcome"))

    @property
    def exchanges(self) -> list[Exchange]:
        return list(self.page.query_children(Exchange))

    def before(self, exchange: Exchange) -> tuple[Earlier, ...]:
        """What was asked in front of it and answered, as it was understood, oldest first."""
        every = self.exchanges
        at = every.index(exchange) if exchange in every else 0
        answers = [earlier.answer for earlier in every[:at] if earlier.answer]
        return tuple(earlier_of(answer) for answer in answers)

    async def add(self, question: str) -> Exchange:
        async with self.batch():
            await self.page.query_children("#welcome").remove()
            exchange = Exchange(question)
            await self.page.mount(exchange)
            await self._let_go()
        self.choose(exchange)
        return exchange

    async def replace(self, turns: Sequence[Turn]) -> None:
        """Show these questions and answers instead of those that are there."""
        self.chosen, self._gone = None, max(0, len(turns) - _MAX_TURNS)
        exchanges = [Exchange(turn.question) for turn in turns[self._gone :]]
        async with self.batch():
            await self.page.remove_children()
            await self.page.mount_all(exchanges)
            for exchange, turn in zip(exchanges, turns[self._gone :], strict=True):
                exchange.show_turn(turn)
            await self._let_go()
        if exchanges:
            self.choose(exchanges[-1])
            self.post_message(ExchangeChosen(exchanges[-1]))
        self.anchor()

    async def _let_go(self) -> None:
        """Of the oldest, which are saved: a page of any length would slow every key down."""
        every = self.exchanges
        if over := every[: max(0, len(every) - _MAX_TURNS)]:
            await self.page.remove_children(over)
            self._gone += len(over)
        if self._gone and not self.page.query_children("#gone"):
            await self.page.mount(Static(markup=False, id="gone"), before=0)
        if self._gone:
            text = (
                f"▲ {self._gone:,} earlier questions of this conversation are saved; F2 exports it."
            )
            self.page.query_one("#gone", Static).update(Content(text))

    def choose(self, exchange: Exchange) -> None:
        if self.chosen:
            self.chosen.remove_class("-chosen")
        self.chosen = exchange.add_class("-chosen")

    def action_choose(self, step: int) -> None:
        if self.chosen:
            every = self.exchanges
            at = every.index(self.chosen) + step
            if 0 <= at < len(every):
                every[at].scroll_visible(animate=False)
                self.post_message(ExchangeChosen(every[at]))
