"""The app: screens, and the keys that work on all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on, work
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from quoth.index.settings import FILE_NAME, IndexSettings
from quoth.tui.controllers.clipboard import copy
from quoth.tui.controllers.ending import leave_on_signals
from quoth.tui.controllers.startup import Opening
from quoth.tui.controllers.theming import Theming
from quoth.tui.dialogs.confirm import Confirm
from quoth.tui.keys import unknown
from quoth.tui.messages import CopyWanted, SettingsChanged
from quoth.tui.palette import commands
from quoth.tui.screens.ask import AskScreen
from quoth.tui.screens.navigation import open_room, open_timeline
from quoth.tui.settings import TuiSettings, keymap_of
from quoth.tui.text.terminal_text import terminal_line

if TYPE_CHECKING:
    from quoth.qa.api import QuothLibrary
    from quoth.tui.controllers.exporting import Exports
    from quoth.tui.controllers.library_work import LibraryWork
    from quoth.tui.controllers.preferences import Preferences, Settings

_TWICE_SECONDS = 2.0  # seconds within which a second Ctrl+C leaves


class QuothApp(App[None]):
    """Asks one library; `seeds` are indexed first when nothing is."""

    TITLE = "Quoth"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", key_display="f1", id="app.help"),
        Binding("f2", "room('conversations')", "Conversations", show=False, id="app.conversations"),
        Binding("f3", "room('library')", "Library", show=False, id="app.library"),
        Binding("f4", "room('rebuild')", "Index", show=False, id="app.index"),
        Binding("f5", "room('settings')", "Settings", show=False, id="app.settings"),
        Binding("ctrl+o", "add", "Add articles", show=False, id="app.add"),
        Binding(
            "ctrl+z", "suspend_process", "Suspend", show=False, priority=True, id="app.suspend"
        ),
        Binding("ctrl+q", "quit", "Quit", priority=True, show=False, id="app.quit"),
        Binding(
            "ctrl+c",
            "interrupt",
            "Copy; twice: quit",
            show=False,
            priority=True,
            id="app.interrupt",
        ),
    ]

    def __init__(
        self,
        library: QuothLibrary,
        seeds: Path | None = None,
        look: TuiSettings | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._look = look or TuiSettings()
        self._theming = Theming(self, library.folder / FILE_NAME, self._look.theme)
        self._ask = AskScreen(Opening(library, seeds))
        self._exporting: Exports | None = None
        self._interrupted = -_TWICE_SECONDS

    def on_mount(self) -> None:
        if not self.is_headless:
            leave_on_signals(self)
        for digit in range(10):
            # Textual reads Alt and a digit as what a Mac's Option key writes: ¡ ™ £.
            cast("dict[str, Any]", ANSI_SEQUENCES_KEYS).pop(f"\x1b{digit}", None)
        self._theming.begin()
        self.push_screen(self._ask)
        self._use_keys(self._look.keys)
        self._ask.rebuilding.watch(on=self._look.watch)
        self.call_after_refresh(gc.enable)  # the command that opens the app has halted it

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        yield from commands(self, screen)

    @property
    def work_on_library(self) -> LibraryWork:
        """What changes the library, asked for from any screen."""
        from quoth.tui.controllers.library_work import LibraryWork

        return LibraryWork(self, self._ask.rebuilding)

    @property
    def exports(self) -> Exports:
        """What is carried out of the app. Loaded when it is first wanted."""
        from quoth.tui.controllers.exporting import Exports

        if self._exporting is None:
            log, form = self._ask.conversation_log, self._look.copy_as
            self._exporting = Exports(self, log, self.preferences, form)
        return self._exporting

    @property
    def preferences(self) -> Preferences:
        """The settings, as they are kept and take effect."""
        from quoth.tui.controllers.preferences import Preferences

        return Preferences(self._library.folder, self._apply)

    def _apply(self, settings: Settings) -> None:
        if isinstance(settings, IndexSettings):
            self._ask.rebuilding.configure(settings)
        elif isinstance(settings, TuiSettings):
            self._look = settings
            self._ask.rebuilding.watch(on=settings.watch)
            self._use_keys(settings.keys)
            self.exports.form = settings.copy_as
        else:
            self._ask.session.configure(settings)
        self.screen.post_message(SettingsChanged())

    def _use_keys(self, keys: str) -> None:
        keymap = keymap_of(keys)
        self.set_keymap(keymap)
        for id in unknown(keymap):
            told = terminal_line(f"There is no key {id!r}: F1 lists them.")
            self.notify(told, severity="warning", markup=False)

    async def action_room(self, name: str) -> None:
        """Open one of the other screens, in place of whatever lies on the conversation."""
        if self._ask in self.screen_stack:
            await self._uncover()
            open_room(self._ask, self, name)

    async def action_begin(self) -> None:
        """Go to the conversation, and begin a new one."""
        await self._uncover()
        await self._ask.action_begin()

    @work(group="ask")
    async def action_timeline(self) -> None:
        """Ask for a topic, and show its events by their days."""
        if self._ask in self.screen_stack:
            await self._uncover()
            await open_timeline(self._ask)

    async def _uncover(self) -> None:
        """Take away whatever lies on the conversation."""
        while self.screen is not self._ask:
            await self.pop_screen()

    @work(group="ask")
    async def action_add(self) -> None:
        await self.work_on_library.add()

    @work(group="ask")
    async def action_watch(self) -> None:
        await self.work_on_library.watch()

    @work(group="ask")
    async def action_rebuild(self) -> None:
        await self.work_on_library.rebuild()

    @work(group="ask")
    async def action_rebuild_fully(self) -> None:
        await self.work_on_library.rebuild_fully()

    @work(group="ask")
    async def action_choose_model(self) -> None:
        from quoth.tui.controllers.models import choose_model

        await choose_model(self, self.preferences, self._library.settings)

    @work(group="ask")
    async def action_choose_format(self) -> None:
        """Choose the format of copies; where one was about to copy, that goes on."""
        if await self.exports.choose() and self.screen is self._ask and self._ask.chosen()[1]:
            self.action_copy_answer()

    @work(group="ask")
    async def action_export(self) -> None:
        conversation = self._ask.conversation_log.current
        if conversation is None:
            self.notify("There is nothing to export before the first question.", markup=False)
        else:
            title = self._ask.conversation.views[0].turn.question
            await self.exports.export(conversation, title)

    def action_copy_answer(self) -> None:
        """Copy the answer with its sources, in the format that is chosen."""
        self._copy("answer")

    def action_copy_quote(self) -> None:
        self._copy("quote")

    @on(CopyWanted)
    def _copy_wanted(self, message: CopyWanted) -> None:
        self._copy(message.what)

    def _copy(self, what: str) -> None:
        place, answer = self._ask.chosen()
        if place is None and answer is None:
            self.notify("There is nothing to copy before the first answer.", markup=False)
        self.exports.copy(what, place, answer)

    def action_take_screenshot(self) -> None:
        """Once the palette, where it was chosen, is gone from the picture."""
        self.call_after_refresh(self.deliver_screenshot)

    def action_help(self) -> None:
        """Show what is special here and every key."""
        from quoth.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.screen))

    async def action_quit(self) -> None:
        """At once, unless a rebuild would be stopped."""
        if not self._ask.rebuilding.is_running:
            self.exit()
        elif not isinstance(self.screen, Confirm):
            question = "A rebuild is running. What it has embedded so far is kept."
            self.push_screen(Confirm(question, "quit", "stay"), self._leave)

    def _leave(self, agreed: bool | None) -> None:
        if agreed:
            self.exit()

    async def action_interrupt(self) -> None:
        """Copy what is selected; without a selection, leave at the second press."""
        selected = self.screen.get_selected_text()
        if not selected and isinstance(self.focused, Input):
            selected = self.focused.selected_text
        if selected:
            copy(self.screen, selected, "Selection")
            return
        now = time.monotonic()
        if now - self._interrupted < _TWICE_SECONDS:
            await self.action_quit()
            return
        self._interrupted = now
        self.notify("Press Ctrl+C again to quit.", timeout=_TWICE_SECONDS, markup=False)
