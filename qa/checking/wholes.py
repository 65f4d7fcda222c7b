"""Does a sentence say of all what a passage says of some? The words of a whole, in five languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WHOLE = {
    "en": "all every each always entire whole everyone everything everybody both exactly completely"
    " entirely fully",
    "fr": "tous toutes tout toute chaque toujours entier entière intégralité totalité exactement"
    " entièrement complètement",
    "es": "todos todas todo toda cada siempre entero entera totalidad exactamente completamente ambos"
    " ambas",
    "de": "alle allen aller alles jeder jede jedes jeden jedem immer stets sämtliche ganze ganzen gesamte"
    " gesamten genau vollständig beide beiden",
    "ar": "كل جميع كافة دائما كامل بالكامل",
}
_WORDS = {language: frozenset(words.split()) for language, words in _WHOLE.items()}
_IDIOMS = re.compile(
    r"\b(?:tout (?:de même|en|à fait|d'abord)|pas du tout|(?:not )?at all|after all|above all|vor allem"
    r"|sobre todo|todo el mundo|tout le monde|each other|des deux côtés)\b",
    re.IGNORECASE,
)


def speaks_of_all(text: str, language: str) -> str:
    """The first word that says so; "" where there is none, or the language is another."""
    words = re.findall(r"\w+", _IDIOMS.sub(" ", text).lower())
    return next((word for word in words if word in _WORDS.get(language, ())), "")


def overstates(claim: str, language: str, sources: Iterable[tuple[str, str]]) -> str:
    """The word of a whole in a claim, where no (text, language) of the sources has one; "" otherwise."""
    said = speaks_of_all(claim, language)
    if not said:
        return ""
    told = [bool(speaks_of_all(text, other)) for text, other in sources if other in _WORDS]
    return said if told and not any(told) else ""
