"""What is special on a screen, then every key that works there, each with the id that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from quoth.tui.palette import EVERYWHERE, own_keys
from quoth.tui.text.terminal_text import literal

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

_KEYMAP = "Keys can be changed: set tui.keys (F5) to such as “ask.copy-answer=ctrl+b”."


class HelpScreen(ModalScreen[None]):
    """Arrows scroll. `special` of a screen are pairs: what is typed, and what it does."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "VerticalScroll"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]  # noqa: RUF012 - Textual's type
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f1", "dismiss", "Back", key_display="esc", id="help.back")
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._special: tuple[tuple[str, str], ...] = getattr(about, "SPECIAL", ())
        self._keys = sorted(own_keys(about), key=_is_everywhere)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            if self._special:
                yield Static("Special here", markup=False, classes="title")
                yield from (_row(sign, what) for sign, what in self._special)
            yield Static("Keys", markup=False, classes="title")
            yield from self._key_rows()
            yield _row("ctrl+p", "Every command by name", " ")
            yield Static("Commands, by Ctrl+P", markup=False, classes="title")
            yield from (_row(title, what) for title, what, _ in EVERYWHERE)
            yield Static(literal(_KEYMAP), markup=False, classes="hint")
            yield Static("esc back  ·  ↑ ↓ scroll", markup=False, classes="hint")

    def _key_rows(self) -> Iterator[Horizontal]:
        for active in self._keys:
            binding = active.binding
            shown = self.app.get_key_display(binding)
            yield _row(shown, binding.tooltip or binding.description, binding.id or "")


def _is_everywhere(active: ActiveBinding) -> bool:
    return (active.binding.id or "").startswith("app.")


def _row(sign: str, what: str, id: str = "") -> Horizontal:
    """`id` is what the key is called in the settings."""
    return Horizontal(
        Static(literal(sign, "bold $text-accent"), markup=False, classes="sign"),
        Static(literal(what), markup=False, classes="what"),
        Static(literal(id, "$foreground-muted"), markup=False, classes="id"),
        classes="keyed" if id else "",
    )
