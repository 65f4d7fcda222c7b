"""The [qa] table of the settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from quoth.index.errors import UsageError
from quoth.index.server.address import is_address
from quoth.qa.search.filters import only_filters

MOST_PASSAGES = 100
"""That are shown for a question."""
CHECKS = ("rules", "model")


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """`top_k` passages are shown for a question; an answer quotes at most `quotes` sentences.

    `reader` reads the question against the passages: "builtin", a CrossEncoder or a model for question
    answering by name or folder, or "" for none, when vectors and words alone decide. `reranker` is a
    CrossEncoder, by name or folder, that reads the best passages again; "" for none.
    `model` is a chat model that writes the answers, as "provider:name"; "" quotes instead.
    `base_url` is a server that speaks as OpenAI's does. A model that says nothing for
    `model_timeout` seconds is given up. `check` says who judges its sentences: the "rules" alone, or
    also the "model", which may only lower their verdicts. `filters` narrow every question, as they would in it.
    `answerer` is one of `qa.answerers.ANSWERERS` or of another package; "" goes by the model.
    """

    top_k: int = 10
    quotes: int = 3
    reader: str = "builtin"
    reranker: str = ""
    model: str = ""
    base_url: str = ""
    model_timeout: int = 60
    filters: str = ""
    answerer: str = ""
    check: str = "rules"

    def __post_init__(self) -> None:
        for name, value, most in (
            ("top_k", self.top_k, MOST_PASSAGES),
            ("quotes", self.quotes, 10),
            ("model_timeout", self.model_timeout, 3600),
        ):
            if not 1 <= value <= most:
                raise UsageError(f"{name} is {value}.", f"Choose between 1 and {most}.")
        if self.check not in CHECKS:
            raise UsageError(f"check is {self.check!r}.", f"Choose {' or '.join(CHECKS)}.")
        if self.base_url and not is_address(self.base_url):
            raise UsageError(
                f"base_url is no web address: {self.base_url!r}.",
                'Write it as "http://127.0.0.1:8080/v1" or "https://host/v1".',
            )
        only_filters(self.filters, date.today())
        if self.base_url and not self.model:
            raise UsageError("base_url is set without a model.", "Name the model that it serves.")

    def wanted(self, top_k: int | None) -> int:
        """How many passages are shown where a question wants `top_k`; None leaves it to the settings.

        Raises UsageError for a number out of range, and for what is no whole number.
        """
        if top_k is None:
            return self.top_k
        if not isinstance(top_k, int) or not 1 <= top_k <= MOST_PASSAGES:
            raise UsageError(f"top_k is {top_k!r}.", f"Choose between 1 and {MOST_PASSAGES}.")
        return top_k

    def with_model(self, model: str | None, base_url: str | None) -> Self:
        """These settings with a model and a server that are named here; None leaves them, "" is none.

        Raises UsageError for a URL without a model.
        """
        if model == "":
            return replace(self, model="", base_url="", answerer="")
        named = replace(self, model=model or "", base_url="", answerer="")
        chosen = self if model is None else named
        return chosen if base_url is None else replace(chosen, base_url=base_url)
