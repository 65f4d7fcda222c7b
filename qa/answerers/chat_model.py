"""Chat models by LangChain: any provider by "provider:name", any server that speaks as OpenAI's does.

Keys come from the environment alone and are never shown. A server of one's own is sent QUOTH_API_KEY
if that is set, never the key of another provider.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, Protocol

from quoth.index.errors import UsageError
from quoth.index.server.address import is_address, keeps_secrets
from quoth.qa.answerers.model_errors import failure, refuse_other_content
from quoth.qa.answerers.prompt import Messages
from quoth.qa.answerers.timeout import CutOff, Pieces

EXTRAS = {
    "ollama": "langchain_ollama",
    "openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "mistralai": "langchain_mistralai",
}
"""Provider -> the package behind it, which is an extra of ours."""
_KEYS = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
}
_SERVERS = {
    "openai": ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    "anthropic": ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"),
    "mistralai": ("MISTRAL_BASE_URL",),
}
"""Provider -> the variables by which its package is sent elsewhere."""
_OWN_KEY = "QUOTH_API_KEY"
_EXAMPLES = "Write provider:name, such as ollama:qwen3 or openai:gpt-5-mini."


_ENDED = ("finish_reason", "done_reason", "stop_reason")  # as providers call why an answer ended
_CUT = frozenset(("length", "max_tokens", "model_length", "content_filter", "refusal"))


class TextModel(Protocol):
    @property
    def name(self) -> str:
        """The model's name as the user wrote it."""
        ...

    def stream(self, messages: Messages) -> Pieces:
        """The pieces of its answer. Raises ModelError, and CutOff behind the last piece where the server
        ended it.
        """
        ...


class ChatModel:
    """A LangChain chat model as a stream of text."""

    def __init__(self, name: str, model: Any) -> None:
        """`model` is a BaseChatModel, or what else has its `stream`."""
        self.name = name
        self._model = model

    def stream(self, messages: Messages) -> Pieces:
        try:
            reason = ""
            for chunk in self._model.stream(messages):
                yield str(chunk.text)
                reason = _why_it_ended(chunk) or reason
            if reason in _CUT:
                raise CutOff(reason)
        except CutOff:
            raise
        except Exception as error:  # noqa: BLE001 - every provider has errors of its own
            raise failure(self.name, error) from None


def _why_it_ended(chunk: Any) -> str:
    """What the provider says of it, "" where it says nothing yet."""
    told: dict[str, Any] = getattr(chunk, "response_metadata", None) or {}
    return next((str(told[key]) for key in _ENDED if told.get(key)), "")


def open_model(name: str, base_url: str = "", timeout: int = 60) -> ChatModel:
    """`timeout` in seconds. Nothing is sent yet.

    Raises UsageError for a provider that is unknown, not installed, or lacks its key.
    """
    provider, _, model = name.partition(":")
    if base_url and provider not in EXTRAS:
        provider, model = "openai", name
    if not model or not provider.replace("_", "").isalnum():
        raise UsageError(f"There is no model {name!r}.", _EXAMPLES)
    package = EXTRAS.get(provider)
    if package is not None and find_spec(package) is None:
        raise UsageError(
            f"Models of {provider} need a package that is not installed.",
            f"Run: {sys.executable} -m pip install {package.replace('_', '-')}",
        )
    key = _KEYS.get(provider)
    if key is not None and not base_url and not os.environ.get(key):
        raise UsageError(f"{name} needs a key.", f"Set {key} in the environment.")
    _refuse_bad_addresses_and_keys(provider, base_url)
    return ChatModel(name, _made(provider, model, base_url, timeout))


def _refuse_bad_addresses_and_keys(provider: str, base_url: str) -> None:
    """Raises UsageError for an address that is none, for a key that no header can carry, and where a
    key would travel unencrypted.
    """
    named = {name: os.environ.get(name, "") for name in _SERVERS.get(provider, ())}
    urls = {"base_url": base_url} if base_url else {k: url for k, url in named.items() if url}
    for name, url in urls.items():
        if not is_address(url):
            raise UsageError(
                f"{name} is no web address: {url!r}.",
                'Write it as "http://127.0.0.1:8080/v1" or "https://host/v1".',
            )
    variable = _OWN_KEY if base_url else _KEYS.get(provider)
    key = os.environ.get(variable, "") if variable and provider != "ollama" else ""
    if any(not "!" <= character <= "~" for character in key):
        raise UsageError(
            f"{variable} holds a character that no key has, such as a space, an accent or a line's end.",
            f"Copy the key into {variable} again, and nothing around it.",
        )
    for url in urls.values():
        if key and not keeps_secrets(url):
            raise UsageError(
                f"{variable} would go to {url} unencrypted, for anybody to read.",
                "Reach the server by https, or by an ssh -L tunnel to 127.0.0.1.",
            )


def _made(provider: str, model: str, base_url: str, timeout: int) -> Any:
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0} if provider == "ollama" else {}
    if provider == "ollama":
        options["client_kwargs"] = {"timeout": timeout}
    elif provider in EXTRAS:
        options |= {"timeout": timeout, "max_retries": 0}
    if base_url:
        options["base_url"] = base_url
        if provider != "ollama":
            options["api_key"] = os.environ.get(_OWN_KEY) or "none"
    if provider == "openai" and not os.environ.get("OPENAI_PROXY"):  # which makes its own client
        options["http_client"] = _client_that_looks()
    try:
        return init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        package = (error.name or "").replace("_", "-")
        hint = f"Run: pip install {package}" if package else _EXAMPLES
        raise UsageError(f"{provider} models need a package that is not installed.", hint) from None
    except Exception as error:  # noqa: BLE001 - every provider has errors of its own
        raise UsageError(failure(f"{provider}:{model}", error).message, _EXAMPLES) from None


def _client_that_looks() -> Any:
    """An HTTP client that tells an answer of a chat model from a web page; it closes when let go."""
    from openai import DefaultHttpxClient

    class Looking(DefaultHttpxClient):
        def __del__(self) -> None:
            with suppress(Exception):  # at the interpreter's end nobody is left to tell
                self.close()

    return Looking(event_hooks={"response": [refuse_other_content]})
