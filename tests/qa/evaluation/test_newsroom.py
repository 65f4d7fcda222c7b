"""Newsroom files: read, refused by the line that is off, and measured by kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.errors import UsageError
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.newsroom import (
    calibration_error,
    is_newsroom,
    measure_newsroom,
    read_newsroom,
)
from quoth.qa.reading.reader import Reader

ROW = {
    "id": "q1",
    "question": "Wer baute die Brücke von Ostwall?",
    "lang": "de",
    "kind": "fact",
    "previous": [],
    "answer": ["Ida Kern"],
    "articles": ["bridge.txt"],
}
ARTICLES = {
    "bridge.txt": "Die Brücke von Ostwall\n\nDie Brücke von Ostwall wurde von der Ingenieurin Ida Kern "
    "gebaut. Sie ist 340 Meter lang. Die Einweihung fand im Mai 1962 statt.\n",
    "market.txt": "Der Markt\n\nDer Wochenmarkt von Ostwall zieht in diesem Jahr um. Die Händler "
    "beklagen höhere Gebühren. Der Bürgermeister will mit ihnen sprechen.\n",
}


def write(folder: Path, *rows: object) -> Path:
    (folder / "articles").mkdir(exist_ok=True)
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    file = folder / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def test_questions_are_measured_by_kind(tmp_path: Path, embedder: Embedder, reader: Reader) -> None:
    absent: dict[str, object] = {
        **ROW,
        "id": "q2",
        "question": "Was kostet ein Flug zum Mond?",
        "kind": "far-absent",
        "answer": None,
        "articles": [],
    }
    later = ROW | {"id": "q3", "kind": "follow-up", "previous": ["Wie lang ist die Brücke?"]}
    file = write(tmp_path, ROW, absent, later)
    assert is_newsroom(file)
    library = Library(tmp_path / "library", IndexSettings())
    library.rebuild([tmp_path / "articles"])
    with QuestionAnswerer(library.open(), embedder, reader=reader) as answerer:
        found = measure_newsroom(answerer, read_newsroom(file)).as_json()
    right = {"questions": 1, "first": 1, "any": 1, "passage@1": 1, "passage@10": 1, "refused": 0}
    absent_row = dict.fromkeys(right) | {"questions": 1, "refused": 1}
    assert found["kinds"] == {"fact": right, "far-absent": absent_row, "follow-up": right}
    assert found["by_kind"] == {"fact": 1.0, "follow-up": 1.0}
    assert found["refused_by_kind"] == {"far-absent": 1.0}
    assert found["auroc_absent"] == 1.0
    assert found["answered_absent_by_language"] == {"de": 0.0}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**ROW, "kind": 3}, "kind"),
        ({**ROW, "answer": [1]}, "answer"),
        ({**ROW, "previous": "x"}, "previous"),
        ({"id": "q1"}, "question"),
        ({"question": "Who?", "kind": "fact"}, "answer is missing"),
        ([], "object"),
    ],
)
def test_a_line_that_is_off_is_named(tmp_path: Path, row: object, said: str) -> None:
    file = write(tmp_path, ROW, row)
    with pytest.raises(UsageError, match=f"line 2.*{said}"):
        read_newsroom(file)


def test_calibration_error_is_how_far_chances_lie_from_what_came_true() -> None:
    assert calibration_error([]) is None
    assert calibration_error([(1.0, True), (0.0, False)]) == 0.0
    assert calibration_error([(0.9, False), (0.9, True)]) == pytest.approx(0.4)
