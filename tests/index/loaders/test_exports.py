"""Files that hold many articles: each with its own title, day, source and place, and no other's."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import load, load_all, supported
from tests.index.loaders.samples import FIXTURES, make_warc

EXPORTS = FIXTURES.parent / "exports"
FERRY = ("Ferry line to Orvane closes after 41 years", date(2019, 2, 14), "The Northgate Herald")
BEES = ("Beekeepers count losses after wet spring", date(2021, 6, 3), "Marrow Valley Gazette")
DOOR = ("Museum returns carved door to Kesset village", date(2023, 10, 27))
DIKE = ("La digue de Brévans renforcée", date(2020, 3, 12), "Le Monde")
LOCKS = ("Grève des éclusiers", date(2015, 5, 4), "Libération")
PHARE = ("Un phare vendu", date(2023, 11, 7), "Ouest-France")
PAGE = (
    "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{0}, the port authority said "
    "in a note on Thursday, and the painter Ida Rem will live there.</p><p>She will open the stairs "
    "to visitors on Sundays, from May to September, as the keeper did.</p></article></body></html>"
)


def stated(articles: tuple[LoadedArticle, ...]) -> list[tuple[object, ...]]:
    return [(a.title, a.published, a.source) for a in articles]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("factiva-codes.txt", [FERRY, BEES, (*DOOR, "Dagens Kurer (English edition)")]),
        ("nexis-numbered.txt", [FERRY, BEES, (*DOOR, "Dagens Kurer (English edition)")]),
        ("factiva-plain.txt", [FERRY, BEES]),
        ("nexis-uni.txt", [FERRY, ("Beekeepers count losses", *BEES[1:])]),
        ("europresse.txt", [DIKE, LOCKS]),
        ("europresse.html", [DIKE, LOCKS, PHARE]),
    ],
)
def test_each_article_of_an_export_is_one(name: str, expected: list[tuple[object, ...]]) -> None:
    articles = load_all(EXPORTS / name)
    assert stated(articles) == expected
    assert len({article.key for article in articles}) == len(articles)
    offsets = [article.offset for article in articles]
    assert offsets == sorted(set(offsets))
    data = (EXPORTS / name).read_bytes()
    for article, end in zip(articles, [*offsets[1:], len(data)], strict=True):
        own = data[article.offset : end].decode()
        assert article.title in own
        assert article.text[:40] in own
        assert not any(other.title in article.text for other in articles)


@pytest.mark.parametrize("name", ["factiva-codes.txt", "nexis-numbered.txt"])
def test_authors_and_texts_without_the_fields_around_them(name: str) -> None:
    articles = load_all(EXPORTS / name)
    assert [a.author for a in articles] == ["Tilda Marsh", "Owen Sallis", "Hanne Lisberg"]
    assert articles[1].text == (
        "Beekeepers in the Marrow valley have lost 38 per cent of their colonies since March, the "
        "regional association said on Wednesday.\n\nRain kept the bees inside during the apple "
        "blossom. Chair Idris Colwyn asked the county for 90,000 pounds in aid."
    )


def test_codes_and_values_on_one_line(tmp_path: Path) -> None:
    text = (
        "SE  News\nHD  Un pont rouvre\nBY  Par Jeanne Aubin\nPD  3 mai 2016\nSN  Le Fil\n"
        "LP  Le pont a rouvert mardi.\n\nTD  IN parle du maire.\n\nAN  Document FIL0000020160503ec530001x\n"
        "\nSE  News\nHD  Un pont ferme\nPD  4 mai 2017\nSN  Le Fil\nLP  Le pont a fermé.\n"
        "AN  Document FIL0000020170504ec540001x\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="cp1252")
    articles = load_all(tmp_path / "a.txt")
    assert stated(articles) == [
        ("Un pont rouvre", date(2016, 5, 3), "Le Fil"),
        ("Un pont ferme", date(2017, 5, 4), "Le Fil"),
    ]
    assert articles[0].author == "Jeanne Aubin"
    assert articles[1].offset == text.rindex("SE  News")


def test_documents_numbered_in_german(tmp_path: Path) -> None:
    parts = [
        f"Dokument {n} von 2\n\n\nDer Bote\n\n{n}. März 2016\n\nTitel {n}\n\nLENGTH: 90 Wörter\n\n"
        f"Der Hafen Nummer {n} ist offen.\n\nLOAD-DATE: 9. April 2017\n\n\n"
        for n in (1, 2)
    ]
    (tmp_path / "a.txt").write_text("".join(parts))
    articles = load_all(tmp_path / "a.txt")
    assert stated(articles) == [(f"Titel {n}", date(2016, 3, n), "Der Bote") for n in (1, 2)]
    assert articles[1].text == "Der Hafen Nummer 2 ist offen."


@pytest.mark.parametrize(
    "text",
    [
        "The match\n\nHD is short for high definition.\n\nLP means long play, and TD touchdown.",
        "The lock holds\n\n1 of 3 boats sank.\n\nNobody drowned.",
        "The door\n\nBODY: a word.\n\nEnd of story.",
    ],
)
def test_a_text_that_only_looks_a_little_like_an_export_is_one_article(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(text)
    (article,) = load_all(tmp_path / "a.txt")
    assert (article.key, article.offset, article.title) == ("", 0, text.partition("\n")[0])


def test_a_news_page_with_cards_of_others_is_one_article(tmp_path: Path) -> None:
    card = "<article><h3>Another story of the day</h3><p>A line about what happened there.</p></article>"
    story = "<p>The lighthouse was sold on Thursday to a painter, the port authority said.</p>" * 4
    page = f"<html><body><article><h1>Sold</h1>{story}</article><aside>{card * 4}</aside></body></html>"
    (tmp_path / "a.html").write_text(page)
    assert len(load_all(tmp_path / "a.html")) == 1


ROWS = [
    {"Headline": "Lighthouse sold", "Publication Date": "2019-05-02", "Outlet": "Tarrow Post",
     "Full_Text": "The lighthouse, of Skar, was sold.\n\nIt was white."},
    {"Headline": "Goats climb", "Publication Date": "11 June 2020", "Outlet": "Levant Review",
     "Full_Text": "The goats climbed the roof \"again\"."},
]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_by_the_names_of_its_columns(mark: str, tmp_path: Path) -> None:
    lines = [mark.join(ROWS[0])]
    for row in ROWS:
        lines.append(mark.join('"' + value.replace('"', '""') + '"' for value in row.values()))
    data = "\r\n".join(lines).encode("utf-8-sig")
    (tmp_path / "a.csv").write_bytes(data)
    check_rows(load_all(tmp_path / "a.csv"), data, b'"')


def test_objects_line_by_line(tmp_path: Path) -> None:
    data = "\n".join(["{broken", *map(json.dumps, ROWS), "[1]", '{"other": 1}']).encode()
    (tmp_path / "a.jsonl").write_bytes(data)
    check_rows(load_all(tmp_path / "a.jsonl"), data, b"{")


def check_rows(articles: tuple[LoadedArticle, ...], data: bytes, first: bytes) -> None:
    assert stated(articles) == [
        ("Lighthouse sold", date(2019, 5, 2), "Tarrow Post"),
        ("Goats climb", date(2020, 6, 11), "Levant Review"),
    ]
    assert articles[0].text == "The lighthouse, of Skar, was sold.\n\nIt was white."
    assert articles[1].text == 'The goats climbed the roof "again".'
    for article in articles:
        assert data[article.offset :].startswith(first)
        assert (
            data[article.offset + len(first) :]
            .lstrip(b'"')
            .startswith((b"Head", article.title.encode()))
        )


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "a\n", "x" * 99])
def test_a_table_without_texts_says_what_is_missing(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(LoadError, match="has no column of texts") as refusal:
        load(tmp_path / "a.csv")
    assert "text" in refusal.value.hint


def test_an_article_longer_than_a_cell_usually_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('title,text\nLong,"' + "The lock holds. " * 20_000 + '"\n')
    assert len(load(tmp_path / "a.csv").text) > 300_000


def test_markup_in_a_column_is_read(tmp_path: Path) -> None:
    row = {
        "title": "Sold",
        "content": "<p>It was <b>sold</b>.</p><p>She paints.</p>",
        "author": ["A. B.", "C. D."],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    article = load(tmp_path / "a.jsonl")
    assert (article.text, article.author) == ("It was sold.\n\nShe paints.", "A. B., C. D.")


def test_a_page_saved_whole_has_no_day_of_saving(tmp_path: Path) -> None:
    head = (
        "From: <Saved by Blink>\nSubject: Otters\nDate: Sat, 11 Apr 2020 08:00:00 -0000\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    )
    from base64 import encodebytes

    page = encodebytes(PAGE.format("Otters return").encode()).decode()
    (tmp_path / "a.mhtml").write_text(f"{head}{page}\n--b--\n")
    article = load(tmp_path / "a.mhtml")
    assert (article.title, article.published) == ("Otters return", None)
    assert "the painter Ida Rem" in article.text


@pytest.mark.parametrize("zipped", [True, False])
def test_the_pages_of_a_web_archive(zipped: bool, tmp_path: Path) -> None:
    pages = {
        f"https://tarrow.example/{n}": PAGE.format(f"Lighthouse {n} sold").encode()
        for n in range(3)
    }
    pages["https://tarrow.example/links"] = b"<html><body><a href=x>x</a></body></html>"
    path = tmp_path / ("a.warc.gz" if zipped else "a.warc")
    path.write_bytes(make_warc(pages, zipped=zipped))
    articles = load_all(path)
    assert [a.title for a in articles] == [f"Lighthouse {n} sold" for n in range(3)]
    assert {a.source for a in articles} == {"tarrow.example"}
    assert [a.key for a in articles] == list(pages)[:3]
    assert articles[0].offset < articles[1].offset < articles[2].offset


def test_the_articles_of_an_issue_made_from_the_news(tmp_path: Path) -> None:
    pages = {f"feed_0/article_{n}/index_u1.html": PAGE.format(f"Story {n}") for n in range(2)}
    pages = {
        "feed_0/index_u0.html": "<html><body><h2>News</h2><ul><li>Story 0</li></ul></body></html>",
        **pages,
    }
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>The Tarrow Post</dc:title><dc:date>2020-03-12</dc:date>"
        '<meta name="calibre:publication_type" content="periodical:newspaper"/></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="content.opf"/></rootfiles></container>'
    with ZipFile(tmp_path / "a.epub", "w") as book:
        book.writestr("META-INF/container.xml", container)
        book.writestr("content.opf", package)
        for name, page in pages.items():
            book.writestr(name, page)
    articles = load_all(tmp_path / "a.epub")
    assert stated(articles) == [
        (f"Story {n}", date(2020, 3, 12), "The Tarrow Post") for n in range(2)
    ]
    assert 0 < articles[0].offset < articles[1].offset


@pytest.mark.parametrize("name", ["story.html?id=12", "lighthouse-sold", "story.php", "a.b.c"])
@pytest.mark.parametrize("before", ["", "\ufeff", "<!-- saved -->\n<!DOCTYPE html>\n"])
def test_a_page_is_told_by_its_content(name: str, before: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(before + PAGE.format("Lighthouse sold"))
    assert supported(tmp_path / name)
    assert load(tmp_path / name).title == "Lighthouse sold"


@pytest.mark.parametrize(
    "content",
    [
        b"all: test\n",
        b"\x89PNG",
        b"",
        b"<svg></svg>",
        b"{}",
        b'[{"name": "x", "version": "1"}]',
        b"name: x\ndate: today\n",
    ],
)
def test_what_is_no_page_is_not_read_for_want_of_a_suffix(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes(content)
    assert not supported(tmp_path / "Makefile")


@pytest.mark.parametrize("name", ["articles.json", "17,S=812:2,S", "letter"])
def test_lists_of_articles_and_letters_are_told_by_their_content(name: str, tmp_path: Path) -> None:
    story = "The lighthouse of Skar was sold on Thursday."
    rows = [{"title": f"Sold {n}", "date": "2019-05-02", "text": story, "in": [n]} for n in (1, 2)]
    letter = f"Return-Path: <a@x.org>\nDate: Thu, 2 May 2019 08:00:00 +0000\nFrom: a@x.org\nSubject: Sold 1\n\n{story}\n"
    (tmp_path / name).write_text(json.dumps(rows, indent=1) if name[-4:] == "json" else letter)
    articles = load_all(tmp_path / name)
    assert [article.title for article in articles] == ["Sold 1", "Sold 2"][: len(articles)]
    assert {article.text for article in articles} == {story}
    assert {article.published for article in articles} == {date(2019, 5, 2)}


COLUMNS = {"text": "Artikelinhalt", "title": "Über-Schrift", "source": "Blatt", "number": "Nr."}


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_columns_of_other_names(name: str, tmp_path: Path) -> None:
    row = {"Nr.": "7", "Über_schrift": "Lighthouse sold", "BLATT": "Post", "datum": "2019-05-02"}
    row["artikel inhalt"] = "The lighthouse of Skar was sold on Thursday."
    written = (
        json.dumps(row) if name.endswith("l") else "\n".join(map(",".join, (row, row.values())))
    )
    (tmp_path / name).write_text(written, "utf-8")
    with pytest.raises(LoadError, match="has no column of texts") as refusal:
        load_all(tmp_path / name)
    assert "columns in the settings" in refusal.value.hint
    (article,) = load_all(tmp_path / name, COLUMNS)
    assert (article.title, article.source, article.key) == ("Lighthouse sold", "Post", "7")
    assert article.published == date(2019, 5, 2)
    assert article.text == "The lighthouse of Skar was sold on Thursday."


CODED = """SE   Lokales
HD   La digue de Brévans renforcée
BY   Von Tilda Marsh
WC   61 Wörter
PD   12. März 2020
SN   Le Monde
LP   Der Damm wird verstärkt.
TD   Es regnete.
AN   Document MONDE00020200312ef2e0001t

SE   Lokales
HD   Grève des éclusiers
PD   4. Mai 2015
SN   Libération
LP   Die Schleusenwärter streiken.
AN   Document LIBE000020150504eh63000b4
"""
NUMBERED = """Dokument 1 von 2

Le Monde

12. März 2020 Donnerstag

La digue de Brévans renforcée

AUTOR: Tilda Marsh

LÄNGE: 61 Wörter

Der Damm wird verstärkt.

UPDATE: 13. März 2020

SPRACHE: GERMAN; DEUTSCH

Dokument 2 von 2

Libération

4. Mai 2015 Montag

Grève des éclusiers

LÄNGE: 51 Wörter

Die Schleusenwärter streiken.

UPDATE: 5. Mai 2015
"""
DIVIDED = "<html><body>" + "".join(
    f"<div class='article'><h2 class=titre>{title}</h2><span class=source>{paper}</span>"
    f"<span class=date>{day}</span><p>{text} Le préfet en parlera mardi à la mairie de la ville.</p>"
    "<footer>© Tous droits réservés.</footer></div>"
    for title, paper, day, text in (
        (DIKE[0], DIKE[2], "12 mars 2020", "Der Damm wird verstärkt."),
        (LOCKS[0], LOCKS[2], "4 mai 2015", "Die Schleusenwärter streiken."),
    )
)


@pytest.mark.parametrize(
    ("name", "written"), [("a.txt", CODED), ("a.txt", NUMBERED), ("a.html", DIVIDED)]
)
def test_exports_of_other_languages_and_makes(name: str, written: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(written, "utf-8")
    articles = load_all(tmp_path / name)
    assert [(a.title, a.published, a.source) for a in articles] == [DIKE, LOCKS]
    assert articles[0].text.startswith("Der Damm wird verstärkt.")
    assert articles[1].text.startswith("Die Schleusenwärter streiken.")
    for article in articles:
        for fact in ("LÄNGE", "UPDATE", "SPRACHE", "Document", "Tous droits"):
            assert fact not in article.text


def test_a_table_of_unix_times(tmp_path: Path) -> None:
    row = {"headline": "Skar", "published_at": 1556791200, "outlet": "Post", "body_text": "Sold."}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    article = load(tmp_path / "a.jsonl")
    assert (article.published, article.source) == (date(2019, 5, 2), "Post")
