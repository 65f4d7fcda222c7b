"""The command palette: every key that works where one is, and every screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from textual.actions import parse
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

_MOVES = ("app.", "walk", "page", "scroll_", "recall", "read", "submit", "choose(")
"""Actions that are of no use from a list: moving about, typing."""


def commands(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """From the bindings themselves, so that none is missing or out of date. Keys that would be
    typed into the box are commands all the same.
    """
    seen: set[str] = set()
    inner = screen.focused or screen
    for node in inner.ancestors_with_self:
        for binding in _own(node):
            _, name, parameters = parse(binding.action)
            done = binding.action in seen or binding.action.startswith(_MOVES)
            if done or not node.check_action(name, parameters):
                continue
            seen.add(binding.action)
            key = app.get_key_display(replace(binding, key=binding.key.partition(",")[0]))
            run = partial(app.run_action, binding.action, node)
            yield SystemCommand(binding.description, f"key: {key}", run)


def _own(node: DOMNode) -> Iterator[Binding]:
    """The bindings that our own classes add to Textual's."""
    for kind in type(node).__mro__:
        if kind.__module__.startswith("quoth.tui."):
            yield from kind.__dict__.get("BINDINGS", ())
