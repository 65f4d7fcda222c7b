"""Answerers by name. Importing this imports none of the libraries behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from quoth.index import plugins
from quoth.index.errors import UsageError
from quoth.qa.answerers.base import Answerer
from quoth.qa.settings import AnswerSettings

Factory = Callable[[AnswerSettings], Answerer]


def open_answerer(settings: AnswerSettings) -> Answerer:
    """The one that the settings name; without a name a chat model where they have one, or quotes.

    Raises UsageError for an unknown name, and for a model that is not installed or lacks its key.
    """
    name = settings.answerer or ("chat_model" if settings.model else "extractive")
    if name in ANSWERERS:
        return ANSWERERS[name](settings)
    others = plugins.names("answerers")
    if name not in others:
        known = ", ".join((*ANSWERERS, *others))
        raise UsageError(f"There is no answerer {name!r}.", f"There are {known}.")
    return cast(Factory, plugins.load("answerers", name))(settings)


def _extractive(settings: AnswerSettings) -> Answerer:
    from quoth.qa.answerers.extractive import Extractive

    return Extractive(settings.quotes)


def _chat_model(settings: AnswerSettings) -> Answerer:
    from quoth.qa.answerers.chat_answerer import ChatAnswerer
    from quoth.qa.answerers.chat_model import open_model

    model = open_model(settings.model, settings.base_url, settings.model_timeout)
    return ChatAnswerer(model, settings)


ANSWERERS: dict[str, Factory] = {"extractive": _extractive, "chat_model": _chat_model}
