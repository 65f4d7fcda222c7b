"""All questions and answers, the newest below. The view stays where the reader put it."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.messages import ExchangeChosen
from tui.panels.exchange import Exchange


class Conversation(VerticalScroll, can_focus=True):
    """One exchange is the chosen one: its passages are those shown."""

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

    async def add(self, question: str) -> Exchange:
        await self.page.query_children("#welcome").remove()
        exchange = Exchange(question)
        await self.page.mount(exchange)
        self.choose(exchange)
        return exchange

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
