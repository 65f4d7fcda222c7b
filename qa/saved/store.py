"""Conversations in the library: written as they happen, found again by their words.

Each question and each answer is committed by itself, so that nothing is lost when the program is
killed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from quoth.index.errors import ConversationsError
from quoth.index.text.clean import one_line
from quoth.index.text.tokens import unaccented, words_of
from quoth.qa.answers import Answer
from quoth.qa.saved.file import FILE_NAME, connect, sqlite_errors
from quoth.qa.saved.records import Conversation, Summary, answer_from_json, answer_to_json
from quoth.qa.turns import Failure, Turn, now

_MAX_TITLE_CHARS = 100
_AGAIN = "Ask it again."
_UNDO = timedelta(hours=1)  # what was deleted longer ago is removed when the store is opened
_LIST = """
SELECT c.id, c.title, c.updated, count(t.id), {found} FROM conversations c
JOIN turns t ON t.conversation = c.id WHERE c.deleted IS NULL {where}
GROUP BY c.id ORDER BY c.updated DESC, c.id DESC
"""
_FOUND = """coalesce((SELECT question FROM turn_words JOIN turns ON turns.id = turn_words.rowid
WHERE turn_words MATCH :words AND conversation = c.id LIMIT 1), '')"""
_WHERE = """AND (folded(c.title) LIKE '%' || :folded || '%' OR c.id IN (
SELECT conversation FROM turn_words JOIN turns ON turns.id = turn_words.rowid WHERE turn_words MATCH :words))"""


class ConversationStore:
    """Several threads may use it, and several programs at once.

    Every method raises ConversationsError when the file cannot be used.
    """

    def __init__(self, library: Path) -> None:
        self._file = library / FILE_NAME
        self._lock = threading.Lock()
        self._connection = connect(self._file)
        with sqlite_errors(self._file):
            self._connection.create_function("folded", 1, _folded, deterministic=True)
        self._remove_deleted(before=datetime.now(UTC) - _UNDO)

    def ask(self, turn: Turn, conversation: int | None = None) -> int:
        """Save a turn's question, and give the turn the `id` of its row.

        Returns the id of the conversation, a new one where none is given.
        """
        moment, question = now(), one_line(turn.question)
        with self._writing():
            if conversation is None:
                conversation = self._run(
                    "INSERT INTO conversations (title, updated) VALUES (?, ?)",
                    (question[:_MAX_TITLE_CHARS], moment),
                )
            turn.id = self._run(
                "INSERT INTO turns (conversation, asked, question) VALUES (?, ?, ?)",
                (conversation, turn.asked, question),
            )
            self._run(
                "INSERT INTO turn_words (rowid, words) VALUES (?, ?)", (turn.id, _folded(question))
            )
            self._run("UPDATE conversations SET updated = ? WHERE id = ?", (moment, conversation))
        return conversation

    def finish(self, turn: Turn) -> None:
        """Save the answer of a turn that `ask` saved, or why there is none, unless the turn was
        removed meanwhile.
        """
        if turn.answer is None:
            with self._writing():
                self._run(
                    "UPDATE turns SET error = ? WHERE id = ?", (one_line(turn.error), turn.id)
                )
            return
        cited = (citation.article.title for citation in turn.answer.citations)
        words = _folded(" ".join((turn.answer.question, turn.answer.text, *cited)))
        with self._writing():
            written = answer_to_json(turn.answer)
            self._run("UPDATE turns SET answer = ? WHERE id = ?", (written, turn.id))
            self._run("UPDATE turn_words SET words = ? WHERE rowid = ?", (words, turn.id))

    def summaries(self, search: str = "") -> list[Summary]:
        """The latest first: all, or those that hold the words of `search`, the last by its beginning."""
        words = [f'"{word}"' for word in _folded(search).split()]
        if not words:
            rows = self._rows(_LIST.format(found="''", where=""))
        else:
            values = {"words": " ".join(words) + "*", "folded": _folded(search)}
            rows = self._rows(_LIST.format(found=_FOUND, where=_WHERE), values)
        return [Summary(*row) for row in rows]

    def read(self, id: int) -> Conversation:
        """Read a conversation with its turns. Raises ConversationsError for an unknown id."""
        rows = self._rows("SELECT title FROM conversations WHERE id = ?", (id,))
        if not rows:
            raise ConversationsError("That conversation has been deleted.", "Choose another.")
        turns = self._rows(
            "SELECT id, question, asked, answer, error FROM turns WHERE conversation = ? ORDER BY id",
            (id,),
        )
        return Conversation(id, rows[0][0], tuple(_turn(*row) for row in turns))

    def recent_questions(self, limit: int) -> list[str]:
        """What was asked last, in any conversation, the latest at the end."""
        rows = self._rows("SELECT question FROM turns ORDER BY id DESC LIMIT ?", (limit,))
        return [row[0] for row in reversed(rows)]

    def rename(self, id: int, title: str) -> None:
        with self._writing():
            title = one_line(title)[:_MAX_TITLE_CHARS]
            self._run("UPDATE conversations SET title = ? WHERE id = ?", (title, id))

    def delete(self, id: int) -> None:
        """Take a conversation out of the list; `restore` brings it back for an hour."""
        with self._writing():
            self._run("UPDATE conversations SET deleted = ? WHERE id = ?", (now(), id))

    def restore(self, id: int) -> None:
        with self._writing():
            self._run("UPDATE conversations SET deleted = NULL WHERE id = ?", (id,))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _remove_deleted(self, before: datetime) -> None:
        gone = "SELECT id FROM conversations WHERE deleted < ?"
        values = (before.isoformat(timespec="seconds"),)
        with self._writing():
            turns = f"SELECT id FROM turns WHERE conversation IN ({gone})"
            self._run(f"DELETE FROM turn_words WHERE rowid IN ({turns})", values)
            self._run(f"DELETE FROM turns WHERE conversation IN ({gone})", values)
            if self._connection.execute(
                "DELETE FROM conversations WHERE deleted < ?", values
            ).rowcount:
                # Only a merge takes the words of what was deleted out of the file.
                self._run("INSERT INTO turn_words (turn_words) VALUES ('optimize')", ())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it is saved, or nothing."""
        with sqlite_errors(self._file), self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _run(self, statement: str, values: tuple[Any, ...]) -> int:
        """The id of the row that an INSERT made."""
        return self._connection.execute(statement, values).lastrowid or 0

    def _rows(self, query: str, values: Any = ()) -> list[tuple[Any, ...]]:
        with sqlite_errors(self._file), self._lock:
            return self._connection.execute(query, values).fetchall()


def _turn(id: int, question: str, asked: str, answer: str | None, error: str) -> Turn:
    return Turn(question, asked, _outcome(answer, error), id)


def _outcome(answer: str | None, error: str) -> Answer | Failure | None:
    """What came of a saved question; None where Quoth ended before anything came."""
    if not answer:
        return Failure(error, _AGAIN) if error else None
    try:
        return answer_from_json(answer)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Failure("The answer that was saved cannot be read.", _AGAIN)


def _folded(text: str) -> str:
    """The words without case and accents, with one space between them."""
    return " ".join(unaccented(word).replace("'", "") for word in words_of(text))
