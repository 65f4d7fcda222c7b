from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import LOADERS, load, supported
from quoth.index.text.clean import clean
from tests.index.loaders.samples import FIXTURES, WITHOUT_HEADINGS, make_docx, sample
from tests.index.loaders.tesseract import install

Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def headings(article: LoadedArticle) -> list[str]:
    return [span.of(article.text) for span in article.headings]


@pytest.mark.parametrize("suffix", LOADERS)
def test_every_loader_keeps_the_contract(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch)
    path = sample(suffix, tmp_path)
    assert supported(path)
    assert supported(path.with_suffix(suffix.upper()))
    article = load(path)
    assert article.title
    assert "\n" not in article.title
    assert article.text
    assert article.text == clean(article.text)
    assert not article.text.startswith(article.title)
    assert article.published
    assert article.source or article.author
    lines = article.text.split("\n")
    assert article.headings or suffix in WITHOUT_HEADINGS
    assert all(heading in lines for heading in headings(article))


@pytest.mark.parametrize("suffix", LOADERS)
@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2\xff" * 50, Random(7).randbytes(999)], ids=["empty", "nul", "noise"]
)
def test_every_loader_refuses_what_is_no_article(
    suffix: str, content: bytes, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch)
    with pytest.raises(LoadError) as refusal:
        load(write(f"x{suffix}", content))
    assert refusal.value.message
    assert refusal.value.hint
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize("suffix", LOADERS)
def test_every_loader_says_what_it_cannot_read(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="cannot be read: No such file"):
        load(tmp_path / f"missing{suffix}")


def test_an_unknown_format_is_named() -> None:
    assert not supported(Path("x.zip"))
    with pytest.raises(LoadError, match=r"format that is not read \(\.zip\)"):
        load(Path("x.zip"))


def test_text_of_a_wire() -> None:
    article = load(FIXTURES / "harbour.txt")
    assert article.title == "Le port de Kervano rouvre après la tempête"
    assert article.published == date(2019, 2, 12)
    assert article.source == "AFP, Ouest-Matin"
    assert headings(article) == ["Une digue à refaire"]
    assert article.text.startswith("KERVANO (Bretagne), 12 février 2019 (AFP) — Les chalutiers")
    assert "Paris" not in article.text


@pytest.mark.parametrize(
    ("text", "published", "source", "author"),
    [
        ("T\n\nPARIS, 29 mars (AFP) - Le vent tombe.", None, "AFP", ""),
        ("T\n\nLONDON, March 3, 2010 (Reuters) - It rains.", date(2010, 3, 3), "Reuters", ""),
        ("T\n\nMadrid, 2 ago 2019 (Efepress).- Llueve.", date(2019, 8, 2), "Efepress", ""),
        ("T\n\nدمشق، 29 آذار 2016 (سانا) - هطل المطر.", date(2016, 3, 29), "سانا", ""),
        ("T\n\nPublié le 3 mai 2012 à 14h05\n\nIl pleut.", date(2012, 5, 3), "", ""),
        ("T\nPar Anne Leroy\n4 mai 2012\n\nIl pleut.", date(2012, 5, 4), "", "Anne Leroy"),
        ("T\n\nBy the river\n\nIt rains.", None, "", ""),
        ("T\n\nLe 29 mars 2016, le groupe (EI) - un autre - a fui.", None, "", ""),
        ("T\n\nLe groupe Etat (EI) - dit aussi Daesh - a fui.", None, "", ""),
        ("T\n\nIl est né le 3 mai 1950 à Paris.", None, "", ""),
        ("T\n\nIl pleut.\n\n(Avec AFP)", None, "AFP", ""),
        ("T\n\nEs regnet.\n\nQuelle: dpa", None, "dpa", ""),
    ],
)
def test_what_a_text_states(
    text: str, published: date | None, source: str, author: str, write: Write
) -> None:
    article = load(write("a.txt", text))
    assert (article.published, article.source, article.author) == (published, source, author)


@pytest.mark.parametrize(
    "stamp",
    ["01-11-2024 04:33 PM Jerusalem Timing", "Jeudi 14 février 2019 - 09:12 GMT+1",
     "14/02/2019 09:12", "2019-02-14T09:12:00Z", "Imprimé le 14/02/2019 à 09h12", "14/02/2019"],
)  # fmt: skip
def test_a_print_stamp_is_dropped_and_dates_nothing(stamp: str, write: Write) -> None:
    article = load(write("a.txt", f"{stamp}\nLe vent tombe\nLe vent tombe\n\nIl pleut."))
    assert (article.title, article.text) == ("Le vent tombe", "Il pleut.")
    assert article.published is None


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Only a line", "Only a line", "Only a line"),
        ("14/02/2019 09:12 Explosion dans le port", None, None),
        ("Le vent\n\nIl pleut.", "Le vent", "Il pleut."),
        ("Le vent tombe\nface au port\n\nIl pleut.", "Le vent tombe face au port", "Il pleut."),
        ("Le maire a dit que\nle port est ouvert. Il pleut.", "Le maire a dit que", None),
    ],
)
def test_the_title_of_a_text(text: str, title: str | None, body: str | None, write: Write) -> None:
    article = load(write("a.txt", text))
    assert article.title == (title or text)
    assert article.text == (body or text)


def test_a_long_first_line_stays_in_the_text(write: Write) -> None:
    text = "Il pleut " * 60
    article = load(write("a.txt", text))
    assert article.text == text.strip()
    assert len(article.title) <= 201
    assert article.title.endswith("…")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "L’été à Palmyre\n\nIl fait très chaud."),
        ("utf-8-sig", "L’été à Palmyre\n\nIl fait très chaud."),
        ("utf-16", "L’été à Palmyre\n\nIl fait très chaud."),
        ("utf-16-le", "L’été à Palmyre\n\nIl fait très chaud."),
        ("utf-16-be", "L’été à Palmyre\n\nIl fait très chaud."),
        ("utf-32", "L’été à Palmyre\n\nIl fait très chaud."),
        ("cp1252", "L’été à Palmyre\n\nIl fait très chaud."),
        ("latin-1", "Été à Palmyre\n\nLà-bas, rien."),
        ("cp1256", "عاصفة في المدينة\n\nدخل الجيش المدينة صباح اليوم بعد معارك عنيفة"),
        ("cp1251", "Утро в городе\n\nАрмия вошла в город утром после тяжёлых боев"),
        ("gb18030", "城市的早上\n\n军队今天早上进入了城市，战斗非常激烈。"),
    ],
)
def test_encodings(encoding: str, text: str, write: Write) -> None:
    article = load(write("a.txt", text.encode(encoding)))
    assert [article.title, article.text] == text.split("\n\n")


def test_a_bad_byte_spoils_itself_only(write: Write) -> None:
    article = load(
        write("a.txt", "Été\n\n".encode() + b"\xff" + " à la mer, très tôt, été".encode())
    )
    assert article.text == "\ufffd à la mer, très tôt, été"


def test_markdown() -> None:
    article = load(FIXTURES / "lighthouse.md")
    assert article.title == "The last keeper of Skerry Light"
    assert article.published == date(2009, 7, 3)
    assert article.author == "Ann Moor, Tom Reed"
    assert (article.source, article.language) == ("Skerry Post", "en")
    assert headings(article) == ["A machine takes over"]
    assert article.text.split("\n") == [
        "For thirty years Dr. Hale climbed the tower twice a day.", "",
        "A machine takes over", "",
        "- a lamp that lights itself", "- a radio", "1. for ships", "2. for the coast", "",
        "Year | Visitors", "2008 | 412", "",
        "He left the key under a stone.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("---\ntitle: [broken\n---\n# A\n\nB.", "A", "B."),
        ("---\ndate: 2016-02-31\n---\n# A\n\nB.", "A", "B."),
        ("---\njust words\n---\n\nB.", "just words", "B."),
        ("# *A* `b`\n\n![a boat](x.png) <b>c</b><br>d", "A b", "c\nd"),
        ("# A\n\n<!-- not\nshown -->\n\nB.", "A", "B."),
    ],
)
def test_odd_markdown(text: str, title: str, body: str, write: Write) -> None:
    article = load(write("a.md", text))
    assert (article.title, article.text) == (title, body)


@pytest.mark.parametrize(
    ("stated", "tags"),
    [
        ("tags: [sea, work]", ("sea", "work")),
        ("tags: sea,  work , sea", ("sea", "work")),
        ("tags:\n  - sea\n  - 1954", ("sea", "1954")),
        ("keywords: the sea", ("the sea",)),
        ("tags:", ()),
        ("tags: {a: b}", ()),
        ('tags: ["\\e[31mred\\u202e"]', ("red",)),
        ("title: A", ()),
    ],
)
def test_tags(stated: str, tags: tuple[str, ...], write: Write) -> None:
    assert load(write("a.md", f"---\n{stated}\n---\n# A\n\nB.")).tags == tags


def test_a_web_page_without_its_frame() -> None:
    article = load(FIXTURES / "market.html")
    assert article.title == "Le marché couvert rouvre ses portes"
    assert article.published == date(1987, 5, 2)
    assert (article.author, article.source) == ("Lise Morel", "Gazette du Val")
    assert article.language == "fr"
    assert headings(article) == ["Un chantier difficile"]
    assert "- Douze étals de fruits\n- Quatre poissonniers" in article.text
    assert "Mardi | 8 h - 13 h" in article.text
    for frame in ("cookies", "Publicité", "Accueil", "Mentions", "Par Lise"):
        assert frame not in article.text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("", None),
        ('<meta property="article:published_time" content="2012-05-03T08:00">', date(2012, 5, 3)),
        ('<meta name="date" content="2971-05-03">', date(2971, 5, 3)),
    ],
)
def test_a_page_has_the_date_it_states(head: str, published: date | None, write: Write) -> None:
    page = (
        f"<html><head>{head}</head><body><p>Le 4 juin 2015 il a plu sur le port.</p></body></html>"
    )
    assert load(write("a.html", page)).published == published


def test_a_page_says_its_encoding(write: Write) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Армия вошла.</p></body></html>'
    assert load(write("a.html", page.encode("cp1251"))).text == "Армия вошла."


def test_pdf() -> None:
    article = load(FIXTURES / "canal.pdf")
    assert article.title == "L'écluse de Varenne reprend du service"
    assert article.published == date(2018, 4, 12)  # the file was made in 2024
    assert (article.author, article.source) == ("Nadia Keller", "ATS, mairie de Varenne")
    assert headings(article) == ["Un canal oublié"]
    assert "La reconstruction des portes a coûté" in article.text
    assert "selon M. Castel, l'ingénieur" in article.text
    assert "que leur versait la région." in article.text
    assert "Courrier" not in article.text
    assert "Page" not in article.text
    starts = [article.text[start:].split()[0] for start in article.page_starts]
    assert starts == ["VARENNE,", "Un", "région."]


def test_pdf_without_text(tmp_path: Path) -> None:
    page = Canvas(str(tmp_path / "a.pdf"))
    page.showPage()
    page.save()
    with pytest.raises(LoadError, match="holds no text"):
        load(tmp_path / "a.pdf")


@pytest.mark.parametrize(("password", "is_open"), [("secret", False), ("", True)])
def test_pdf_with_a_password(password: str, is_open: bool, tmp_path: Path) -> None:
    page = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption(password, "owner"))
    page.drawString(60, 700, "The mill is closed.")
    page.save()
    if is_open:
        assert load(tmp_path / "a.pdf").text == "The mill is closed."
    else:
        with pytest.raises(LoadError, match="is encrypted"):
            load(tmp_path / "a.pdf")


def test_pdf_cut_short(write: Write) -> None:
    with pytest.raises(LoadError):
        load(write("a.pdf", (FIXTURES / "canal.pdf").read_bytes()[:900]))


def test_an_empty_page_keeps_its_number(tmp_path: Path) -> None:
    document = PdfDocument(FIXTURES / "canal.pdf")
    document.new_page(340, 368, 1)
    document.save(tmp_path / "a.pdf")
    article = load(tmp_path / "a.pdf")
    assert len(article.page_starts) == 4
    assert article.text[article.page_starts[2] :].startswith("Un canal")


def test_docx(tmp_path: Path) -> None:
    article = load(make_docx(tmp_path / "a.docx"))
    assert article.title == "Le moulin d'Orsel tourne encore"
    assert (article.author, article.source) == ("Paul Aubin", "Belga")
    assert (article.published, article.language) == (date(2011, 6, 3), "fr")
    assert headings(article) == ["Les horaires"]
    assert article.text.endswith(
        "Les horaires\n\nJour | Heures\nMardi | 9 h\n\nL'entrée est libre."
    )


def test_a_list_in_a_word_file_is_one_block(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Le meunier demande :")
    for item in ("du blé sec", "un sac\npropre", ""):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("un bon vent", style="List Number")
    document.add_paragraph("Il rend la farine.")
    document.save(str(tmp_path / "a.docx"))
    article = load(tmp_path / "a.docx")
    assert article.text == (
        "Le meunier demande :\n\n- du blé sec\n- un sac propre\n\n- un bon vent\n\nIl rend la farine."
    )


def test_docx_that_is_another_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(LoadError, match="is damaged"):
        load(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("\x1b[31mred\x1b[0m \x9b1mbold", "red bold"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x1b\\ \x1b]0;title\nnext", "link\nnext"),
        ("a\x00b\x08c\x7f\x85d", "abc\nd"),
        ("evil\u202egnp.exe \u2066x\u2069\u200f", "evilgnp.exe x"),
        ("ze\u200bro \ufeffwi\u00addth", "zero width"),
        ("می\u200cخواهم क्\u200dष \U0001f469\u200d\U0001f680", "می\u200cخواهم क्\u200dष \U0001f469\u200d\U0001f680"),
        ("pass\u200cword", "password"),
        ("hidden\U000e0041\U000e0042\U000e0100", "hidden"),
        ("a\r\nb\rc\u2028d\fe", "a\nb\nc\nd\ne"),
        ("a  \n \n\n\n b\u00a0\tc\u3000", "a\n\nb c"),
        ("e\u200b\u0301", "é"),
        ("ﬁlter eﬃcient aﬀects ﬂow", "filter efficient affects flow"),
        ("\ud800x", "x"),
    ],
)  # fmt: skip
def test_clean(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


NASTY = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            list("a \n\r\t\x1b\x9b[]m;\x07\\\u200c\u200d\u0301\u0627\u2029\u202e\ufe0f")
        ),
    )
)


@given(NASTY)
@example("\x1b\x1b[0m[0m")
@example("\u0627\u200c\u200d\u200c\u0628")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert "\n\n\n" not in once
    assert not any(c != "\n" and (c < " " or "\x7f" <= c <= "\x9f") for c in once)
    once.encode()


@given(NASTY)
def test_any_text_file_loads_or_is_refused(text: str) -> None:
    from quoth.index.loaders.blocks import Block, Stated, assemble

    article = assemble([Block(part) for part in text.split("\n\n")], Stated())
    assert article.text == clean(article.text)
    assert bool(article.text) == bool(clean(text))
    assert bool(article.title) or not article.text
