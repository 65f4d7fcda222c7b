"""Questions as people type them: without accents or capitals, misspelt, or as bare words."""

from __future__ import annotations

import random
import unicodedata

_CHANGED = 0.2  # chance that a question is changed at all
_SHORT = 4  # letters: shorter words are left out of bare words


def roughened(question: str, dice: random.Random) -> str:
    """The question, now and then changed in one of the ways in which people are careless."""
    if dice.random() >= _CHANGED:
        return question
    return dice.choice((_lower, _plain, _bare, _misspelt))(question, dice)


def _lower(question: str, dice: random.Random) -> str:
    return question.lower().rstrip(" ?.!؟？")


def _plain(question: str, dice: random.Random) -> str:
    parts = unicodedata.normalize("NFD", question.lower())
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0302\u0308\u0327\u0303")
    )


def _bare(question: str, dice: random.Random) -> str:
    words = [word.strip("?.!,;:¿¡«»؟") for word in question.split()]
    long = [word for word in words if len(word) >= _SHORT]
    return " ".join(long[-5:]) if len(long) > 1 else question


def _misspelt(question: str, dice: random.Random) -> str:
    letters = list(question)
    for _ in range(1 + len(letters) // 40):
        place = dice.randrange(max(1, len(letters) - 1))
        if letters[place : place + 2] and all(c.isalpha() for c in letters[place : place + 2]):
            if dice.random() < 0.5:
                letters[place : place + 2] = reversed(letters[place : place + 2])
            else:
                del letters[place]
    return "".join(letters)
