"""What went wrong with a chat model: a line that says it, and one that says what to do; neither holds a key.

Providers' packages have their own exceptions; what they share is a status code and a name.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

from quoth.index.errors import ModelError
from quoth.index.text.clean import one_line

_MAX_MESSAGE_CHARS = 160  # characters of what a server says
_MAX_SNIFFED_BYTES = 1_000_000  # bytes of an answer that is looked at before it is streamed
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
Fault = tuple[str, str]
"""What a model did, to be said behind its name, and what to do, in a sentence."""
_CHECK_URL = "Check base_url: that of most servers ends in /v1."
_TRY_AGAIN = "Ask again; if it stays so, look into its server's log."
_LESS = "Give it a longer context, or set top_k lower in the settings."
_KEY: Fault = ("did not accept the key", "Check its key in the environment.")
_TOO_SLOW: Fault = ("was too slow", "Ask again, or allow it more: model_timeout in the settings.")
_UNREACHED: Fault = ("cannot be reached", "Start its server, or correct base_url.")
_UNKNOWN: Fault = ("is not a model that its server has", "Check its name, and base_url.")
_PAGE: Fault = ("gave a web page instead of an answer", _CHECK_URL)
_BROKEN: Fault = ("sent broken JSON", _TRY_AGAIN)
_OTHER: Fault = ("sent something that is no answer of a chat model", _CHECK_URL)
_NOTHING: Fault = ("sent nothing that is an answer", _CHECK_URL)
_BY_STATUS: dict[int, Fault] = {
    401: _KEY,
    403: _KEY,
    404: _UNKNOWN,
    408: _TOO_SLOW,
    413: ("cannot take in so long a text", _LESS),
    429: ("is over its limit of requests", "Wait, and ask again."),
}
_BY_NAME = (
    (re.compile(r"Timeout"), _TOO_SLOW),
    (
        re.compile(r"Connect|Network|ConnectionRefused|RemoteProtocol|Transport|Read"),
        _UNREACHED,
    ),
    (re.compile(r"JSONDecode"), _BROKEN),
    (re.compile(r"\b(?:AttributeError|KeyError|IndexError|TypeError|ValidationError)\b"), _OTHER),
)
_NO_CHUNKS = "No generation chunks"  # as LangChain says that a stream held nothing
_COMMANDS = {_UNKNOWN: "Run: ollama pull {model}", _UNREACHED: "Run: ollama serve"}


class NoAnswer(Exception):
    """A server's answer that is none of a chat model's."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault[0])
        self.fault = fault


def refuse_other_content(response: Any) -> None:
    """Raise NoAnswer where an HTTP response holds a web page, or JSON that is broken or no stream.

    `response` is httpx's, of a request for a stream. Only a short one of known length is read.
    """
    if response.status_code >= 400 and response.status_code != 404:
        return  # its status says more
    kind = response.headers.get("content-type", "").lower()
    if "html" in kind:
        raise NoAnswer(_PAGE)
    length = response.headers.get("content-length", "")
    is_short = length.isdecimal() and int(length) <= _MAX_SNIFFED_BYTES
    if response.status_code >= 300 or "event-stream" in kind or not is_short:
        return
    begin = response.read().lstrip()
    if begin.startswith(b"<"):
        raise NoAnswer(_PAGE)
    if begin.startswith((b"{", b"[")):
        try:
            json.loads(begin)
        except (ValueError, RecursionError):
            raise NoAnswer(_BROKEN) from None
        raise NoAnswer(_OTHER)


def failure(name: str, error: BaseException) -> ModelError:
    """The error of the model `name`, as a user is told it."""
    status, said = _status(error), redacted(str(error))
    fault = _fault(error, status, said)
    what, hint = fault
    provider, _, model = name.partition(":")
    if provider == "ollama" and fault in _COMMANDS:
        hint = _COMMANDS[fault].format(model=model)
    told = f" Its server says: {said}" if status is not None and said else ""
    return ModelError(f"{name} {what}.", f"{hint}{told}")


def _fault(error: BaseException, status: int | None, said: str) -> Fault:
    other = next((one.fault for one in _chain(error) if isinstance(one, NoAnswer)), None)
    if other is not None:
        return other
    if status in (400, 413, 422, 500) and _CONTEXT.search(said):
        return "cannot take in so many passages: its context is too short", _LESS
    if status is not None:
        return _BY_STATUS.get(status, (f"failed on its server ({status})", _TRY_AGAIN))
    if said.startswith(_NO_CHUNKS):
        return _NOTHING
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    failed = (f"failed: {said.rstrip('.')}", _TRY_AGAIN)
    return next((fault for pattern, fault in _BY_NAME if pattern.search(names)), failed)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def in_sentences(error: ModelError) -> str:
    """What is wrong and what to do, for a sentence to follow."""
    return f"{error.message} {error.hint}".rstrip(" .") + "."


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
