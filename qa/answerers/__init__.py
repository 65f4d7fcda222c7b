"""Answerers by name. Importing this imports none of the libraries behind them."""

from __future__ import annotations

from collections.abc import Callable

from qa.answerers.base import Answerer
from qa.settings import AnswerSettings

Factory = Callable[[AnswerSettings], Answerer]


def open_answerer(settings: AnswerSettings) -> Answerer:
    """The one that the settings ask for: a chat model where they name one.

    Raises UsageError for a model that is not installed or lacks its key.
    """
    return ANSWERERS["chat_model" if settings.model else "extractive"](settings)


def _extractive(settings: AnswerSettings) -> Answerer:
    from qa.answerers.extractive import Extractive

    return Extractive(settings.quotes)


def _chat_model(settings: AnswerSettings) -> Answerer:
    from qa.answerers.chat_model import open_model
    from qa.answerers.written import Written

    model = open_model(settings.model, settings.base_url, settings.model_timeout)
    return Written(model, settings)


ANSWERERS: dict[str, Factory] = {"extractive": _extractive, "chat_model": _chat_model}
