"""A first line is taken out of the text only where it is a headline."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load
from quoth.index.loaders.headlines import headings_among


def read(folder: Path, name: str, text: str) -> LoadedArticle:
    (folder / name).write_text(text, encoding="utf-8")
    return load(folder / name)


@pytest.mark.parametrize(
    ("name", "first", "rest"),
    [
        (
            "a.txt",
            "The bakery on Elm Street closed on Friday after 63 years.",
            "\n\nIts ovens stay.",
        ),
        ("a.md", "- wifi password of the room is heron-41", "\n- the key hangs behind the map"),
        ("a.txt", "wifi password of the room is heron-41", "\nthe key hangs behind the map"),
        ("a.txt", "1. The pump was repaired on 3 May", "\n2. The valve was not"),
        ("a.txt", "面包店星期五关门了。", "\n\n炉子还在。它们很旧。"),
        ("a.txt", "المخبز أُغلق يوم الجمعة.", "\n\nالأفران باقية."),
        ("a.txt", "« La boulangerie a fermé vendredi. »", "\n\nLes fours restent."),
        ("a.md", "The mayor said: “We are closing.”", "\n\nNobody came."),
        ("a.txt", "Dear all,", "\n\nThe bakery is closed."),
    ],
)
def test_a_first_sentence_or_item_is_text(name: str, first: str, rest: str, tmp_path: Path) -> None:
    article = read(tmp_path, name, first + rest)
    assert article.text.startswith(first)
    assert article.title


def test_a_first_sentence_of_a_word_file_is_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = ""
    document.add_paragraph("The weir at Hallen was lowered by 40 centimetres in June.")
    document.add_paragraph("Eels have come back since.")
    document.save(str(tmp_path / "a.docx"))
    assert load(tmp_path / "a.docx").text.startswith("The weir at Hallen was lowered")


@pytest.mark.parametrize(
    "headline",
    ["Bakery on Elm Street closes", "Who pays for the dam?", "面包店关门", "Le fournil ferme !"],
)
def test_a_headline_is_no_text(headline: str, tmp_path: Path) -> None:
    article = read(tmp_path, "a.txt", f"{headline}\n\nThe bakery closed on Friday. Its ovens stay.")
    assert (article.title, article.text) == (
        headline,
        "The bakery closed on Friday. Its ovens stay.",
    )


PROSE = (
    "The fire began at noon near the old mill, and the wind carried it over the hill to the town."
)


def test_a_heading_has_prose_below_it() -> None:
    paragraphs = ["Fires of the year", PROSE, "The first day", PROSE, "17", PROSE, "The end"]
    assert headings_among(paragraphs) == [True, False, True, False, False, False, False]


def test_lines_of_a_table_are_no_headings() -> None:
    paragraphs = ["Fires", PROSE, "Camp", "153,336", "Butte", "Woolsey", "96,949", "Ventura", PROSE]
    assert not any(headings_among(paragraphs)[2:])


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("Dara Quill, potter.txt", "Q: When did you start?\n\nA: In 1998, in a shed.", "Dara Quill, potter"),
        ("Dara Quill.txt", "F : Quand avez-vous commencé ?\n\nR : En 1998. Ici.", "Dara Quill"),
        ("Runa Askeland.txt", "Phone: 555\nBoat: the Havørn. It is old.", "Runa Askeland"),
        ("Kesset.txt", "- a carved door\n- a copy of it. It is old.", "Kesset"),
        ("mill-at-orsel.txt", "The mill grinds.\n\nIt is old.", "mill at orsel"),
        ("灯台.txt", "灯台が光る。\n\n古い。", "灯台"),
        ("brief.txt", "The mill grinds.\n\nIt is old.", "The mill grinds."),
        ("scan001.txt", "The mill grinds.\n\nIt is old.", "The mill grinds."),
        ("Document1.txt", "The mill grinds.\n\nIt is old.", "The mill grinds."),
        ("Dara Quill.txt", "Potter wins prize\n\nShe won it. It is old.", "Potter wins prize"),
        ("Dara Quill.txt", "Ukraine: the war goes on\n\nBy: Ida Rem\n\nIt is old. It is.", "Ukraine: the war goes on"),
    ],
)  # fmt: skip
def test_a_text_without_a_headline_is_named_by_its_file(
    name: str, text: str, title: str, tmp_path: Path
) -> None:
    article = read(tmp_path, name, text)
    assert article.title == title
    assert article.text.startswith(text[:10]) or title == text.partition("\n")[0]
