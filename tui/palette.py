"""The command palette: what can be done from everywhere, every screen, and every key where one is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen

_MOVES = ("app.", "walk", "page", "scroll_", "recall", "rub_out", "read(", "submit", "choose")
"""Actions that are of no use from a list: moving about, typing, and those of EVERYWHERE."""
EVERYWHERE = (
    ("Add a folder, a file or a web address", "It is indexed besides what is", "add"),
    ("Watch the folders, or stop watching", "What changes there is indexed", "watch"),
    ("Rebuild the index", "Reads what is new or has changed", "rebuild"),
    ("Rebuild from scratch", "Reads and embeds every article again", "rebuild_fully"),
    ("Choose the model", "What writes the answers", "choose_model"),
    ("Copy the answer", "With its sources, in the format chosen", "copy_answer"),
    ("Copy the quote", "The one that the cursor is on, with its source", "copy_quote"),
    ("Copy answers as…", "Plain text, Markdown, BibTeX, Zotero, Word", "choose_format"),
    ("Export the conversation", "Into a file", "export"),
    ("New conversation", "The one on the screen is kept", "begin"),
    ("Timeline of a topic", "Its events by their days", "timeline"),
    ("Conversations", "Those before this one", "room('conversations')"),
    ("Library", "All articles", "room('library')"),
    ("Index", "How far a rebuild is, and what happened", "room('rebuild')"),
    ("Settings", "Changed one by one", "room('settings')"),
    ("Theme", "How the app looks", "change_theme"),
    ("Screenshot", "A picture of this screen, as SVG", "take_screenshot"),
    ("Help", "What is special here, and every key", "help"),
    ("Suspend", "Back to the shell; fg returns", "suspend_process"),
    ("Quit", "Ends Quoth; everything is kept", "quit"),
)
"""Title, what it is, and the app's action."""


def commands(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """What works everywhere, then what the keys do where one is. The keys come from the bindings
    themselves, so that none is missing or out of date. Keys that would be typed into the box are
    commands all the same.
    """
    titles = set()
    for title, what, action in EVERYWHERE:
        titles.add(title)
        yield SystemCommand(title, what, partial(app.run_action, action, app))
    for active in own_keys(screen):
        binding = active.binding
        title = binding.tooltip or binding.description
        if not binding.action.startswith(_MOVES) and title not in titles:
            titles.add(title)
            run = partial(app.run_action, binding.action, active.node)
            yield SystemCommand(title, f"key: {app.get_key_display(binding)}", run)


def own_keys(screen: Screen[Any]) -> Iterator[ActiveBinding]:
    """Our own bindings that work where the focus is, from it outwards, each under the key that it has
    now; one with several keys under its first.
    """
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        id = active.binding.id
        if id and id not in seen and id in _own(active.node):
            seen.add(id)
            yield active


def _own(node: DOMNode) -> set[str]:
    """The ids of the bindings that our own classes add to Textual's."""
    return {
        binding.id
        for kind in type(node).__mro__
        if kind.__module__.startswith("quoth.tui.")
        for binding in kind.__dict__.get("BINDINGS", ())
        if binding.id
    }
