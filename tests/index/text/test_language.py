from __future__ import annotations

import pytest

from quoth.index.text.language import language_of, passage_language


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


ENGLISH = (
    "We have waited for this ferry since the winter, said the harbour master, and when it came in "
    "at last the whole town stood on the quay."
)
FRENCH = (
    "Le bac est rentré au port mardi matin, après trois mois de travaux, et les habitants l'ont "
    "salué depuis le quai malgré la pluie."
)


@pytest.mark.parametrize(
    ("passage", "article", "language"),
    [
        (ENGLISH, "fr", "en"),
        (FRENCH, "en", "fr"),
        (FRENCH, "fr", "fr"),
        ("انتظرنا هذه العبارة منذ الشتاء، ولما وصلت أخيرا وقفت البلدة كلها على الرصيف لتحيتها وغنى الأطفال", "fr", "ar"),
        ("« The whole town stood on the quay », a-t-il dit.", "fr", "fr"),  # too short to tell
        (f"{FRENCH} Le capitaine, John Hathersage, vient de Stoke-on-Trent.", "fr", "fr"),
        ("Hathersage, Stoke-on-Trent, Newton Abbot, Great Yarmouth, Bury St Edmunds, Kingston upon Hull", "fr", "fr"),
        (ENGLISH, "yi", "yi"),  # declared, and unknown to the model
        ("1901 | 12 | 80\n" * 20, "de", "de"),
    ],
)  # fmt: skip
def test_a_passage_that_quotes_another_language(passage: str, article: str, language: str) -> None:
    assert passage_language(passage, article) == language
