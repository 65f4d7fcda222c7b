"""Articles of our own invention, as many and as long as a benchmark needs, the same every time."""

from __future__ import annotations

import random
from pathlib import Path

_PLACES = (
    "Corran Lisle Pell Brannock Vauclair Tarrant Oster Hallin Quenby Dorve Sarn Marrow".split()
)
_THINGS = "bridge orchard quarry ferry mill kiln lighthouse library chapel school harbour".split()
_PEOPLE = ("Odile Garance", "Ysolde Perrin", "Marten Voss", "Ilse Karrow", "Anwen Dace")
_A_FOLDER = 100  # articles in a folder


def write_articles(folder: Path, count: int, sentences: int) -> None:
    """`count` text files under `folder`, of `sentences` sentences of about 20 tokens each."""
    draw = random.Random(count)
    for number in range(count):
        file = folder / f"{number // _A_FOLDER:03}" / f"{number:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        title = f"The {draw.choice(_THINGS)} of {draw.choice(_PLACES)}, part {number}"
        body = " ".join(_sentence(draw) for _ in range(sentences))
        file.write_text(f"{title}\n\n{body}\n", encoding="utf-8")


def _sentence(draw: random.Random) -> str:
    thing, place, person = draw.choice(_THINGS), draw.choice(_PLACES), draw.choice(_PEOPLE)
    year, count = draw.randint(1800, 2020), draw.randint(3, 990)
    return draw.choice(
        (
            f"The {thing} of {place} was rebuilt in {year} by {person} with stone from the hills.",
            f"{person} counted {count} visitors at the {thing} of {place} on the first morning.",
            f"It lies {count} kilometres from {place}, beyond the old {thing} and the marshes.",
            f"In {year} the council of {place} voted {count} thousand crowns for the {thing}.",
            f"Nobody in {place} remembers a winter as cold as that of {year}, says {person}.",
        )
    )
