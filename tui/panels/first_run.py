"""What to do where nothing is indexed: three offers, a key each, and how far the work is."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quoth.index.progress import Progress
from quoth.tui.messages import FirstArticlesChosen
from quoth.tui.panels.work_bar import WorkBar
from quoth.tui.text.terminal_text import literal, terminal_line

_INTRODUCTION = """Quoth answers from articles of your own, word for word: \
text, Markdown, PDF, Word, web pages, e-books, mail. They stay on this machine."""
_OFFERS = {
    "folder": ("a", "Add a folder", "of articles, or one file"),
    "web": ("w", "Add a web address", "a page, or a feed"),
    "samples": ("s", "Try the sample articles", "to see how it answers"),
}


class FirstRun(Vertical):
    """Posts FirstArticlesChosen. While the work goes on, its progress stands in place of the offers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"begin_with('{name}')", title, id=f"first.{name}")
        for name, (key, title, _) in _OFFERS.items()
    ]

    offers = getters.query_one(OptionList)
    bar = getters.query_one(WorkBar)

    def __init__(self, *, has_samples: bool) -> None:
        super().__init__()
        self._is_working = False
        self._names = [name for name in _OFFERS if name != "samples" or has_samples]

    def compose(self) -> ComposeResult:
        yield Static(_INTRODUCTION, markup=False, classes="introduction")
        yield OptionList(*(Option(_offer(name), id=name) for name in self._names), markup=False)
        yield WorkBar()
        yield Static(markup=False, classes="problem")

    def on_mount(self) -> None:
        self.show(None, "")

    def show(self, progress: Progress | None, problem: str) -> None:
        """How far the work is, or that none goes on; and what became of it, when it failed."""
        self._is_working = progress is not None
        self.bar.show(progress, "")
        self.bar.display = self._is_working
        self.offers.display = not self._is_working
        told = self.query_one(".problem", Static)
        if problem or self._is_working:
            told.update(literal(terminal_line(problem)))
            told.display = bool(problem)

    def take_focus(self) -> None:
        """Let the keys work here."""
        self.offers.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "begin_with" or (parameters[0] in self._names and not self._is_working)

    def action_begin_with(self, name: str) -> None:
        self.post_message(FirstArticlesChosen(name))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_begin_with(event.option_id or "")


def _offer(name: str) -> Content:
    key, title, what = _OFFERS[name]
    return Content.assemble(
        (f" {key} ", "bold $text-accent"), (f" {title}", "bold"), (f"  {what}", "$foreground-muted")
    )
