"""A question that leans on the ones before it -> one that stands alone, written by a chat model."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from index.clean import one_line
from index.errors import ModelError
from qa.answerers.chat_model import TextModel
from qa.answerers.patience import watched
from qa.answerers.prompt import Messages, language_name

_TURNS = 3  # the last ones; older ones are seldom meant
_LONGEST = 400  # characters; a rewritten question is no essay
_ANSWER = 300  # characters of an earlier answer, which are enough to know who "he" is
_RULES = """\
Rewrite the last question so that it can be understood without the conversation: put the names in \
for words such as "he", "there" or "then". Keep its language, {language}, and everything else. Answer \
nothing. Write only the question. If it can be understood already, write it as it is."""


def rewrite(
    question: str,
    previous_turns: Sequence[tuple[str, str]],
    model: TextModel,
    patience: float = 20,
) -> str:
    """`previous_turns` are (question, answer) pairs, oldest first. The question itself where the
    model fails, says nothing, or is silent for `patience` seconds.
    """
    if not previous_turns:
        return question
    pieces: list[str] = []
    stream = watched(
        model.stream(_messages(question, previous_turns)), patience, _NEVER, model.name
    )
    try:
        for piece in stream:
            pieces.append(piece)
            if sum(map(len, pieces)) > 4 * _LONGEST:
                break
    except ModelError:
        return question
    lines = [one_line(line) for line in "".join(pieces).splitlines()]
    written = next((line for line in reversed(lines) if line), "").strip("\"'«»“” ")
    if len(written) > _LONGEST or not any(character.isalpha() for character in written):
        return question
    return written


_NEVER = threading.Event()


def _messages(question: str, turns: Sequence[tuple[str, str]]) -> Messages:
    told = "\n".join(f"Q: {one_line(q)}\nA: {one_line(a)[:_ANSWER]}" for q, a in turns[-_TURNS:])
    rules = _RULES.format(language=language_name(question))
    return [("system", rules), ("human", f"{told}\n\nLast question: {question}\nRewritten:")]
