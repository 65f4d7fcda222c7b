"""A model's second opinion lowers verdicts and never raises one, whatever it says and however it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import ModelError, UsageError
from quoth.qa.answerers.prompt import Messages
from quoth.qa.answerers.timeout import Pieces
from quoth.qa.answers import Answer, Support
from quoth.qa.settings import AnswerSettings
from tests.scripted import Scripted, answering_with

QUESTION = "How high is the lighthouse tower of Skarvey Point?"
TOWER = "The tower stands 41 metres high"
ASKED = "YES or NO:"
Asking = Callable[..., tuple[Answer, Scripted]]


def answers(prompt: str) -> str:
    """What is true and cited, what is true and not cited, and what is false."""
    before = prompt[: prompt.index(TOWER)]
    number = int(before[before.rindex("PASSAGE ") :].splitlines()[0].split()[-1])
    return (
        f"The tower is 41 metres high [{number}]. The tower stands 41 metres high above the sea. "
        f"It has 900 steps [{number}]."
    )


@pytest.fixture
def ask(seed_library: Path, embedder: Embedder) -> Asking:
    def call(
        opinion: str | Callable[[], str], check: str = "model", timeout: int = 30
    ) -> tuple[Answer, Scripted]:
        def script(prompt: str) -> str:
            if ASKED not in prompt:
                return answers(prompt)
            return opinion if isinstance(opinion, str) else opinion()

        model = Scripted(script)
        settings = AnswerSettings(model_timeout=timeout, model="test:scripted", check=check)
        return answering_with(model, seed_library, embedder, settings).answer(QUESTION), model

    return call


S, W, U = Support.SUPPORTED, Support.WEAK, Support.UNSUPPORTED


@pytest.mark.parametrize(
    ("opinion", "verdicts", "notice"),
    [
        ("YES", [S, W, U], ""),
        ("NO", [W, U, U], ""),
        ("**No**, it does not.", [W, U, U], ""),
        ("<think>no, or yes</think>\nYes.", [S, W, U], ""),
        ("Nothing of the kind", [S, W, U], "no clear second opinion on 2"),
        ("", [S, W, U], "no clear second opinion on 2"),
        ("y" * 1_000_000, [S, W, U], "no clear second opinion on 2"),
    ],
)
def test_it_lowers_and_never_raises(
    ask: Asking, opinion: str, verdicts: list[Support], notice: str
) -> None:
    answer, model = ask(opinion)
    assert [sentence.support for sentence in answer.sentences][:3] == verdicts
    assert notice in answer.notice
    assert len(model.prompts) == 3  # the answer, and the two that were not refused yet
    for sentence, before in zip(answer.sentences, (S, W, U), strict=False):
        assert (sentence.support is before) != any("does not find" in r for r in sentence.reasons)


def test_nobody_is_asked_unless_the_settings_say_so(ask: Asking) -> None:
    answer, model = ask("NO", check="rules")
    assert [sentence.support for sentence in answer.sentences] == [S, W, U]
    assert len(model.prompts) == 1
    with pytest.raises(UsageError, match="check is 'both'"):
        AnswerSettings(check="both")


def test_a_model_that_fails_leaves_the_rules_verdicts(ask: Asking) -> None:
    def fail() -> str:
        raise ModelError("test:scripted cannot be reached.")

    answer, _ = ask(fail)
    assert [sentence.support for sentence in answer.sentences] == [S, W, U]
    assert "gave no second opinion" in answer.notice
    assert "cannot be reached" in answer.notice
    assert "\n" not in answer.notice


def test_all_the_opinions_together_take_no_longer_than_the_time_out(ask: Asking) -> None:
    wait = threading.Event()
    answer, model = ask(lambda: str(wait.wait(60)), timeout=1)
    wait.set()
    assert [sentence.support for sentence in answer.sentences] == [S, W, U]
    assert "gave no second opinion" in answer.notice
    assert len(model.prompts) == 2


def test_it_can_be_stopped(seed_library: Path, embedder: Embedder) -> None:
    stop = threading.Event()

    class Stopping(Scripted):
        def stream(self, messages: Messages) -> Pieces:
            if ASKED in messages[-1][1]:
                stop.set()
            return super().stream(messages)

    model = Stopping(lambda prompt: "NO" if ASKED in prompt else answers(prompt))
    settings = AnswerSettings(model="test:scripted", check="model")
    answerer = answering_with(model, seed_library, embedder, settings)
    assert list(answerer.ask(QUESTION, stop=stop))
    assert len(model.prompts) == 2
