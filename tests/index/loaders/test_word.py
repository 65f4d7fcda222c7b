from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import archive as archives
from quoth.index.loaders import load
from tests.index.loaders.word_files import STRICT, paragraph, run, table, write_word

Read = Callable[..., LoadedArticle]
TITLE = paragraph("Report", '<w:outlineLvl w:val="0"/>')


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_word(body: str, **parts: str) -> LoadedArticle:
        return load(write_word(tmp_path / "a.docx", body, **parts))

    return read_word


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:del><w:r><w:delText>3.1</w:delText></w:r></w:del><w:ins>RUN</w:ins>", "a 4.7 z"),
        ("<w:moveFrom>RUN</w:moveFrom>", "a z"),
        ("<w:moveTo>RUN</w:moveTo>", "a 4.7 z"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>RUN</w:sdtContent></w:sdt>", "a 4.7 z"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>RUN</w:sdtContent></w:sdt>",
            "a z",
        ),
        ("<w:smartTag><w:smartTag>RUN</w:smartTag></w:smartTag>", "a 4.7 z"),
        ('<w:fldSimple w:instr=" MERGEFIELD pay ">RUN</w:fldSimple>', "a 4.7 z"),
        ('<w:hyperlink r:id="r9">RUN</w:hyperlink>', "a 4.7 z"),
        ("<w:bdo>RUN</w:bdo>", "a 4.7 z"),
        (f"{field('begin')}RUN{field('separate')}{run('5 ')}{field('end')}", "a 5 z"),
        (f"{field('begin')}{field('begin')}{field('separate')}RUN{field('end')}{field('end')}", "a z"),
        (f"{field('begin')}RUN", "a 4.7 z"),
        (
            ("<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
            "</m:den></m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
            "</m:sup></m:sSup><m:d><m:e><m:r><m:t>y</m:t></m:r></m:e></m:d> </m:oMath>"),
            "a (a+b)/2x²(y)z",
        ),
        (
            ("<w:r><w:ruby><w:rt>RUN</w:rt><w:rubyBase><w:r><w:t>字 </w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>"),
            "a 字 z",
        ),
        ("<w:r><w:noBreakHyphen/><w:tab/></w:r>", "a - z"),
        ("<w:r><w:br/></w:r>", "a\nz"),
        ("<w:r><w:annotationRef/></w:r><w:commentRangeStart/>", "a z"),
    ],
)  # fmt: skip
def test_the_text_is_what_word_shows(inside: str, text: str, read: Read) -> None:
    body = f"<w:p>{run('a ')}{inside.replace('RUN', run('4.7 '))}{run('z')}</w:p>"
    assert read(TITLE + body).text == text


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ("<w:strike/>", "twelve people"),
        ("<w:dstrike/>", "twelve people"),
        ("<w:vanish/>", "twelve people"),
        ('<w:vanish w:val="0"/>', "twelve2 people"),
        ('<w:rStyle w:val="Hidden"/>', "twelve people"),
        ('<w:rStyle w:val="OnHidden"/>', "twelve people"),
        ('<w:rStyle w:val="OnHidden"/><w:vanish w:val="false"/>', "twelve2 people"),
        ('<w:vertAlign w:val="superscript"/>', "twelve people"),
        ("<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>", "twelve2 people"),
        ('<w:rStyle w:val="Ring"/>', "twelve2 people"),
    ],
)
def test_struck_and_hidden_text_is_not_said(properties: str, text: str, read: Read) -> None:
    styles = (
        '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="OnHidden"><w:basedOn w:val="Hidden"/></w:style>'
        '<w:style w:styleId="Ring"><w:basedOn w:val="Ring"/></w:style>'
    )
    body = f"<w:p>{run('twelve')}{run('2', properties)}{run(' people')}</w:p>"
    assert read(TITLE + body, styles=styles).text == text


def test_raised_figures_are_no_digits(read: Read) -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    body = f"<w:p>{run('given up in 1788')}{run('1', up)}{run('2', up)}{run(', 10 km')}{run('2', up)}</w:p>"
    assert read(TITLE + body).text == "given up in 1788¹², 10 km²"
    by_hand = '<w:position w:val="{}"/><w:sz w:val="14"/>'
    body = f"<w:p>{run('in 1850')}{run('3', by_hand.format(6))}{run(', 10')}{run('2', by_hand.format(-6))}</w:p>"
    assert read(TITLE + body).text == "in 1850³, 10₂"
    link = f'<w:hyperlink w:anchor="n4">{run("4", up)}</w:hyperlink>'
    assert read(TITLE + f"<w:p>{run('since 1642')}{link}{run('.')}</w:p>").text == "since 1642."


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(read: Read) -> None:
    body = paragraph("The weir was ", "<w:rPr><w:del/></w:rPr>") + paragraph("lowered.")
    assert read(TITLE + body).text == "The weir was lowered."


@pytest.mark.parametrize(
    "box_of",
    [
        "<w:pict><v:shape><v:textbox>{0}</v:textbox></v:shape></w:pict>",
        (
            "<mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx>{0}</wps:txbx></wps:wsp>"
            "</w:drawing></mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback>"
            "</mc:AlternateContent>"
        ),
        (
            "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
            "<mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent>"
        ),
    ],
)
def test_a_text_box_is_said_once(box_of: str, read: Read) -> None:
    drawing = box_of.format(box("Tickets cost 45 crowns."))
    body = f"<w:p>{run('Eighty seats.')}<w:r>{drawing}</w:r></w:p>{paragraph('It opens.')}"
    assert read(TITLE + body).text == "Eighty seats.\n\nTickets cost 45 crowns.\n\nIt opens."


def test_notes_follow_their_paragraph_and_their_list(read: Read) -> None:
    def noted(text: str, kind: str, id: str, properties: str = "") -> str:
        mark = f'<w:r><w:{kind}Reference w:id="{id}"/></w:r>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}{mark}{run('.')}</w:p>"

    item = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    article = read(
        TITLE
        + noted("The ferry sank", "footnote", "2")
        + noted("one", "endnote", "2", item)
        + noted("two", "footnote", "9", item)
        + table((noted("a", "footnote", "3"), paragraph("b")), (paragraph("c"), paragraph("d"))),
        footnotes=f'<w:footnote w:id="2">{noted("In 1931", "footnote", "2")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("By hand.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{paragraph("At the end.")}</w:endnote>',
    )
    assert article.text.split("\n\n") == [
        "The ferry sank.",
        "In 1931.",
        "- one.\n- two.",
        "At the end.",
        "a. | b\nc | d",
        "By hand.",
    ]


def test_headings_and_items_by_their_style_in_any_language(read: Read) -> None:
    styles = (
        '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Kasten"><w:basedOn w:val="berschrift1"/></w:style>'
        '<w:style w:styleId="Rang"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:styleId="Punkt"><w:name w:val="List Bullet"/></w:style>'
    )

    def styled(text: str, id: str, more: str = "") -> str:
        return paragraph(text, f'<w:pStyle w:val="{id}"/>{more}')

    article = read(
        styled("The harbour", "Titel")
        + styled("at dawn", "Titel")
        + styled("Boats", "berschrift1")
        + paragraph("They left.")
        + styled("Nets", "Kasten")
        + styled("Ropes", "Rang")
        + styled("one", "Punkt")
        + styled("none", "Punkt", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
    )
    assert article.title == "The harbour at dawn"
    assert article.text == "Boats\n\nThey left.\n\nNets\n\nRopes\n\n- one\n\nnone"
    assert [span.of(article.text) for span in article.headings] == ["Boats", "Nets", "Ropes"]


def test_tables(read: Read) -> None:
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    a, b, c, d = map(paragraph, "abcd")
    assert read(TITLE + table((a,), (merged + b, c), (d, "<w:tcPr><w:vMerge/></w:tcPr>"))).text == (
        "a\nb | c\nd"
    )
    assert read(TITLE + table((a + table((b,)), c))).text == "a\n\nb\n\nc"
    wrapped = "<w:sdt><w:sdtContent><w:tc>{}</w:tc></w:sdtContent></w:sdt><w:tc>{}</w:tc>"
    row = f"<w:tbl><w:tr>{wrapped.format(a, b)}</w:tr></w:tbl>"
    assert read(TITLE + row).text == "a | b"
    gone = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{a}</w:tc></w:tr></w:tbl>"
    assert read(TITLE + gone + b).text == "b"
    long = paragraph("It rained for days. " * 12)
    assert read(TITLE + table((long + long, a))).text.count("\n\n") == 2


def test_a_contents_list_made_by_word_is_no_text(read: Read) -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('Boats 3')}</w:sdtContent></w:sdt>"
    )
    assert read(TITLE + contents + paragraph("They left.")).text == "They left."


@pytest.mark.parametrize(
    ("core", "title", "author"),
    [
        ("", "Report", ""),
        ("<dc:title>Boats &amp; nets</dc:title><dc:creator>A. Moor</dc:creator>", "Boats & nets", "A. Moor"),
        ("<dc:title>Microsoft Word - final.doc</dc:title>", "Report", ""),
        ("<dc:title>Word Document</dc:title><dc:creator>python-docx</dc:creator>", "Report", ""),
        ("<dc:title>Document1</dc:title>", "Report", ""),
        ("<dc:title>Bo<broken", "Report", ""),
    ],
)  # fmt: skip
def test_the_properties_of_a_file(core: str, title: str, author: str, read: Read) -> None:
    article = read(TITLE + paragraph("They left."), core=core)
    assert (article.title, article.author) == (title, author)


def test_a_strict_file_is_read(tmp_path: Path) -> None:
    body = TITLE + f"<w:p>{run('They ')}{run('not ', '<w:strike/>')}{run('left.')}</w:p>"
    article = load(write_word(tmp_path / "a.docx", body, namespace=STRICT))
    assert article.text == "They left."


def test_what_the_text_does_not_need_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_MOST_BYTES", 900_000)
    monkeypatch.setattr(archives.Archive.__init__, "__defaults__", (900_000, 90_000))
    path = write_word(tmp_path / "a.docx", TITLE + paragraph("Boats."))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.jpg", random.Random(1).randbytes(1_000_000))
    assert load(path).text == "Boats."


@pytest.mark.parametrize("filling", [" " * 1_000_000, "<w:p/>" * 100_000])
def test_a_file_that_unpacks_without_end_is_refused(
    filling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives.Archive.__init__, "__defaults__", (900_000, 90_000))
    with pytest.raises(LoadError, match="is too large"):
        load(write_word(tmp_path / "a.docx", TITLE + filling))


@pytest.mark.parametrize("depth", [100, 5000])
def test_tables_nested_without_end_are_read_or_refused(depth: int, read: Read) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth
    assert read(TITLE + paragraph("Boats.") + nested).text.startswith("Boats.")


def test_old_and_locked_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(LoadError, match=r"is encrypted or an old \.doc file"):
        load(tmp_path / "a.docx")
