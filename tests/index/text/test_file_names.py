from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.index.text.file_names import day_in, named, title_in


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Runa Askeland.md", "Runa Askeland"),
        ("Dara Quill, potter.txt", "Dara Quill, potter"),
        ("Marie-Louise d'Orsel.md", "Marie-Louise d'Orsel"),
        ("swans-on-the_pond.md", "swans on the pond"),
        ("2024-03-18.md", "2024-03-18"),
        ("2024-03-18-swans-on-the-pond.md", "swans on the pond"),
        ("2024-03-18 Swans.md", "Swans"),
        ("20240318.md", "20240318"),
        ("灯台.md", "灯台"),
        ("a.md", ""),
        ("0012.html", ""),
        ("3f2a9b7c1d4e8f60.html", ""),
        ("550e8400-e29b-41d4-a716-446655440000.pdf", ""),
    ],
)
def test_the_title_in_a_name(name: str, title: str) -> None:
    assert title_in(Path("folder") / name) == title


def test_the_day_in_a_name() -> None:
    assert day_in(Path("2024-03-18 Swans.md")) == date(2024, 3, 18)
    for name in ("20240318.md", "2024_03_18 Swans.md", "2024.03.18.md", "notes 18.03.2024.md"):
        assert day_in(Path(name)) == date(2024, 3, 18)
    assert day_in(Path("2024-13-18.md")) is None
    assert day_in(Path("19991399.md")) is None
    assert day_in(Path("12024-03-18.md")) is None
    assert day_in(Path("Swans.md")) is None


def test_a_name_adds_the_words_that_a_title_lacks() -> None:
    assert named("When did you start?", "/x/Dara Quill, potter.txt") == (
        "When did you start? Dara Quill potter"
    )
    assert named("Dara Quill", "/x/dara-quill.txt") == "Dara Quill"
    assert named("", "/x/a.txt") == ""
