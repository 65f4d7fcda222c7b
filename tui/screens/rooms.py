"""The screens besides the conversation, and what comes back from each. Loaded when first opened."""

from __future__ import annotations

from collections.abc import Callable

from index.errors import ConversationsError
from tui.literal import one_line
from tui.screens.ask import AskScreen


def open_room(ask: AskScreen, name: str) -> None:
    """Push the screen of that name; one of ROOMS."""
    ROOMS[name](ask)


def _conversations(ask: AskScreen) -> None:
    from tui.screens.conversations import ConversationsScreen

    async def resume(chosen: int | None) -> None:
        if chosen is None:
            return
        try:
            await ask.resume(await ask.journal.read(lambda store: store.read(chosen)))
        except ConversationsError as error:
            text = one_line(f"{error.message} {error.hint}")
            ask.notify(text, severity="error", markup=False)

    ask.app.push_screen(ConversationsScreen(ask.journal), resume)


ROOMS: dict[str, Callable[[AskScreen], None]] = {
    "conversations": _conversations,
}
