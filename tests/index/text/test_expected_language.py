"""What a file declares and what its neighbours speak, against what the text itself says."""

from __future__ import annotations

import pytest

from quoth.index.text.language import language_of, passage_language

GERMAN = (
    "Die Fischerboote verließen am Montag im Morgengrauen den Hafen und kamen am Abend mit einem "
    "schlechten Fang zurück. Der Hafenmeister sagte, der Sturm werde noch vorüberziehen."
)
FRENCH = (
    "Les éclusiers du canal ont cessé le travail dimanche pour demander une prime de nuit, et le "
    "préfet les recevra mardi matin à la préfecture."
)
NAMES = "Ashley Cooper, Gwen Lloyd, Rhys Jones, Huw Griffiths, Alan Price, Sue Lynn"


@pytest.mark.parametrize("declared", ["en", "fr", "nl"])
def test_a_text_that_clearly_is_in_another_language_is_believed(declared: str) -> None:
    assert language_of(GERMAN, declared) == "de"


@pytest.mark.parametrize(
    ("text", "declared"),
    [(GERMAN, "de"), (FRENCH, "fr"), (NAMES, "en"), (NAMES, "fr"), ("12", "en"), (GERMAN, "gsw")],
)
def test_what_a_file_declares_is_believed_where_the_text_does_not_speak_against_it(
    text: str, declared: str
) -> None:
    assert language_of(text, declared) == declared


@pytest.mark.parametrize(
    ("text", "prevailing", "expected"),
    [
        (NAMES, ["en"], "en"),
        (NAMES, ["fr", "en"], "en"),
        ("Home News Sport Weather Shop Earth Travel Capital Culture", ["de"], "de"),
        ("Jean Dupont, Marie Lefèvre, Paul Aubin, Claire Martin", ["fr"], "fr"),
        ("Les éclusiers ont cessé le travail dimanche.", ["en"], "fr"),
        ("Der Hafenmeister sagte, der Sturm werde vorüberziehen.", ["en", "fr"], "de"),
        ("Армия вошла в город утром.", ["en"], "ru"),
        (GERMAN * 4, ["en"], "de"),
        ("17", ["en"], "und"),
    ],
)
def test_a_short_text_is_in_a_language_of_its_neighbours_unless_it_clearly_is_not(
    text: str, prevailing: list[str], expected: str
) -> None:
    assert language_of(text, prevailing=prevailing) == expected


def test_a_list_of_names_in_an_english_article_is_english() -> None:
    names = "\n".join([NAMES, "John Smith, Mary Wilson, Peter Baker, Ann Clark, David Owen"] * 3)
    assert passage_language(names, "en") == "en"


def test_a_quotation_is_in_its_own_language() -> None:
    assert passage_language(FRENCH, "en") == "fr"
    assert passage_language(GERMAN, "fr") == "de"
