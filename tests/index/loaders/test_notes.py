from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.loaders import load
from quoth.index.loaders.notes.front_matter import split_front_matter
from quoth.index.loaders.notes.obsidian import as_markdown

Read = Callable[..., LoadedArticle]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_note(text: str, name: str = "Canal.md") -> LoadedArticle:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return load(path)

    return read_note


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("The [[Aurora (ship)|Aurora]] off the [[northern cape]].", "The Aurora off the northern cape."),
        ("See [[People/Runa Askeland]] and [[Canal#Hours]].", "See Runa Askeland and Canal > Hours."),
        ("See [[#Hours]], [[Canal#^b1]].", "See Hours, Canal."),
        ("a ![[map.png]] ![[Note#Part]] b", "a b"),
        ("It stands. ![a map](map.png) Here.\n\n![The mill](x.png)", "It stands. Here.\n\nThe mill"),
        ("a <span style='display:none'>no</span><b hidden>no</b> <i>yes</i>", "a yes"),
        ("{--three--}{++four++} {~~red~>blue~~} boats {>>check<<} {==sank==}", "four blue boats sank"),
        ("| a | b |\n|--|--|\n| [[x\\|y]] | z |", "a | b\ny | z"),
        ("==The repair== costs 5.2 million.", "The repair costs 5.2 million."),
        ("a == b and c == d", "a == b and c == d"),
        ("paid, %%to be checked%% by the state", "paid, by the state"),
        ("a\n\n%%\nnot\n\nshown 5% of it\n%%\n\nb", "a\n\nb"),
        ("The captain was Ann Miller.^quote1", "The captain was Ann Miller."),
        ("The captain ^b-1\n\nx^2", "The captain\n\nx^2"),
        ("> [!warning] Closed\n> until June", "Closed\n\nuntil June"),
        ("> [!note]-\n> The wreck.", "The wreck."),
        ("> > [!tip]+ Deep\n> > inside", "Deep\n\ninside"),
        ("- [x] called\n- [ ] write ^b1\n- [link](x)", "- called\n- write\n- link"),
        ("1. [ ] one", "1. one"),
        ("a\n\n```dataview\nTABLE date\n```\n\nb", "a\n\nb"),
        ("a\n\n```\n[[x]] %%y%% ==z==\n```", "a\n\n[[x]] %%y%% ==z=="),
        ("Type `[[x|y]]` or `%%`, then `%%`.", "Type [[x|y]] or %%, then %%."),
        ("a ~~twelve~~ three, <del>Karl</del> Karla, <s>9</s> 6", "a three, Karla, 6"),
        ("in 1788<sup>2</sup>, 35<sup>3</sup> pence", "in 1788², 35³ pence"),
        ('since 1642<sup><a href="#n4">4</a></sup>.', "since 1642."),
        ("since 1642<sup>[4](#n4)</sup>.", "since 1642."),
        ("10^9^ litres of H~2~O, CO<sub>2</sub>", "10⁹ litres of H2O, CO2"),
        ("a <sup>b", "a b"),
        ("a<br>b <b>c</b>", "a\nb c"),
        ("<table><tr><td>Mon<td>9 h</table>", "Mon | 9 h"),
        ("<div hidden>no</div>\n\n<!-- no -->\n\nyes", "yes"),
    ],
)  # fmt: skip
def test_a_note_reads_as_its_reader_shows_it(written: str, text: str, read: Read) -> None:
    assert read(f"# Canal\n\n{written}").text == text


def test_notes_stand_after_the_block_with_their_mark(read: Read) -> None:
    article = read(
        "# Canal\n\nThe gates weigh 22 tonnes.[^1] It closed in 1791[^b] and 1802[^b].\n\n"
        "- one[^c]\n- two\n\nEnd.^[In place.]\n\n[^1]: Measured by Ove.\n\n    Twice.\n"
        "[^b]: Abbey books.[^1]\n[^c]: Same.\n[^d]: Never said."
    )
    assert article.text.split("\n\n") == [
        "The gates weigh 22 tonnes. It closed in 1791 and 1802.",
        "Measured by Ove.",
        "Twice.",
        "Abbey books.",
        "- one\n- two",
        "Same.",
        "End.",
        "In place.",
    ]


@pytest.mark.parametrize(
    ("name", "written", "title", "published"),
    [
        ("Runa Askeland.md", "Phone: 555", "Runa Askeland", None),
        ("Runa Askeland.md", "---\ntags: [a]\n---\n- first item", "Runa Askeland", None),
        ("Runa Askeland.md", "# Runa\n\nPhone", "Runa", None),
        ("Runa Askeland.md", "![](x.png)\n\n# Runa\n\nPhone", "Runa", None),
        ("Runa Askeland.md", "A line.\n\n# Runa\n\n# Boat\n\nPhone", "Runa Askeland", None),
        ("Runa Askeland.md", "---\ntitle: Skipper\n---\n# Runa\n\nPhone", "Skipper", None),
        ("2024-03-18.md", "- [x] called", "2024-03-18", date(2024, 3, 18)),
        ("2024-03-18-swans-land.md", "They land.", "swans land", date(2024, 3, 18)),
        ("2024-03-18.md", "---\ndate: 2020-01-02\n---\nx", "2024-03-18", date(2020, 1, 2)),
        ("a.md", '+++\ntitle = "Swans"\ndate = 2018-03-05\n+++\n\nx', "Swans", date(2018, 3, 5)),
        ("a.md", "+++\ndate = 2018-03-05T10:00:00Z\ntitle = 'S'\n+++\nx", "S", date(2018, 3, 5)),
        ("a.md", '{\n"title": "Swans",\n"date": "2018-03-05"\n}\n\nx', "Swans", date(2018, 3, 5)),
        (
            "a.md",
            "Title: Swans\nAuthor: Lise Dahl\nDate: 5 March 2018\n\nx",
            "Swans",
            date(2018, 3, 5),
        ),
        ("a.md", "% Swans\n% Lise Dahl\n% 5 March 2018\n\nx", "Swans", date(2018, 3, 5)),
        ("a.md", "title:: Swans\ndate:: 2018-03-05\n\n- x", "Swans", date(2018, 3, 5)),
        ("a.md", "---\ntitre: Cygnes\nfecha: 5 mars 2018\n---\nx", "Cygnes", date(2018, 3, 5)),
        ("Pond.md", "---\ncreated: 2023-01-01\n---\nx", "Pond", None),
        ("Pond.md", "Phone: 12\nName: Ann\n\nx", "Pond", None),
        ("Protokoll 18. März 2024.md", "x", "Protokoll 18. März 2024", date(2024, 3, 18)),
        ("18.3.2024.md", "x", "18.3.2024", date(2024, 3, 18)),
        ("Pond.md", "+++\nbroken = \n+++\nx", "Pond", None),
        ("Pond.md", "+++\r\ntitle = 'S'\r\n+++\r\nx", "S", None),
    ],
)
def test_the_title_and_the_date_of_a_note(
    name: str, written: str, title: str, published: date | None, read: Read
) -> None:
    article = read(written, name)
    assert (article.title, article.published) == (title, published)
    assert article.text


@pytest.mark.parametrize("fields", ["[" * 1000, "{a: " * 500, "- " * 900 + "x", "{a: &a [*a]}"])
def test_fields_nested_without_end_are_no_text(fields: str, read: Read) -> None:
    assert read(f"---\n{fields}\n---\n# Canal\n\nIt closed.").text == "It closed."
    assert read(f"+++\na = {fields}\n+++\n# Canal\n\nIt closed.").text == "It closed."


@pytest.mark.parametrize(
    "part",
    ["%%", "% ", "[[", "[[a|", "==", "`", "`` ` ", "^a", "~a", "> ", "> [!", "- [x", " ", "\n---", "<!--"],
)  # fmt: skip
def test_hostile_notes_are_read_within_a_second(part: str) -> None:
    text = part * (100_000 // len(part))
    started = time.process_time()
    as_markdown(text)
    split_front_matter(f"---\n{text}")
    assert time.process_time() - started < 1


def test_the_tags_of_site_programs_are_no_text(read: Read) -> None:
    text = (
        '{{< figure src="a.png" >}}\n\nIt closed.\n\n{{% notice %}}\nOn Friday.\n{{% /notice %}}\n'
    )
    assert read(f"# Canal\n\n{text}").text == "It closed.\n\nOn Friday."
