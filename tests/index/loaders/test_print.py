from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import load
from tests.index.loaders.print_files import (
    FONT,
    LEADING,
    MILL,
    RIVER,
    TOWN,
    WIDTH,
    across,
    by_words,
    canvas,
    draw,
    justified,
    raw_pdf,
    raw_text,
    wrapped,
)
from tests.index.loaders.tesseract import uninstall

FIXTURES = Path(__file__).parent / "fixtures"
LEFTS = (60.0, 270.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


def headings(article: LoadedArticle) -> list[str]:
    return [span.of(article.text) for span in article.headings]


@pytest.mark.parametrize("drawn", [across, by_words])
@pytest.mark.parametrize("shift", [0.0, 4.0, 6.0])
def test_columns_that_are_drawn_across_are_read_one_after_the_other(
    file: Path, drawn: object, shift: float
) -> None:
    page = canvas(file)
    draw(page, ["A mill falls silent in the hills above the town"], 60, 780, 16)
    columns = [wrapped(MILL), wrapped(TOWN)]
    if shift:
        draw(page, columns[0], 60, 740)
        draw(page, columns[1], 270, 740 - shift)
    else:
        assert callable(drawn)
        drawn(page, columns, LEFTS, 740)
    page.save()
    article = load(file)
    assert article.title == "A mill falls silent in the hills above the town"
    assert article.text == f"{MILL}\n\n{TOWN}"


def test_three_narrow_justified_columns(file: Path) -> None:
    page = canvas(file)
    columns = [wrapped(text, 130) for text in (MILL, TOWN, RIVER)]
    for lines, x in zip(columns, (60, 200, 340), strict=True):
        justified(page, lines, x, 740, 130)
    page.save()
    assert load(file).text.split() == f"{MILL} {TOWN} {RIVER}".split()


def test_a_head_between_columns_keeps_its_place(file: Path) -> None:
    page = canvas(file)
    across(page, [wrapped(MILL)[:5], wrapped(MILL)[5:]], LEFTS, 780)
    draw(
        page, ["The river below, and what the farmers of the valley still tell of it"], 60, 690, 14
    )
    across(page, [wrapped(RIVER)[:4], wrapped(RIVER)[4:]], LEFTS, 660)
    page.save()
    article = load(file)
    assert article.title.startswith("The mill at Harrowbeck stopped")
    assert article.text.startswith(MILL)
    assert article.text.endswith(RIVER)
    assert headings(article) == [
        "The river below, and what the farmers of the valley still tell of it"
    ]


def test_a_column_that_is_longer_than_its_neighbour_with_white_between_paragraphs(
    file: Path,
) -> None:
    page = canvas(file)
    left = [*wrapped(MILL), "", *wrapped(TOWN), "", *wrapped(MILL)]
    across(page, [left, wrapped(RIVER)], LEFTS, 780)
    page.save()
    assert load(file).text == f"{MILL}\n\n{TOWN}\n\n{MILL}\n\n{RIVER}"


def test_a_box_beside_the_text_does_not_cut_its_sentences(file: Path) -> None:
    page = canvas(file)
    box = [
        "In figures",
        "1,200 tons of wool a year",
        "eleven people since 2004",
        "one chimney left",
    ]
    across(page, [wrapped(MILL + " " + TOWN, 300), box], (60.0, 400.0), 780)
    page.save()
    article = load(file)
    assert f"{MILL} {TOWN}" in article.text
    assert all(line in article.text for line in box)


def test_a_table_is_read_row_by_row(file: Path) -> None:
    page = canvas(file)
    y = draw(page, wrapped(MILL, 400), 60, 780)
    cells = [["Year", "Looms", "Owner"], ["1998", "41", "Anna Voss"], ["2004", "12", "Petra Voss"],
             ["2019", "11", "Petra Voss"]]  # fmt: skip
    for row in cells:
        for text, x in zip(row, (60, 180, 300), strict=True):
            draw(page, [text], x, y - LEADING)
        y -= LEADING
    page.save()
    assert load(file).text == "\n\n".join([MILL, "\n".join(map(" | ".join, cells))])


def test_a_drop_cap_belongs_to_its_word(file: Path) -> None:
    page = canvas(file)
    draw(page, ["T"], 60, 763, 30)
    lines = wrapped(MILL[1:], WIDTH - 20)
    draw(page, lines[:2], 80, 778)
    draw(page, wrapped(" ".join(lines[2:])), 60, 778 - 2 * LEADING)
    page.save()
    assert load(file).text == MILL


def test_a_drop_cap_that_is_a_word_stays_one(file: Path) -> None:
    page = canvas(file)
    text = "A mill stood at Harrowbeck. " + MILL.replace("The mill", "This mill")
    draw(page, ["A"], 60, 763, 30)
    lines = wrapped(text[2:], WIDTH - 24)
    draw(page, lines[:2], 84, 778)
    draw(page, wrapped(" ".join(lines[2:])), 60, 778 - 2 * LEADING)
    page.save()
    assert load(file).text == text


@pytest.mark.parametrize("drawn", ["with spaces", "by letters", "by its font"])
def test_letter_spaced_words_are_words(file: Path, drawn: str) -> None:
    page = canvas(file)
    words, x = ("SHEEP", "AND", "WOOLLENS"), 60.0
    page.setFont(FONT, 14)
    if drawn == "with spaces":
        page.drawString(x, 790, "   ".join(" ".join(word) for word in words))
    elif drawn == "by its font":
        page.drawString(x, 790, " ".join(words), charSpace=5)
    else:
        for word in words:
            for letter in word:
                page.drawString(x, 790, letter)
                x += stringWidth(letter, FONT, 14) + 5
            x += 10
    draw(page, wrapped(MILL), 60, 760)
    page.save()
    article = load(file)
    assert article.title == "SHEEP AND WOOLLENS"
    assert article.text == MILL


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("is_declared", [True, False])
def test_turned_pages_are_read(file: Path, turn: int, is_declared: bool) -> None:
    page = canvas(file)
    middle = (297, 421)
    if is_declared:
        page.setPageRotation(turn)
        middle = (421, 297) if turn != 180 else middle  # it turns the page's bounds as well
    page.translate(*middle)
    page.rotate(turn)
    across(page, [wrapped(MILL), wrapped(TOWN)], (-207.0, 3.0), 79)
    page.save()
    assert load(file).text == f"{MILL}\n\n{TOWN}"


def test_a_line_up_the_margin_cuts_no_sentence(file: Path) -> None:
    page = canvas(file)
    draw(page, wrapped(MILL, 300), 90, 780)
    page.rotate(90)
    draw(page, ["Printed for the readers of Harrowbeck"], 700, -60)
    page.save()
    assert load(file).text == f"{MILL}\n\nPrinted for the readers of Harrowbeck"


def test_notes_at_the_foot_do_not_cut_what_runs_on(file: Path) -> None:
    page = canvas(file)
    lines = wrapped(f"{MILL} {TOWN}", 400)
    draw(page, lines[:3], 60, 780)
    draw(page, ["1 Owner since 2004, after her aunt.", "2 The school of weaving,", "founded in 1891."],
         60, 120, 7, 8)  # fmt: skip
    page.showPage()
    draw(page, lines[3:], 60, 780)
    page.save()
    article = load(file)
    notes = "1 Owner since 2004, after her aunt.\n\n2 The school of weaving, founded in 1891."
    assert article.text == f"{notes}\n\n{MILL} {TOWN}"
    assert len(article.page_starts) == 2
    assert article.text[article.page_starts[1] :].startswith(lines[3])


def test_running_heads_and_page_numbers_are_left_out(file: Path) -> None:
    page = canvas(file)
    lines = wrapped(f"{MILL} {TOWN} {RIVER}", 300)
    size = len(lines) // 6 + 1
    for number in range(6):
        draw(page, ["The Harrowbeck Courier", "Mills of the North"][number % 2 : number % 2 + 1],
             60, 810)  # fmt: skip
        draw(page, lines[number * size : number * size + size], 60, 780)
        draw(page, [f"– {number + 31} –"], 290, 40)
        page.showPage()
    page.save()
    article = load(file)
    assert article.text == f"{MILL} {TOWN} {RIVER}"
    starts = [article.text[start:].split()[0] for start in article.page_starts]
    assert starts == [line.split()[0] for line in lines[::size]]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_short_files_whose_pages_are_alike_are_text(file: Path, count: int) -> None:
    page = canvas(file)
    for number in range(count):
        draw(page, ["The mill is closed on Monday.", "Ring the bell."], 60, 780)
        draw(page, [f"Page {number + 1} of {count}"], 60, 40)
        page.showPage()
    page.save()
    article = load(file)
    assert article.text.count("The mill is closed on Monday.") == count
    assert "Page 1" not in article.text
    assert len(article.page_starts) == count


def test_titles_of_several_lines_are_whole(file: Path) -> None:
    page = canvas(file)
    draw(page, ["ECONOMY"], 60, 810, 8)
    draw(page, ["A mill falls silent in the hills", "above Harrowbeck, and a town", "buys it"],
         60, 780, 20, 24)  # fmt: skip
    draw(page, ["The owner could not pay for", "another winter"], 60, 700, 13, 16)
    draw(page, wrapped(MILL), 60, 660)
    page.save()
    article = load(file)
    assert article.title == "A mill falls silent in the hills above Harrowbeck, and a town buys it"
    assert article.text == (f"ECONOMY\n\nThe owner could not pay for another winter\n\n{MILL}")


def test_hyphens_at_line_ends_are_joined_and_those_of_words_stay(file: Path) -> None:
    page = canvas(file)
    draw(page, ["The ware-", "house of the vice-presi-", "dent, a well-", "known man, and of the",
                "well and the known", "vice-president, was sold to Baden-", "Baden in 1998-",
                "99 for a song and a half."], 60, 780)  # fmt: skip
    page.save()
    assert load(file).text == (
        "The warehouse of the vice-president, a well-known man, and of the well and the known"
        " vice-president, was sold to Baden-Baden in 1998-99 for a song and a half."
    )


def test_ligatures_are_letters(file: Path) -> None:
    codes = {65: "f_f_i", 66: "fi", 67: "fl", 68: "ff", 69: "ffi"}
    codes |= {ord(letter): letter for letter in "abcdeglmnorstuwx"} | {32: "space", 46: "period"}
    lines = [b"the oEce of the Brst Coor is oD", b"and the Eces are Bne."]
    raw_pdf(file, raw_text(lines), differences=codes)
    assert load(file).text == "the office of the first floor is off and the ffices are fine."


@pytest.mark.parametrize("is_private", [True, False])
def test_a_page_of_glyph_names_or_private_characters_is_no_text(
    file: Path, is_private: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    uninstall(file.parent, monkeypatch)
    lines = [b"ABCDEFG HIJ KLMN", b"OPQR STUVW XYZAB"]
    if is_private:
        raw_pdf(file, raw_text(lines), unicode_of={code: 0xE000 + code for code in range(65, 91)})
    else:
        raw_pdf(file, raw_text(lines), differences={code: f"G{code}" for code in range(65, 91)})
    with pytest.raises(LoadError, match="is a scan"):
        load(file)


def test_a_private_character_is_the_bullet_of_a_list(file: Path) -> None:
    table = {code: code for code in range(32, 127)} | {0xB7: 0xF0B7}
    lines = [b"The mill has:", b"\xb7 a wheel of oak", b"\xb7 two stones", b"\xb7 a bell"]
    raw_pdf(file, raw_text(lines), unicode_of=table)
    assert load(file).text == "The mill has:\n\n• a wheel of oak\n• two stones\n• a bell"


def test_raised_figures_do_not_run_into_numbers(file: Path) -> None:
    page = canvas(file)
    page.setFont(FONT, 11)
    text = page.beginText(60, 780)
    text.setFont(FONT, 11)
    for piece, rise in (("The mill has 1788", 0), ("2", 4), (" m", 0), ("2", 4), (" of floor and a debt of 10", 0),
                        ("6", 4), (" crowns to the bank", 0), ("3", 4), (" of Ghent.", 0)):  # fmt: skip
        text.setFont(FONT, 7 if rise else 11)
        text.setRise(rise)
        text.textOut(piece)
    page.drawText(text)
    page.save()
    assert (
        load(file).text
        == "The mill has 1788² m² of floor and a debt of 10⁶ crowns to the bank of Ghent."
    )


def test_hebrew_is_read_from_the_right(file: Path) -> None:
    letters = {0x41 + i: 0x5D0 + i for i in range(27)} | {32: 32, 46: 46, 0x31: 0x31, 0x32: 0x32}
    said = "הטחנה בכפר נסגרה ביום ששי 12 בערב."
    codes = {chr(to): code for code, to in letters.items()}
    drawn = "".join(reversed(said)).replace("21", "12")  # as it is seen, from the left
    raw_pdf(file, raw_text([bytes(codes[letter] for letter in drawn)]), unicode_of=letters)
    assert load(file).text == said


def test_chinese_lines_are_joined_without_spaces(file: Path) -> None:
    registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas(file)
    page.setFont("STSong-Light", 12)
    page.drawString(60, 780, "军队今天早上进入了城市战斗非常激烈居民都躲在")
    page.drawString(60, 764, "家里，商店关门，街上没有人。")
    page.save()
    assert (
        load(file).text
        == "军队今天早上进入了城市战斗非常激烈居民都躲在家里，商店关门，街上没有人。"
    )


def test_what_stands_off_the_page_is_not_read(file: Path) -> None:
    page = canvas(file)
    draw(page, wrapped(MILL), 60, 780)
    draw(page, ["The mill was never closed."], 700, 500)
    draw(page, ["Nothing of this is true."], 60, 400, 0.4)
    page.save()
    assert load(file).text == MILL


def test_a_page_without_text_keeps_its_number(file: Path) -> None:
    page = canvas(file)
    lines = wrapped(MILL, 300)
    draw(page, lines[:2], 60, 780)
    page.showPage()
    page.showPage()
    draw(page, lines[2:], 60, 780)
    page.save()
    article = load(file)
    assert article.text == MILL
    assert len(article.page_starts) == 3
    assert article.text[article.page_starts[2] :].startswith(lines[2])


def test_a_file_with_rubbish_around_it_is_read(tmp_path: Path) -> None:
    data = (FIXTURES / "canal.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + data[: data.rindex(b"startxref")])
    assert load(tmp_path / "a.pdf").title == "L'écluse de Varenne reprend du service"


def test_the_title_of_the_properties_counts_unless_a_program_made_it(tmp_path: Path) -> None:
    for name, title in (("a.pdf", "The mill of Harrowbeck"), ("b.pdf", "Microsoft Word - x.doc")):
        page = canvas(tmp_path / name, title)
        draw(page, ["A mill falls silent"], 60, 780, 16)
        draw(page, wrapped(MILL), 60, 740)
        page.save()
    assert load(tmp_path / "a.pdf").title == "The mill of Harrowbeck"
    assert load(tmp_path / "b.pdf").title == "A mill falls silent"


def test_many_small_pieces_are_read_in_time(file: Path) -> None:
    page = canvas(file)
    page.setFont(FONT, 4)
    for y in range(20, 820, 10):
        for x in range(20, 580, 8):
            page.drawString(x, y, "ab")
    page.save()
    assert load(file).text.count("ab") == 80 * 70
