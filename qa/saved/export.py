"""A conversation as a file that other programs read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from quoth.index.errors import ConversationsError
from quoth.index.text.tokens import unaccented
from quoth.qa.output.json import answer_json
from quoth.qa.output.text import markdown
from quoth.qa.saved.records import Conversation
from quoth.qa.turns import Turn

SCHEMA = "quoth.conversation/1"
_MAX_NAME_CHARS = 60


def export(conversation: Conversation, file: Path) -> None:
    """Write JSON where the name ends in .json, else Markdown; never over a file that is there.

    Raises ConversationsError when it cannot be written.
    """
    text = as_json(conversation) if file.suffix.lower() == ".json" else as_markdown(conversation)
    try:
        with file.open("x", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise ConversationsError(f"{file} is there already.", "Choose another name.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        hint = "Choose another place."
        raise ConversationsError(f"{file} cannot be written: {reason}.", hint) from error


def as_markdown(conversation: Conversation) -> str:
    """Write a conversation as Markdown: a heading for each question, footnotes for citations."""
    return markdown(conversation.turns, conversation.title)


def as_json(conversation: Conversation) -> str:
    """Write a conversation as an object of schema `quoth.conversation/1`."""
    value = {
        "schema": SCHEMA,
        "title": conversation.title,
        "turns": [_turn(turn) for turn in conversation.turns],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def file_name(title: str, suffix: str) -> str:
    """A name for the file that any file system takes."""
    words = re.findall("[a-z0-9]+", unaccented(title.lower()))
    return ("-".join(words)[:_MAX_NAME_CHARS].strip("-") or "conversation") + suffix


def _turn(turn: Turn) -> dict[str, Any]:
    answer = answer_json(turn.answer) if turn.answer else None
    return {"asked": turn.asked, "question": turn.question, "answer": answer, "error": turn.error}
