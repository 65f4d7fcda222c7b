"""What is carried out of the app: copies of answers, and conversations as files."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from quoth.index.errors import ConversationsError, UsageError
from quoth.qa.output.formats import FORMATS, Format
from quoth.qa.saved.export import export, file_name, write
from quoth.qa.turns import Turn
from quoth.tui.controllers.clipboard import copy
from quoth.tui.controllers.telling import tell_error
from quoth.tui.dialogs.choice import Choice, Offer
from quoth.tui.dialogs.prompt import Prompt
from quoth.tui.text.copying import text_of
from quoth.tui.text.terminal_text import terminal_line

if TYPE_CHECKING:
    from quoth.qa.answers import Answer
    from quoth.tui.controllers.conversation_log import ConversationLog
    from quoth.tui.controllers.preferences import Preferences
    from quoth.tui.text.places import Place

_SUFFIXES = "ends in .md, .docx, .txt, .bib, .csl.json (Zotero) or .json"


class Exports:
    """`form` names the format that answers are copied in; a choice of another is kept."""

    def __init__(
        self, app: App[Any], log: ConversationLog, preferences: Preferences, form: str
    ) -> None:
        self._app = app
        self._log = log
        self._preferences = preferences
        self.form = form if form in FORMATS else "plain"

    def copy(self, what: str, place: Place | None, answer: Answer | None) -> None:
        """Copy the "quote", the "passage" or the "answer"; nothing where there is none. An answer in
        a format that is no text becomes a file.
        """
        if what == "answer" and answer is not None and not FORMATS[self.form].is_text:
            self._app.run_worker(self._write(answer, FORMATS[self.form]), group="ask")
        elif found := text_of(what, place, answer, self.form):
            copy(self._app.screen, found[1], found[0])

    async def choose(self) -> bool:
        """Let a format be chosen, and keep it; whether one was."""
        offers = [
            Offer(name, form.title, "as now" if name == self.form else "")
            for name, form in FORMATS.items()
        ]
        chosen = await self._app.push_screen_wait(Choice("Copy answers as", offers))
        if chosen is None:
            return False
        self.form = chosen
        try:
            self._preferences.change("tui", copy_as=chosen)
        except UsageError as error:
            tell_error(self._app, error)
        return True

    async def export(self, conversation: int, title: str) -> None:
        """Write a saved conversation to the file that is typed."""

        async def check(typed: str) -> str:
            file = Path(typed).expanduser().absolute()
            try:
                await self._log.read(lambda store: export(store.read(conversation), file))
            except ConversationsError as error:
                return f"{error.message} {error.hint}"
            self._tell(file)
            return ""

        name = str(Path.cwd() / file_name(title, ".md"))
        await self._app.push_screen_wait(Prompt("Export to", name, _SUFFIXES, check=check))

    async def _write(self, answer: Answer, form: Format) -> None:
        async def check(typed: str) -> str:
            file = Path(typed).expanduser().absolute()
            content = form.write([Turn(answer.question, outcome=answer)], "")
            try:
                await asyncio.to_thread(partial(write, content, file))
            except ConversationsError as error:
                return f"{error.message} {error.hint}"
            self._tell(file)
            return ""

        name = str(Path.cwd() / file_name(answer.question, form.suffix))
        await self._app.push_screen_wait(Prompt(f"Write for {form.title} to", name, check=check))

    def _tell(self, file: Path) -> None:
        self._app.notify(f"Written to {terminal_line(str(file))}", markup=False)
