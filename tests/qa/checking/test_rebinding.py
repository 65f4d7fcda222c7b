"""A name that the passage says of another than the sentence that a claim is made of, and what is none."""

from __future__ import annotations

import pytest

from quoth.qa.checking.alignment import Aligned
from quoth.qa.checking.facts import Claim
from quoth.qa.checking.names import known_names
from quoth.qa.checking.rebinding import named_elsewhere


def elsewhere(language: str, said: str, sentence: str, other: str, head: str = "") -> str:
    known = known_names([(f"{other} {sentence}", language)]) if language != "de" else frozenset()
    claim = Claim.of(said, known, language, (language,))
    told = [Aligned(other, language), Aligned(sentence, language)]
    return named_elsewhere(claim, told[1], told, head, known)


@pytest.mark.parametrize(
    ("language", "said", "sentence", "other", "name"),
    [
        (
            "en",
            "Gwen Hale recorded the songs of the fishermen.",
            "Her editor, Idris Moss, recorded the songs of the fishermen.",
            "The book is by Gwen Hale.",
            "Gwen Hale",
        ),
        (
            "fr",
            "La gare de Bourg-Neuf n'a que deux quais.",
            "Celle de Saint-Amour n'a que deux quais.",
            "La gare de Bourg-Neuf est plus moderne.",
            "Bourg-Neuf",
        ),
        (
            "es",
            "Según Martín Ochoa, los mineros saldrán mañana.",
            "Los mineros saldrán mañana, según la jefa del rescate, Irene Vela.",
            "Preside el comité Martín Ochoa.",
            "Martín Ochoa",
        ),
        (
            "de",
            "Franka Lenz hätte einen Zaun am Ufer bevorzugt.",
            "Der Vorsitzende Rolf Amsel hätte einen Zaun am Ufer bevorzugt.",
            "Geplant hat den Steg Franka Lenz.",
            "Franka Lenz",
        ),
        (
            "ar",
            "اعترضت رانيا حداد على مسار الطريق الجديد.",
            "واعترض النائب جورج مراد على مسار الطريق الجديد.",
            "وقالت الوزيرة رانيا حداد إن العمل سيبدأ غدا.",
            "رانيا حداد",
        ),
        (
            "en",
            "Douwe Postma protests against the new border.",
            "The farmer Fenna Postma protests against the new border.",
            "The mayor, Douwe Postma, signed the treaty.",
            "Douwe Postma",
        ),
    ],
)
def test_a_name_said_of_another_is_found(
    language: str, said: str, sentence: str, other: str, name: str
) -> None:
    assert elsewhere(language, said, sentence, other) == name
    assert elsewhere(language, sentence, sentence, other) == ""


@pytest.mark.parametrize(
    ("language", "said", "sentence", "other", "head"),
    [
        (
            "en",
            "Gwen Hale recorded the songs.",
            "She recorded the songs.",
            "It is by Gwen Hale.",
            "",
        ),
        (
            "en",
            "Gwen Hale recorded the songs of the fishermen.",
            "She recorded the songs of the fishermen with Idris Moss.",
            "She died in 1950.",
            "Gwen Hale\n",
        ),
        (
            "en",
            "Hale recorded the songs of the fishermen.",
            "Gwen Hale recorded the songs of the fishermen with Idris Moss.",
            "The book is hers.",
            "",
        ),
        (
            "ar",
            "اعتذرت الشرطة لسكان القرية، وقال محاميهم إنهم سيطالبون بتعويض.",
            "وقال محاميهم إنهم سيطالبون بتعويض كبير.",
            "واعتذرت الشرطة لسكان القرية بعد يومين.",
            "",
        ),
    ],
    ids=["pronoun", "title", "surname", "joined"],
)
def test_a_name_for_what_the_sentence_means_is_none(
    language: str, said: str, sentence: str, other: str, head: str
) -> None:
    assert elsewhere(language, said, sentence, other, head) == ""


def test_a_short_claim_speaks_a_language_of_those_around_it() -> None:
    text = "Hubo un apagón de doce horas."
    assert Claim.of(text, frozenset(), "en", ("es", "en")).language == "es"
    (hours,) = Claim.of(text, frozenset(), "en", ("es", "en")).quantities
    assert hours.unit == "duration-hour"
    french = "Le maire a promis une nouvelle alarme aux habitants du port avant l'hiver."
    assert Claim.of(french, frozenset(), "de", ("es", "de")).language == "fr"
