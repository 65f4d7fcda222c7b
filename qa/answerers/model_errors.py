"""What went wrong with a chat model, in one line that holds no key.

Providers' packages have their own exceptions; what they share is a status code and a name.
"""

from __future__ import annotations

import os
import re

from quoth.index.errors import ModelError
from quoth.index.text.clean import one_line

_MAX_MESSAGE_CHARS = 160  # characters of what a server says
_SECRET_NAMES = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD)$")
_SECRETS = re.compile(
    r"\b(?:sk|pk|rk|key|gsk|xai|hf)[-_][\w-]{6,}|\bbearer\s+\S+|(?<=://)[^/\s@]+@"
    r"|(?<=key=)[^&\s]+|\bAIza[\w-]{10,}",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    r"context|too (?:long|large|many tokens)|maximum.{0,20}(?:token|length)|prompt is too long",
    re.IGNORECASE,
)
_BY_STATUS = {
    401: "did not accept the key",
    403: "did not accept the key",
    404: "is not a model that its server has",
    408: "was too slow",
    413: "cannot take in so long a text",
    429: "is over its limit of requests",
}
_UNREACHED = "cannot be reached"
_BY_NAME = (
    (re.compile(r"Timeout"), "was too slow"),
    (
        re.compile(r"Connect|Network|ConnectionRefused|RemoteProtocol|Transport|Read"),
        _UNREACHED,
    ),
)


def failure(name: str, error: BaseException) -> ModelError:
    """The error of the model `name`, as a user is told it."""
    status = _status(error)
    said = redacted(str(error))
    if status in (400, 413, 422, 500) and _CONTEXT.search(said):
        what = "cannot take in so many passages: its context is too short"
    elif status in _BY_STATUS:
        what = _BY_STATUS[status]
    elif status is not None:
        what = f"failed on its server ({status})"
    else:
        names = " ".join(kind.__name__ for kind in type(error).__mro__)
        what = next(
            (text for pattern, text in _BY_NAME if pattern.search(names)), f"failed: {said}"
        )
    return ModelError(f"{name} {what}.", f"{_command_for(name, what)}Its server says: {said}")


def _command_for(name: str, what: str) -> str:
    """The command that gets a local model or its server, in a sentence; "" where none is known."""
    provider, _, model = name.partition(":")
    if provider != "ollama":
        return ""
    commands = {_BY_STATUS[404]: f"Run: ollama pull {model}. ", _UNREACHED: "Run: ollama serve. "}
    return commands.get(what, "")


def redacted(text: str) -> str:
    """On one line, cut short, without anything that is a key or looks like one."""
    for variable, value in os.environ.items():
        if len(value) >= 6 and _SECRET_NAMES.search(variable):
            text = text.replace(value, "…")
    return one_line(_SECRETS.sub("…", text))[:_MAX_MESSAGE_CHARS]


def _status(error: BaseException) -> int | None:
    """The HTTP status that an exception carries itself or in its response."""
    for holder in (error, getattr(error, "response", None)):
        for field in ("status_code", "status", "http_status"):
            value = getattr(holder, field, None)
            if isinstance(value, int) and 100 <= value < 600:
                return value
    return None
