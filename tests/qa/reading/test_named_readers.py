"""Readers that a user names: tiny models, made here, with random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import EmbedderError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.reading import open_reader
from quoth.qa.reading.reader import Reader, ReadSentence
from quoth.qa.reading.windows import windows_of
from quoth.qa.settings import AnswerSettings
from tests.qa.reading.test_builtin_reader import CARD, TEXT
from tests.qa.reading.test_windows import passage_of
from tests.tiny_model import tiny_model

QUESTION = "Qui a percé la digue ?"


@pytest.fixture(scope="module")
def marking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("marking"), "QuestionAnswering", labels=2)


@pytest.fixture(scope="module")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("scoring"), "SequenceClassification")


def _read(reader: Reader | None, question: str, text: str) -> list[ReadSentence]:
    assert reader is not None
    return reader.read(question, windows_of(passage_of(text, "fr", start=5)), {"a": CARD})


def test_a_model_that_marks_answers_scores_a_sentence_by_its_best_words(marking: Path) -> None:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

    model = AutoModelForQuestionAnswering.from_pretrained(marking)
    tokenizer = AutoTokenizer.from_pretrained(marking)
    for sentence in _read(open_reader(str(marking)), QUESTION, TEXT):
        (window,) = [w for w in windows_of(sentence.passage) if sentence.span in w.sentences]
        given = tokenizer(QUESTION, window.text, return_tensors="pt")
        with torch.inference_mode():
            said = model(**given)
        begins, ends = said.start_logits[0].tolist(), said.end_logits[0].tolist()
        inside = [
            n
            for n, part in enumerate(given.sequence_ids(0))
            if part == 1
            and sentence.span.start - window.span.start
            <= given.token_to_chars(n).start
            < sentence.span.end - window.span.start
        ]
        best, first, final = max(
            (begins[a] + ends[b], a, b) for a in inside for b in inside if 0 <= b - a < 24
        )
        assert sentence.logit == pytest.approx(best - begins[0] - ends[0], abs=1e-4)
        assert sentence.words is not None
        start = given.token_to_chars(first).start + window.span.start
        end = given.token_to_chars(final).end + window.span.start
        assert (sentence.words.start, sentence.words.end) == (start, end)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("qui " * 500, TEXT),
        ("谁挖穿了堤坝？", "堤坝被海狸鼠挖穿。两名船员在体育馆过夜。" * 12),
        ("?", "--- *** !!! ??? ... 123 456"),
        ("", "x" * 5000),
        (QUESTION, "Mot " * 3000),
    ],
)
@pytest.mark.parametrize("kind", ["marking", "scoring"])
def test_any_text_is_read(
    request: pytest.FixtureRequest, kind: str, question: str, text: str
) -> None:
    read = _read(open_reader(str(request.getfixturevalue(kind))), question, text)
    expected = [span for w in windows_of(passage_of(text, "fr", start=5)) for span in w.sentences]
    assert [sentence.span for sentence in read] == expected
    for sentence in read:
        if sentence.words is not None:
            words, span = sentence.words, sentence.span
            assert span.start <= words.start < words.end <= span.end


@pytest.mark.parametrize("kind", ["marking", "scoring"])
def test_questions_are_answered_with_a_named_reader(
    request: pytest.FixtureRequest, seed_library: Path, kind: str
) -> None:
    settings = AnswerSettings(reader=str(request.getfixturevalue(kind)))
    with QuestionAnswerer.open(Library(seed_library, IndexSettings()), settings) as answerer:
        answer = answerer.answer("Combien de jours a duré la grève ?")
    assert not answer.notice
    assert answer.evidence
    assert all((found.words is not None) == (kind == "marking") for found in answer.evidence)


def test_a_model_of_another_task_is_refused_by_name(tmp_path: Path) -> None:
    tiny_model(tmp_path, "SequenceClassification", labels=3)
    with pytest.raises(EmbedderError, match="3 scores") as refused:
        open_reader(str(tmp_path))
    assert str(tmp_path) in refused.value.message


def test_a_folder_without_a_model_leaves_search_alone(seed_library: Path, tmp_path: Path) -> None:
    settings = AnswerSettings(reader=str(tmp_path))
    with QuestionAnswerer.open(Library(seed_library, IndexSettings()), settings) as answerer:
        assert any("search alone" in line for line in answerer.notices())
