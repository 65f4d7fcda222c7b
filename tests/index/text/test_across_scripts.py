"""A name is found however its script writes it."""

from __future__ import annotations

import pytest

from quoth.index.text.across_scripts import SOUND, named, sounds_of, sounds_sought
from quoth.index.text.tokens import indexed_tokens, question_terms


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("zelensky", "зеленский"),
        ("zelenskyy", "зеленський"),
        ("selenskyj", "зеленский"),
        ("zelensky", "زيلينسكي"),
        ("brandt", "برانت"),
        ("mcallister", "ماكالستر"),
        ("soleymani", "سليماني"),
        ("guterres", "غوتيريش"),
        ("papadopoulos", "παπαδόπουλος"),
        ("khrouchtchev", "хрущёв"),
        ("tadmor", "تدمر"),
    ],
)
def test_a_name_sounds_alike_in_two_scripts(latin: str, other: str) -> None:
    assert sounds_of(other) == sounds_sought(latin) != ""
    assert sounds_of(latin) == sounds_sought(other) != ""


@pytest.mark.parametrize(("one", "another"), [("zelensky", "порошенко"), ("brandt", "ماكالستر")])
def test_other_names_do_not(one: str, another: str) -> None:
    assert sounds_of(another) != sounds_sought(one)


@pytest.mark.parametrize(
    "word", ["", "leo", "aoui", "42", "泽连斯基", "a'b", "\u0301\u0301\u0301\u0301"]
)
def test_what_is_too_short_or_writes_no_sounds_has_none(word: str) -> None:
    assert sounds_of(word) == sounds_sought(word) == ""


def test_names_of_one_script_are_not_confused_by_their_sounds() -> None:
    """A name in Latin letters is looked for by sound in other scripts alone."""
    tokens = indexed_tokens("In Lorrac, Brandt met Brent.", "en")
    (stems,) = question_terms("Brandt", ["en"])
    assert set(stems) & set(tokens) == {"brandt"}


def test_only_what_may_be_a_name_is_indexed_by_its_sound() -> None:
    sounds = [t for t in indexed_tokens("The skipper Arne Lidal spoke", "en") if t[0] == SOUND]
    assert len(sounds) == 1
    assert named("Le maire Élie Dupont") == {"maire", "élie", "dupont"} - {"maire"}
