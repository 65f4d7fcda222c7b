"""The screens besides the conversation, and what comes back from each. Loaded when first opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from quoth.index.errors import ConversationsError, QuothError
from quoth.qa.questions import Question
from quoth.tui.controllers.session import narrowed
from quoth.tui.controllers.telling import tell_error
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.screens.ask import AskScreen
from quoth.tui.text.terminal_text import terminal_line

if TYPE_CHECKING:
    from quoth.tui.controllers.exporting import Exports
    from quoth.tui.controllers.library_work import LibraryWork
    from quoth.tui.controllers.preferences import Preferences


class Doors(Protocol):
    """What the app has for its screens."""

    @property
    def work_on_library(self) -> LibraryWork: ...

    @property
    def exports(self) -> Exports: ...

    @property
    def preferences(self) -> Preferences: ...


def open_room(ask: AskScreen, app: Doors, name: str) -> None:
    """Push the screen of that name; one of ROOMS."""
    ROOMS[name](ask, app)


async def open_timeline(ask: AskScreen) -> None:
    """Ask for a topic, and show its events by their days. To be awaited in a worker."""
    from quoth.tui.screens.chronology import ChronologyScreen

    if (answerer := ask.session.answerer) is None:
        ask.notify("The library is not open yet.", markup=False)
        return
    topic = await ask.app.push_screen_wait(Prompt("Timeline of", hint="a place, a name, an event"))
    if not topic:
        return
    try:
        asked = replace(Question.read(topic, date.today()), kind="chronology")
        asked = narrowed(asked, ask.session.within)
        answer = await asyncio.to_thread(answerer.answer, asked)
    except QuothError as error:
        tell_error(ask, error)
        return
    if answer.answered:
        ask.app.push_screen(ChronologyScreen(answerer, answer), ask.narrow_to)
    else:
        ask.notify(terminal_line(answer.notice), markup=False)


def _conversations(ask: AskScreen, app: Doors) -> None:
    from quoth.tui.screens.conversations import ConversationsScreen

    async def resume(chosen: int | None) -> None:
        if chosen is None:
            return
        try:
            await ask.resume(await ask.conversation_log.read(lambda store: store.read(chosen)))
        except ConversationsError as error:
            tell_error(ask, error)

    ask.app.push_screen(ConversationsScreen(ask.conversation_log, app.exports), resume)


def _library(ask: AskScreen, app: Doors) -> None:
    from quoth.tui.screens.library import LibraryScreen

    if ask.session.answerer is None:
        none = "Nothing is indexed yet: Ctrl+O adds a folder."
        said = none if ask.first.are_wanted else "The library is not open yet."
        ask.notify(said, markup=False)
        return
    screen = LibraryScreen(ask.session.answerer, app.work_on_library)
    ask.app.push_screen(screen, ask.narrow_to)


def _rebuild(ask: AskScreen, app: Doors) -> None:
    from quoth.tui.screens.rebuild import RebuildScreen

    ask.app.push_screen(RebuildScreen(ask.rebuilding, app.work_on_library))


def _settings(ask: AskScreen, app: Doors) -> None:
    from quoth.tui.screens.settings import SettingsScreen

    ask.app.push_screen(SettingsScreen(app.preferences))


ROOMS: dict[str, Callable[[AskScreen, Doors], None]] = {
    "conversations": _conversations,
    "library": _library,
    "rebuild": _rebuild,
    "settings": _settings,
}
