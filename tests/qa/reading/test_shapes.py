from __future__ import annotations

import pytest

from quoth.qa.reading.shapes import shape_of


@pytest.mark.parametrize(
    ("question", "title", "sentence"),
    [
        ("What is the phone number of Runa Askeland?", "Runa Askeland", "Phone: +47 555 01 34"),
        ("Quelle est l'adresse de Jean Mori ?", "Jean Mori", "- Adresse : 12 rue du Port"),
        (
            "Where does Bo Lind live, and what is his email address?",
            "Bo Lind",
            "Email: b@l.example",
        ),
    ],
)
def test_a_line_labelled_with_what_is_asked_gains(question: str, title: str, sentence: str) -> None:
    assert shape_of(question, title, sentence) > 0


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Runa Askeland", "Boat: the Havørn, moored at pier 6."),
        ("Bo Lind", "Phone: +47 555 01 34"),
        ("", "Phone: +47 555 01 34"),
        ("Runa Askeland", "Her phone number is +47 555 01 34."),
    ],
)
def test_another_line_does_not(title: str, sentence: str) -> None:
    assert shape_of("What is the phone number of Runa Askeland?", title, sentence) == 0


@pytest.mark.parametrize(
    "sentence", ["Q: When did you start?", "何时开始？", "متى بدأت؟", "“Why?”"]
)
def test_a_question_is_no_answer(sentence: str) -> None:
    assert shape_of("When did Dara Quill start?", "Dara Quill", sentence) < 0
