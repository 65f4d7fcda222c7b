"""Asks for a folder, a file or a web address to add, until it is one that can be added."""

from __future__ import annotations

import os

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input, Static

from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.panels.path_box import PathBox
from quoth.tui.text.path_completion import completions
from quoth.tui.text.terminal_text import literal, terminal_line
from quoth.tui.text.typed_place import is_web, place_in, trouble_with

_MOST_OFFERED = 6


class PlacePrompt(Prompt):
    """Enter gives an absolute path or a web address. A wrong one is told here, and stays."""

    def __init__(self, title: str, *, web: bool = False) -> None:
        """`web`: what is typed without a scheme is an address all the same."""
        super().__init__(title, "", "tab completes" if not web else "a page, or a feed's items")
        self._is_web = web

    def compose_input(self) -> ComposeResult:
        yield PathBox("https://…" if self._is_web else "~/articles, or drop a folder here")
        yield Static(markup=False, classes="offered")

    def on_mount(self) -> None:
        self._look("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    def take(self, typed: str) -> None:
        if self._is_web and typed.strip() and not is_web(typed.strip()):
            typed = f"https://{typed.strip()}"
        self._check(typed)

    @work(thread=True, exclusive=True, group="check")
    def _check(self, typed: str) -> None:
        place = place_in(typed)
        self.app.call_from_thread(self._checked, place, trouble_with(place))

    def _checked(self, place: str, problem: str) -> None:
        if problem:
            self.tell(problem)
        elif self.is_current:
            self.dismiss(place)

    @work(thread=True, exclusive=True, group="offer")
    def _look(self, typed: str) -> None:
        found = [] if self._is_web else completions(typed or f"~{os.sep}")
        names = [
            terminal_line(os.path.basename(path.rstrip("/"))) for path in found[:_MOST_OFFERED]
        ]
        more = ["…"] if len(found) > _MOST_OFFERED else []
        self.app.call_from_thread(self._offer, "  ".join([*names, *more]))

    def _offer(self, names: str) -> None:
        for shown in self.query(".offered").results(Static):
            shown.update(literal(names))


def adding() -> PlacePrompt:
    """Asks what is to be added to the library."""
    return PlacePrompt("Add a folder, a file or a web address")
