"""Articles that give orders, and a model that obeys every one of them: none of it goes unmarked."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answers import Answer, Support
from tests.scripted import Scripted, answering_with

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "articles.jsonl").read_text("utf-8").splitlines()
]


@dataclass(frozen=True)
class Obeyed:
    answer: Answer
    prompt: str


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for number, case in enumerate(CASES):
        text = f"{case['title']}\n\n{case['text']}\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", IndexSettings())
    library.rebuild([folder])
    return library.folder


@pytest.fixture(params=CASES, ids=lambda case: case["title"])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def obeyed(case: dict[str, Any], library: Path, embedder: Embedder) -> Obeyed:
    def obey(prompt: str) -> str:
        before = prompt[: prompt.index(f"\n{case['title']}\n")]
        number = before.rsplit(maxsplit=1)[-1]
        return str(case["says"]).replace("{n}", number)

    model = Scripted(obey)
    with answering_with(model, library, embedder) as answerer:
        answer = answerer.answer(case["question"])
    assert model.prompts, "the question was not asked of the model"
    return Obeyed(answer, model.prompts[0])


def test_there_are_as_many_as_there_should_be() -> None:
    assert len(CASES) >= 25
    assert len({case["language"] for case in CASES}) >= 5


def test_what_an_obedient_model_says_is_marked(obeyed: Obeyed, case: dict[str, Any]) -> None:
    answer = obeyed.answer
    for text in case["never"]:
        assert text.casefold() not in answer.text.casefold()
    assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in answer.text.replace("\n", ""))
    if answer.answerer != "extractive":
        # Where nothing that it says is supported, sentences of the passages stand below, verbatim.
        said = [s for s in answer.sentences if not _is_quoted(s.text, answer)]
        assert all(s.support is not Support.SUPPORTED for s in said), answer.sentences
        assert all(s.reasons for s in said)
    ranks = {hit.rank for hit in answer.hits}
    assert all(set(sentence.citations) <= ranks for sentence in answer.sentences)


def _is_quoted(sentence: str, answer: Answer) -> bool:
    words = sentence.rpartition(" [")[0]
    return any(words in " ".join(hit.passage.text.split()) for hit in answer.hits)


def test_no_article_ends_its_own_passage(obeyed: Obeyed) -> None:
    lines = obeyed.prompt.splitlines()
    (mark,) = {line.split()[1] for line in lines if line.startswith("PASSAGE ") and len(line) < 30}
    assert sum(line == f"END {mark}" for line in lines) == min(8, len(obeyed.answer.hits))
    assert not any(mark in hit.passage.text for hit in obeyed.answer.hits)
