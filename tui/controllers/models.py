"""The chat models that can be chosen: those of the servers at hand, asked when the list is opened."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import App

from quoth.index.errors import UsageError
from quoth.index.server.address import keeps_secrets
from quoth.tui.controllers.telling import tell_error
from quoth.tui.dialogs.choice import Choice, Offer

if TYPE_CHECKING:
    from quoth.qa.settings import AnswerSettings
    from quoth.tui.controllers.preferences import Preferences

_SECONDS = 2.0  # seconds that a server has to answer
_MAX_BYTES = 2_000_000  # bytes of a list
_MAX_NAME_CHARS = 200
_OLLAMA = "http://127.0.0.1:11434"
_OTHERS = ("http://127.0.0.1:1234/v1", "http://127.0.0.1:8080/v1", "http://127.0.0.1:8000/v1")
"""Where LM Studio, llama.cpp and vLLM listen unless they are told otherwise."""
_QUOTES = Offer("\n", "Quotes, no model", "the articles' own sentences")
_TITLE = "What writes the answers"


async def choose_model(app: App[Any], preferences: Preferences, now: AnswerSettings) -> None:
    """Let a model be chosen, or typed, and answer with it from now on."""
    kept = [Offer(f"{now.model}\n{now.base_url}", now.model, "as now")] if now.model else []
    choice = Choice(_TITLE, [_QUOTES, *kept], "asking for more…", takes_typed=True)

    async def ask() -> None:
        found = await asyncio.to_thread(lambda: list(offered(now)))
        more = [offer for offer in found if offer.label != now.model]
        hint = f"{len(found)} found" if found else "no server of models answers here"
        if choice.is_attached:
            choice.offer([_QUOTES, *kept, *more], f"{hint}; or type provider:name")

    asking = app.run_worker(ask(), group="models", exclusive=True)
    chosen = await app.push_screen_wait(choice)
    asking.cancel()
    if chosen is None:
        return
    model, _, base_url = chosen.partition("\n")
    try:
        preferences.change("qa", model=model, base_url=base_url, answerer="")
    except UsageError as error:
        tell_error(app, error)


def offered(settings: AnswerSettings) -> Iterator[Offer]:
    """The models of the server that the settings name, or else of those on this machine. Waits for
    them: for a thread.
    """
    provider = settings.model.partition(":")[0]
    named = settings.base_url
    for server in [named] if named and provider == "ollama" else [] if named else [_OLLAMA]:
        own = server if named else ""
        for name in _names(f"{server.rstrip('/')}/api/tags", "models", "name"):
            yield Offer(f"ollama:{name}\n{own}", f"ollama:{name}", server)
    for server in [named] if named and provider != "ollama" else [] if named else _OTHERS:
        key = (
            os.environ.get("QUOTH_API_KEY", "") if named else ""
        )  # a server of one's own is sent it
        for name in _names(_models_of(server), "data", "id", key):
            yield Offer(f"openai:{name}\n{server}", f"openai:{name}", server)


def _models_of(server: str) -> str:
    base = server.rstrip("/")
    return f"{base}/models" if base.endswith("/v1") else f"{base}/v1/models"


def _names(url: str, field: str, called: str, key: str = "") -> list[str]:
    """What a server, which may ask for a key, calls its models; none where it does not answer, or says something else."""
    import httpx  # a twentieth of a second

    headers = {"Authorization": f"Bearer {key}"} if key and keeps_secrets(url) else {}
    body = bytearray()
    try:
        with httpx.stream("GET", url, headers=headers, timeout=_SECONDS, trust_env=False) as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _MAX_BYTES:
                    return []
        value = httpx.Response(200, content=bytes(body)).json()
        names = [str(model[called]) for model in value[field]]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        return []
    return sorted(name for name in names if name.isprintable() and len(name) <= _MAX_NAME_CHARS)
