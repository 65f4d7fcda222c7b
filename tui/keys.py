"""The ids of the app's keys, by which the settings change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from textual.binding import Binding
from textual.dom import DOMNode

_ROOMS = ("quoth.tui.dialogs", "quoth.tui.panels", "quoth.tui.screens")


def unknown(keymap: Mapping[str, str]) -> list[str]:
    """What a keymap gives keys to, and is none of the app's. Imports every screen."""
    if not keymap:
        return []
    for room in _ROOMS:
        for module in iter_modules(import_module(room).__path__, f"{room}."):
            import_module(module.name)
    known = {binding.id for _, binding in own_bindings()}
    return [id for id in keymap if id not in known]


def own_bindings() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Every binding of our own classes that are imported, with its class."""
    kinds: list[type[DOMNode]] = [DOMNode]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("quoth.tui."):
            for binding in kind.__dict__.get("BINDINGS", ()):
                yield kind, binding
