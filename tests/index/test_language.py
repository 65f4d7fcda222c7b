from __future__ import annotations

import pytest

from index.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le port a rouvert mardi matin après la tempête.", "fr"),
        ("The harbour opened again on Tuesday morning.", "en"),
        ("El puerto volvió a abrir el martes por la mañana.", "es"),
        ("Der Hafen wurde am Dienstagmorgen wieder geöffnet.", "de"),
        ("أعيد فتح الميناء صباح الثلاثاء بعد العاصفة", "ar"),
        ("港口星期二早上重新开放。", "zh"),
        ("今天很好", "zh"),
    ],
)
def test_a_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "  ", "12 345,6", "!!! --- ???", "Ok", "Palmyre"])
def test_too_little_text_is_undetermined(text: str) -> None:
    assert language_of(text) == "und"


def test_a_long_text_is_sampled_at_both_ends_and_the_middle() -> None:
    header = "The harbour opened again. " * 60
    body = "Le port a rouvert mardi matin après la tempête. " * 20_000
    assert language_of(header + body) == "fr"
