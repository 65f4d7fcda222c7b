"""A conversation as a file that other programs read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from quoth.index.errors import ConversationsError
from quoth.index.text.tokens import unaccented
from quoth.qa.output.formats import FORMATS, format_for
from quoth.qa.output.json import answer_json
from quoth.qa.output.text import markdown
from quoth.qa.saved.records import Conversation
from quoth.qa.turns import Turn

SCHEMA = "quoth.conversation/1"
_MAX_NAME_CHARS = 60


def export(conversation: Conversation, file: Path) -> None:
    """Write a conversation in the format that the end of the name stands for: .md, .txt, .docx,
    .bib, .csl.json, or .json; Markdown by default. Never over a file that is there.

    Raises ConversationsError when it cannot be written.
    """
    form = format_for(file.name)
    if form is None and file.suffix.lower() == ".json":
        write(as_json(conversation), file)
    else:
        form = form or FORMATS["markdown"]
        write(form.write(conversation.turns, conversation.title), file)


def write(content: str | bytes, file: Path) -> None:
    """Make a file of what was written. Raises ConversationsError, also where it is there already."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        with file.open("xb") as stream:
            stream.write(data)
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
