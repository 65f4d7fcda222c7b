"""All questions and answers, the newest below. The view stays where the reader put it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quoth.qa.turns import Turn
from quoth.tui.messages import TurnChosen
from quoth.tui.panels.turn_view import TurnView

_MAX_TURNS = 50  # on the page: each key lays it all out again


class Conversation(VerticalScroll, can_focus=True):
    """Shows the turns of a conversation. One is the chosen one: its passages are those shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Answers", key_display="← →", id="conversation.previous"),
        Binding("right", "choose(1)", "Next answer", show=False, id="conversation.next"),
    ]

    page = getters.query_one("#page", Vertical)

    def __init__(self) -> None:
        super().__init__()
        self.chosen: TurnView | None = None
        self._gone = 0  # turns of this conversation that are no longer on the page
        self._left_at: float | None = None  # the row that this view was scrolled to by itself
        self.border_title = "Conversation"

    def compose(self) -> ComposeResult:
        yield Vertical(id="page")  # as high as the view at the least: little text stays on top

    def on_mount(self) -> None:
        self.anchor()

    async def welcome(self, shown: Widget, *, takes_focus: bool = False) -> None:
        """Show this until the first question; nothing happens after it. What takes the focus takes
        it instead of the conversation.
        """
        async with self.batch():  # turns may come while this waits its turn
            if not self.views:
                self.can_focus = not takes_focus
                await self.page.remove_children()
                await self.page.mount(shown.add_class("welcome"))

    @property
    def views(self) -> list[TurnView]:
        """The turns on the page, the oldest first."""
        return list(self.page.query_children(TurnView))

    def view_of(self, turn: Turn) -> TurnView | None:
        """What shows a turn, or None where it is no longer on the page."""
        return next((view for view in self.views if view.turn is turn), None)

    async def add(self, turn: Turn) -> TurnView:
        """Show a turn below the others, and choose it."""
        self.can_focus = True
        if self.is_followed:
            self._left_at = None
            self.anchor()
        async with self.batch():
            await self.page.query_children(".welcome").remove()
            view = TurnView(turn)
            await self.page.mount(view)
            await self._let_go()
        self.choose(view)
        return view

    async def replace(self, turns: Sequence[Turn]) -> None:
        """Show these turns, which are over, instead of those on the page."""
        self.can_focus = True
        self.chosen, self._gone = None, max(0, len(turns) - _MAX_TURNS)
        views = [TurnView(turn) for turn in turns[self._gone :]]
        async with self.batch():
            await self.page.remove_children()
            await self.page.mount_all(views)
            for view in views:
                view.show_outcome()
            await self._let_go()
        self.anchor()
        if views:
            self.choose(views[-1])
            self.post_message(TurnChosen(views[-1].turn))
            self.call_after_refresh(self._bring_up, views[-1])

    @property
    def is_followed(self) -> bool:
        """Whether the view is where what is new is shown, and nobody has scrolled away from there."""
        return self.scroll_y >= self.max_scroll_y or self.scroll_y == self._left_at

    def conclude(self, view: TurnView) -> None:
        """Show what came of a turn; to a reader who follows, its best quote, however long it is."""
        follows = self.is_followed
        view.show_outcome()
        if follows:
            self.call_after_refresh(self._bring_up, view)

    def _bring_up(self, view: TurnView) -> None:
        """Scroll to the end, or to where a turn that does not fit begins to answer."""
        if not view.is_attached:
            return
        at = view.virtual_region.y + view.top(self.scrollable_content_region.height)
        if at < self.max_scroll_y:
            self._left_at = at
            self.scroll_to(y=at, animate=False, immediate=True, force=True)
        else:
            self.anchor()

    async def _let_go(self) -> None:
        """Remove the oldest turns, which are saved: a long page would slow every key down."""
        every = self.views
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

    def choose(self, view: TurnView) -> None:
        """Set a turn off as the one whose passages are shown."""
        if self.chosen:
            self.chosen.remove_class("-chosen")
        self.chosen = view.add_class("-chosen")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose" or self.chosen is not None

    def action_choose(self, step: int) -> None:
        if self.chosen:
            every = self.views
            at = every.index(self.chosen) + step
            if 0 <= at < len(every):
                every[at].scroll_visible(animate=False)
                self.post_message(TurnChosen(every[at].turn))
