"""The conversation on the screen, written down as it happens, by a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.message import Message

from quoth.index.errors import ConversationsError
from quoth.qa.turns import Turn
from quoth.tui.messages import NotSaved, QuestionsRemembered

if TYPE_CHECKING:
    from quoth.qa.saved.store import ConversationStore

Result = TypeVar("Result")
_MAX_REMEMBERED_QUESTIONS = 200  # questions that the box offers again


class _Conversation:
    """`id` is known once its first question is written."""

    def __init__(self, id: int | None = None) -> None:
        self.id = id


class ConversationLog:
    """Saves turns in the order in which they are asked for; nothing waits for the disk.

    Posts NotSaved at the first failure, and after it writes nothing.
    """

    def __init__(self, library: Path, tell: Callable[[Message], object]) -> None:
        self._library = library
        self._tell = tell
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="conversation-log")
        self._store: ConversationStore | None = None
        self._error: ConversationsError | None = None
        self._current = _Conversation()

    def open(self) -> None:
        """Open the store, and post QuestionsRemembered."""
        self._later(
            lambda store: self._tell(
                QuestionsRemembered(store.recent_questions(_MAX_REMEMBERED_QUESTIONS))
            )
        )

    def begin(self, conversation: int | None = None) -> None:
        """Let what is asked from now on belong to the conversation of this id, or to a new one."""
        self._current = _Conversation(conversation)

    @property
    def current(self) -> int | None:
        """The id of the conversation on the screen, once it has one."""
        return self._current.id

    def asked(self, turn: Turn) -> None:
        """Save a turn's question in the conversation on the screen."""
        conversation = self._current

        def write(store: ConversationStore) -> None:
            conversation.id = store.ask(turn, conversation.id)

        self._later(write)

    def finished(self, turn: Turn) -> None:
        """Save what came of a turn."""
        self._later(lambda store: store.finish(turn))

    async def read(self, work: Callable[[ConversationStore], Result]) -> Result:
        """What `work` makes of the store, after all that was to be written. Raises
        ConversationsError.
        """
        return await asyncio.wrap_future(self._thread.submit(lambda: work(self._opened())))

    async def close(self) -> None:
        """Return when everything is written."""
        await asyncio.to_thread(self._thread.shutdown)
        if self._store is not None:
            self._store.close()

    def _later(self, work: Callable[[ConversationStore], object]) -> None:
        def run() -> None:
            if self._error is not None:
                return
            try:
                work(self._opened())
            except ConversationsError as error:
                self._error = error
                self._tell(NotSaved(error))

        self._thread.submit(run)

    def _opened(self) -> ConversationStore:
        if self._store is None:
            from quoth.qa.saved.store import ConversationStore  # loads the stemmers

            self._store = ConversationStore(self._library)
        return self._store
