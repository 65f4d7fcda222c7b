"""OpenDocument and rich texts: what a word processor shows of them, in its order."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import load, supported
from tests.index.loaders.office_files import MILL_ODT, MILL_RTF, style, write_odt, write_rtf


def odt(folder: Path, body: str, **members: str) -> LoadedArticle:
    title = '<text:p text:style-name="Title">Report</text:p>'
    return load(write_odt(folder / "a.odt", title + body, **members))


def rtf(folder: Path, body: str) -> LoadedArticle:
    return load(write_rtf(folder / "a.rtf", rf"\pard\s2 Report\par\pard {body}"))


def test_both_are_read_alike(tmp_path: Path) -> None:
    one = load(write_odt(tmp_path / "a.odt", MILL_ODT))
    (tmp_path / "a.rtf").write_text(MILL_RTF)
    other = load(tmp_path / "a.rtf")
    assert one == other
    assert (one.title, one.author, one.published) == (
        "The mill of Orsel",
        "Paul Aubin",
        date(2011, 6, 3),
    )
    assert [span.of(one.text) for span in one.headings] == ["Hours"]


TRACKED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>The old price was 3 crowns."
    "</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    '<text:p>The price is <text:change-start text:change-id="c"/>4<text:change-end/> crowns.</text:p>'
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (TRACKED, "The price is 4 crowns."),
        ("<text:p>It said <text:span text:style-name='no'>halibut</text:span>so.</text:p>", "It said so."),
        ("<text:p>It cost <text:span text:style-name='cut'>3</text:span>4 crowns.</text:p>", "It cost 4 crowns."),
        ("<text:p>In 1788<text:span text:style-name='up'>2</text:span> it closed.</text:p>", "In 1788² it closed."),
        (("<text:p>The gate<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>"
         "Made by Ove.</text:p></text:note-body></text:note> fell.</text:p>"), "The gate fell.\n\nMade by Ove."),
        ("<text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four\n five</text:p>", "One two three\nfour five"),
        (("<text:list><text:list-item><text:p>flour</text:p><text:list><text:list-item><text:p>rye</text:p>"
         "</text:list-item></text:list></text:list-item></text:list>"), "- flour\n- rye"),
        (("<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Day</text:p>"
         "</table:table-cell><table:table-cell><text:p>Hours</text:p></table:table-cell></table:table-row>"
         "</table:table-header-rows><table:table-row><table:table-cell><text:p>Monday</text:p></table:table-cell>"
         "<table:table-cell><text:p>9 h</text:p></table:table-cell></table:table-row></table:table>"),
         "Day | Hours\nMonday | 9 h"),
        (("<text:p>Entry is free.<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box>"
         "</draw:frame></text:p>"), "Entry is free.\n\nIn the box."),
        ("<text:section text:display='none'><text:p>Never.</text:p></text:section><text:p>Said.</text:p>", "Said."),
        (("<text:table-of-content><text:index-body><text:p>Hours 3</text:p></text:index-body>"
         "</text:table-of-content><text:p>Said.</text:p>"), "Said."),
        ("<text:p>A<office:annotation><text:p>Check this!</text:p></office:annotation> boat.</text:p>", "A boat."),
    ],
)  # fmt: skip
def test_what_is_shown_of_an_opendocument_text(body: str, text: str, tmp_path: Path) -> None:
    styles = (
        style("no", 'text:display="none"')
        + style("cut", 'style:text-line-through-style="solid"')
        + style("up", 'style:text-position="super 58%"')
    )
    assert odt(tmp_path, body, styles=styles).text == text


def test_the_properties_of_an_opendocument_text(tmp_path: Path) -> None:
    meta = "<office:meta><dc:title>Swans</dc:title><dc:creator>Lise Dahl</dc:creator></office:meta>"
    body = "<text:p>Twelve swans wintered on the pond.</text:p><text:p>They left in May.</text:p>"
    article = load(write_odt(tmp_path / "a.odt", body, meta=meta))
    assert (article.title, article.author) == ("Swans", "Lise Dahl")


def test_an_opendocument_text_without_end_or_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is too large"):
        odt(tmp_path, "<text:p/>" * 4_100_000)
    locked = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(LoadError, match="is encrypted"):
        odt(tmp_path, "<text:p>x</text:p>", manifest=locked)
    with zipfile.ZipFile(tmp_path / "b.odt", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(LoadError, match="is damaged"):
        load(tmp_path / "b.odt")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"The price is {\deleted 3}{\revised 4} crowns.\par", "The price is 4 crowns."),
        (r"It said {\v halibut }so.\par", "It said so."),
        (r"It said \v halibut \v0 so.\par", "It said so."),
        (r"It cost {\strike 3 }4 crowns.\par", "It cost 4 crowns."),
        (r"In 1788{\super 2} it closed.\par", "In 1788² it closed."),
        (r"The gate{\super\chftn}{\footnote\pard\plain {\super\chftn}Made by Ove.} fell.\par",
         "The gate fell.\n\nMade by Ove."),
        (r"One\~two\tab three\line four\par", "One two three\nfour"),
        (r"{\listtext\pard\plain\'b7\tab}\pard\ls1 flour\par{\listtext\'b7\tab}rye\par", "- flour\n- rye"),
        ((r"\trowd\cellx1\cellx2\pard\intbl Day\cell Hours\cell\row"
         r"\trowd\cellx1\cellx2\pard\intbl Monday\cell 9 h\cell\row\pard Entry is free.\par"),
         "Day | Hours\nMonday | 9 h\n\nEntry is free."),
        ((r"Entry is free.{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard In the box.\par}}"
         r"{\shprslt In the box.}}\par"), "Entry is free.\n\nIn the box."),
        (r"{\header The Post}{\pict\pngblip 89504e47}{\*\nobody knows}Said.\par", "Said."),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt He}} says so.\par", "He says so."),
        (r"\'e9t\'e9 {\f1\'cc\'f3\'ea\'e0} \u-10179?\u-8704? \uc2\u8364\'80\'80\par", "été Мука 😀 €"),
        (r"\ldblquote No\rdblquote , he said \emdash  twice.\par", "“No”, he said — twice."),
        (r"{\object\objemb{\*\objdata 0105}{\result A boat.\par}}", "A boat."),
        (r"Cut short {\b in the mid", "Cut short in the mid"),
    ],
)  # fmt: skip
def test_what_is_shown_of_a_rich_text(body: str, text: str, tmp_path: Path) -> None:
    assert rtf(tmp_path, body).text == text


@pytest.mark.parametrize(
    ("page", "encoding"),
    [("932", "cp932"), ("1250", "cp1250"), ("1256", "cp1256"), ("65001", "utf-8")],
)
def test_a_rich_text_names_its_code_page(page: str, encoding: str, tmp_path: Path) -> None:
    words = {"932": "港の灯台", "1250": "hétfőn hűvös", "1256": "دخل الجيش", "65001": "Мука été"}[
        page
    ]
    escaped = "".join(f"\\'{byte:02x}" for byte in words.encode(encoding))
    (tmp_path / "a.rtf").write_text(rf"{{\rtf1\ansi\ansicpg{page} {escaped}\par}}")
    assert load(tmp_path / "a.rtf").text == words


def test_the_properties_of_a_rich_text(tmp_path: Path) -> None:
    info = r"{\info{\title Swans}{\author Lise Dahl}{\creatim\yr2011}{\company Word}}"
    article = load(write_rtf(tmp_path / "a.rtf", info + r"Twelve swans came.\par They left.\par"))
    assert (article.title, article.author) == ("Swans", "Lise Dahl")
    assert article.text == "Twelve swans came.\n\nThey left."


@pytest.mark.parametrize(
    "part", ["{", "}", "\\", "{\\*", "\\u1?", "\\'", "{\\footnote x}", "\\cell ", "\\bin9 "]
)
def test_hostile_rich_text_is_read_in_linear_time(part: str, tmp_path: Path) -> None:
    started = time.process_time()
    with suppress(LoadError):
        rtf(tmp_path, part * (100_000 // len(part)))
    assert time.process_time() - started < 10


@pytest.mark.parametrize("name", ["mill", "mill.odt?download=1", "mill.doc"])
def test_they_are_told_by_their_content(name: str, tmp_path: Path) -> None:
    for number, write in enumerate((write_odt, write_rtf)):
        path = write(tmp_path / f"{number}{name}", MILL_ODT if not number else MILL_RTF[9:])
        assert supported(path)
        assert "The miller grinds wheat again" in load(path).text
