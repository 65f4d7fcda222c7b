"""Books and mails, and the safe parsing of their markup."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import archive as archives
from quoth.index.loaders import load
from quoth.index.loaders.body import blocks_of
from quoth.index.loaders.markup import inner_html, parse_html, parse_xml

FIXTURES = Path(__file__).parent / "fixtures"
CONTAINER = "META-INF/container.xml"
Book = Callable[[Mapping[str, str | bytes | None]], Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Copies the sample book with other members; None leaves one out."""

    def make(changes: Mapping[str, str | bytes | None]) -> Path:
        path = tmp_path / "book.epub"
        with zipfile.ZipFile(FIXTURES / "ferry.epub") as old, zipfile.ZipFile(path, "w") as new:
            members = {name: old.read(name) for name in old.namelist()} | dict(changes)
            for name, content in members.items():
                if content is not None:
                    new.writestr(name, content, zipfile.ZIP_DEFLATED)
        return path

    return make


def opf(old: str, new: str) -> dict[str, str]:
    """The sample's package document with one piece replaced."""
    with zipfile.ZipFile(FIXTURES / "ferry.epub") as archive:
        text = archive.read("OPS/book.opf").decode()
    assert old in text
    return {"OPS/book.opf": text.replace(old, new)}


def headings(article: LoadedArticle) -> list[str]:
    return [span.of(article.text) for span in article.headings]


def test_a_book() -> None:
    article = load(FIXTURES / "ferry.epub")
    assert article.title == "The Ferry at Aldmoor"
    assert article.published == date(1998, 10, 7)
    assert (article.author, article.source) == ("Ruth Penrose, Owen Hart", "Tide & Field Press")
    assert article.language == "en"
    assert headings(article) == ["The crossing", "The toll"]
    assert article.text.split("\n") == [
        "The crossing", "",
        "The ferry carried forty sheep and one café owner across the river.", "",
        "She paid", "two shillings.", "",
        "The toll", "",
        "The bridge opened in 1931.", "",
        "- carts", "- cattle", "",
        "Year | Boats", "1930 | 3", "",
        "Nobody rowed after that.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("<dc:date>2011-06-03T00:00:00Z</dc:date>", date(2011, 6, 3)),
        ("<dc:date>1862</dc:date>", None),  # a year is no day, and none is made up
        ('<dc:date opf:event="modification">2011-06-03</dc:date>', None),
    ],
)
def test_the_date_of_a_book(book: Book, stated: str, published: date | None) -> None:
    both = (
        '<dc:date opf:event="modification">2020-01-01</dc:date>'
        '<dc:date opf:event="publication">1998-10-07</dc:date>'
    )
    assert load(book(opf(both, stated))).published == published


@pytest.mark.parametrize(
    "chapter",
    [
        "<html><body><p>Tea &nbsp;&amp; toast<br>was served<p>daily</body></html>",
        "<html><head><title/></head><body><p>Tea &amp; toast<br/>was served</p>daily</body></html>",
        "<html><body><p>Tea &#38; toast<br/>was served</p>daily</body></html>".encode("utf-16"),
    ],
    ids=["tag soup", "empty title", "utf-16"],
)
def test_a_chapter_of_any_quality(book: Book, chapter: str | bytes) -> None:
    text = load(book({"OPS/text/one.xhtml": chapter})).text
    assert text.startswith("Tea & toast\nwas served\n\ndaily\n\nThe toll")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({CONTAINER: None}, "is damaged: META-INF/container.xml is missing"),
        ({CONTAINER: "<container/>"}, "is damaged: no EPUB book"),
        ({CONTAINER: "not xml"}, "is damaged: no EPUB book"),
        ({"OPS/book.opf": None}, "is damaged: OPS/book.opf is missing"),
        ({"OPS/text/one.xhtml": None}, "is damaged: OPS/text/one.xhtml is missing"),
        (opf('idref="one"', 'idref="gone"'), "is damaged: a chapter is missing"),
        (opf("text/one.xhtml", "../../../etc/passwd"), "is damaged: ../../etc/passwd is missing"),
        (opf("text/one.xhtml", "a&#10;b&#x202e;c"), "is damaged: OPS/a bc is missing"),
        (opf('media-type="application/xhtml+xml"', 'media-type="image/png"'), "holds no text"),
    ],
)
def test_a_damaged_book(book: Book, changes: Mapping[str, str | None], reason: str) -> None:
    with pytest.raises(LoadError) as refusal:
        load(book(changes))
    assert refusal.value.message == reason
    assert refusal.value.hint


def test_a_book_cut_short(tmp_path: Path) -> None:
    data = (FIXTURES / "ferry.epub").read_bytes()
    (tmp_path / "a.epub").write_bytes(data[: len(data) // 2])
    with pytest.raises(LoadError, match="is damaged"):
        load(tmp_path / "a.epub")


def rights(member: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'>"
        f"<e:EncryptedData><e:CipherData><e:CipherReference URI='{member}'/></e:CipherData>"
        "</e:EncryptedData></encryption>"
    }


def test_a_book_with_drm(book: Book) -> None:
    with pytest.raises(LoadError, match="is encrypted"):
        load(book(rights("OPS/text/chapter%20two.xhtml")))
    assert load(book(rights("OPS/fonts/hidden.otf"))).text  # a scrambled font locks no text


def test_a_book_with_a_password(book: Book) -> None:
    path = book({})
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\1\2", data.find(b"PK\1\2") + 1)  # that of the container
    data[central + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(LoadError, match="is encrypted"):
        load(path)


@pytest.mark.parametrize("filling", [b" " * 1_000_000, b"<p>" * 100_000])
def test_a_book_that_unpacks_without_end(
    filling: bytes, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book({"OPS/text/one.xhtml": filling})
    monkeypatch.setattr(archives.Archive.__init__, "__defaults__", (900_000, 90_000))
    with pytest.raises(LoadError, match="is too large"):
        load(path)


def test_a_book_that_lies_about_its_size(book: Book) -> None:
    path = book({CONTAINER: b" " * 1_000_000})
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\1\2", data.find(b"PK\1\2") + 1)
    data[central + 24 : central + 28] = struct.pack("<I", 100)
    path.write_bytes(data)
    with pytest.raises(LoadError, match="is damaged"):
        load(path)


def test_a_book_of_too_many_members(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 5)
    with pytest.raises(LoadError, match="is too large"):
        load(book({}))


def test_a_book_packed_otherwise(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.epub", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(CONTAINER, "<container/>")
    with pytest.raises(LoadError, match="is packed in a way that is not read"):
        load(tmp_path / "a.epub")


def test_no_entity_is_expanded(book: Book, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2")
    doctype = f'<!DOCTYPE html [<!ENTITY a "{"x" * 999}"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    page = f"{doctype}<html><body><p>Before &a;&f;after.</p></body></html>"
    text = load(book({"OPS/text/one.xhtml": page})).text
    assert text.startswith("Before after.")


def test_entities_within_entities_are_refused_at_once() -> None:
    nested = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    with pytest.raises(ValueError, match="amplification"):
        parse_xml(f'<!DOCTYPE x [<!ENTITY e0 "ha">{nested}]><x a="&e11;"/>'.encode())


@pytest.mark.parametrize("nothing", [b"", b"\0\1", b"words"])
def test_what_is_no_xml(nothing: bytes) -> None:
    for mend in (False, True):
        with pytest.raises(ValueError, match=r"\w"):
            parse_xml(nothing, mend=mend)


def test_mending_keeps_what_stands_after_a_mistake() -> None:
    root = parse_xml(b"<a>R&D &eacute; &lt;b&gt; <c>&nosuch; end</a>", mend=True)
    assert "".join(root.itertext()) == "R&D é <b> &nosuch; end"
    assert inner_html(root).startswith("R&amp;D é &lt;b&gt; <c>")


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        ("<p>a <b>b</b>\n c<p>d", ["a b c", "d"]),
        ("a<script>x</script>b<!-- c -->d", ["abd"]),
        ("<div style='display: none'>x</div><p hidden>y</p>z", ["z"]),
        ("<pre>one\n  two</pre>", ["one\ntwo"]),
        ("<ol><li>a<li><p>b</p></ol><ul><li>c</ul>", ["- a\n- b", "- c"]),
        ("<table><tr><td><h1>A</h1><p>b</td></tr></table>", ["A", "b"]),
        ("<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>", ["a | b", "c | d"]),
        ("<p>word<o:p>&nbsp;</o:p></p>", ["word"]),
        ("<ruby>東<rt>とう</rt></ruby>京", ["東京"]),
        ("<div>" * 1500 + "deep", ["deep"]),
    ],
)
def test_the_blocks_of_a_body(page: str, blocks: list[str]) -> None:
    found = blocks_of(parse_html(page.encode()))
    assert [block.text for block in found if block.text] == blocks


def test_a_mail() -> None:
    article = load(FIXTURES / "strike.eml")
    assert article.title == "Les grutiers du port de Mervil reprennent le travail"
    assert article.published == date(2005, 11, 9)  # where it was sent, not in Greenwich
    assert article.author == "Élise Brun"
    assert headings(article) == ["Ce qui a été obtenu"]
    assert "La prime de nuit passe à 41 € et l'équipe" in article.text
    for other in ("La page", "pièce jointe"):
        assert other not in article.text


def mail(path: Path, body: bytes, *headers: str) -> Path:
    head = "\r\n".join(["From: a@example.org", "Subject: Notes", *headers])
    path.write_bytes(head.encode() + b"\r\n\r\n" + body)
    return path


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        ([], b"Plain.", "Plain."),
        (["Content-Type: text/plain; charset=koi8-r"], "Дождь".encode("koi8-r"), "Дождь"),
        (["Content-Type: text/plain; charset=nosuch"], "L’été à Brest".encode(), "L’été à Brest"),
        (["Content-Type: text/plain; charset=undefined"], b"Rain.", "Rain."),
        (["Content-Type: text/plain"], "Il a plu, l’été".encode("cp1252"), "Il a plu, l’été"),
        (["Content-Transfer-Encoding: base64"], b"UmFpbi4=", "Rain."),
        (["Content-Type: text/html"], b"<h1>Rain</h1><p>It <b>pours</b>.", "Rain\n\nIt pours."),
        (["Date: yesterday"], b"Rain.", "Rain."),
        (["Content-Type: multipart/mixed; boundary=x"], b"--x\r\n\r\nCut", "Cut"),
    ],
)
def test_the_text_of_a_mail(tmp_path: Path, headers: list[str], body: bytes, text: str) -> None:
    article = load(mail(tmp_path / "a.eml", body, *headers))
    assert (article.title, article.text) == ("Notes", text)
    assert (article.author, article.published) == ("a@example.org", None)


def test_a_mail_whose_plain_part_is_blank(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Notes"
    message.set_content(" \n")
    message.add_alternative("<p>It rains.</p>", subtype="html")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    assert load(tmp_path / "a.eml").text == "It rains."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Just words.\n\nNothing else.", "is no mail"),
        (b"Subject: x\nContent-Type: image/png\n\nx", "is empty"),
        (b"Subject: x\n\n", "is empty"),
        (b"Subject: x\n\n\0\1\2\3\4", "is not text"),
    ],
)
def test_what_is_no_mail(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.eml").write_bytes(content)
    with pytest.raises(LoadError, match=reason):
        load(tmp_path / "a.eml")
