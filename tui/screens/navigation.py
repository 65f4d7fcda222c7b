"""The screens besides the conversation, and what comes back from each. Loaded when first opened."""

from __future__ import annotations

from collections.abc import Callable

from quoth.index.errors import ConversationsError
from quoth.index.settings import IndexSettings
from quoth.tui.screens.ask import AskScreen
from quoth.tui.settings import TuiSettings
from quoth.tui.text.terminal_text import terminal_line


def open_room(ask: AskScreen, name: str) -> None:
    """Push the screen of that name; one of ROOMS."""
    ROOMS[name](ask)


def _conversations(ask: AskScreen) -> None:
    from quoth.tui.screens.conversations import ConversationsScreen

    async def resume(chosen: int | None) -> None:
        if chosen is None:
            return
        try:
            await ask.resume(await ask.conversation_log.read(lambda store: store.read(chosen)))
        except ConversationsError as error:
            text = terminal_line(f"{error.message} {error.hint}")
            ask.notify(text, severity="error", markup=False)

    ask.app.push_screen(ConversationsScreen(ask.conversation_log), resume)


def _library(ask: AskScreen) -> None:
    from quoth.tui.screens.library import LibraryScreen

    if ask.session.answerer is None:
        none = "Nothing is indexed yet: F4, then a, adds a folder."
        said = none if ask.first.are_wanted else "The library is not open yet."
        ask.notify(said, markup=False)
        return
    generation = ask.session.answerer.generation
    ask.app.push_screen(LibraryScreen(generation, ask.rebuilding))


def _rebuild(ask: AskScreen) -> None:
    from quoth.tui.screens.rebuild import RebuildScreen

    ask.app.push_screen(RebuildScreen(ask.rebuilding))


def _settings(ask: AskScreen) -> None:
    from quoth.tui.screens.settings import Settings, SettingsScreen

    def apply(settings: Settings) -> None:
        if isinstance(settings, IndexSettings):
            ask.rebuilding.configure(settings)
        elif isinstance(settings, TuiSettings):
            ask.rebuilding.watch(on=settings.watch)
        else:
            ask.session.configure(settings)

    ask.app.push_screen(SettingsScreen(ask.rebuilding.library.folder, apply))


ROOMS: dict[str, Callable[[AskScreen], None]] = {
    "conversations": _conversations,
    "library": _library,
    "rebuild": _rebuild,
    "settings": _settings,
}
