from __future__ import annotations

import os
import shutil
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from quoth.index.articles import Span
from quoth.index.errors import LoadError
from quoth.index.loaders import load, load_all
from quoth.index.loaders.paged import kept_pages, recognition
from quoth.index.loaders.paged.hocr import recognised_lines
from quoth.index.loaders.paged.kept_pages import KeptPages
from quoth.index.loaders.paged.recognition import Recogniser
from tests.index.loaders.print_files import MILL, canvas, draw, wrapped
from tests.index.loaders.tesseract import SAID, hocr, install, uninstall

TITLE = SAID[0][1]
TEXT = f"{SAID[1][1][:-1]}{SAID[2][1]}\n\n{SAID[3][1]}\n\n{SAID[4][1]}"
REAL = shutil.which("tesseract")


def picture(size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    made = Image.new("L", size, 255)
    ImageDraw.Draw(made).rectangle((100, 100, 300, 140), fill=0)
    return made


def scan(path: Path, pages: int = 1) -> Path:
    page = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for number in range(pages):
        page.drawImage(ImageReader(picture((800, 1100 + number))), 0, 0, 595, 842)
        page.showPage()
    page.save()
    return path


def asked(file: Path) -> list[str]:
    """How the program was asked to recognise."""
    return [line for line in file.read_text().splitlines() if line.startswith("stdin")]


def test_a_scan_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = install(tmp_path / "bin", monkeypatch)
    article = load(scan(tmp_path / "a.pdf"))
    assert (article.title, article.text, article.source) == (TITLE, TEXT, "Reuters")
    assert article.recognised == (Span(0, len(TEXT)),)
    assert article.page_starts == (0,)
    assert asked(log) == ["stdin stdout -l eng --dpi 300 --psm 1 hocr"]


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".JPEG", ".tif", ".tiff"])
def test_a_picture_is_recognised(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch)
    picture().save(tmp_path / f"a{suffix}")
    article = load(tmp_path / f"a{suffix}")
    assert (article.title, article.text) == (TITLE, TEXT)
    assert article.recognised == (Span(0, len(TEXT)),)
    assert article.page_starts == ()


def test_the_pages_of_a_tiff_are_numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = install(tmp_path / "bin", monkeypatch)
    doing: list[str] = []
    picture().save(tmp_path / "a.tif", save_all=True, append_images=[picture((900, 900))])
    (article,) = load_all(tmp_path / "a.tif", recogniser=Recogniser(tell=doing.append))
    assert len(article.page_starts) == 2
    assert len(asked(log)) == 2
    assert dict.fromkeys(doing) == dict.fromkeys(
        ["recognising page 1 of 2", "recognising page 2 of 2"]
    )


def test_a_picture_stands_upright_on_white(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int]] = []

    def see(_: Recogniser, page: recognition.Picture, __: str) -> list[object]:
        seen.append((page.width, page.height, page.pixels[0]))
        return []

    install(tmp_path / "bin", monkeypatch)
    monkeypatch.setattr(Recogniser, "lines", see)
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (2000, 1500), "white").save(tmp_path / "a.jpg", exif=turned)
    Image.new("RGBA", (2000, 1500), (0, 0, 0, 0)).save(tmp_path / "b.png")
    for name in ("a.jpg", "b.png"):
        with pytest.raises(LoadError, match="no text is recognised"):
            load(tmp_path / name)
    assert seen == [(1500, 2000, 255), (2000, 1500, 255)]


def test_only_the_pages_that_are_pictures_are_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = install(
        tmp_path / "bin", monkeypatch, lines=[(30, "Ida Rem bought the lighthouse of Skar.")]
    )
    page = canvas(tmp_path / "a.pdf")
    draw(page, wrapped(MILL, 400), 60, 780)
    page.showPage()
    page.drawImage(ImageReader(picture()), 0, 0, 595, 842)
    draw(page, ["Scanned by the library of Skar"], 60, 30)
    page.showPage()
    page.showPage()
    page.save()
    article = load(tmp_path / "a.pdf")
    said = [span.of(article.text) for span in article.recognised]
    assert said == ["Ida Rem bought the lighthouse of Skar."]
    assert article.text.startswith(MILL)
    assert len(asked(log)) == 1


@pytest.mark.parametrize("name", ["a.pdf", "a.png"])
def test_without_tesseract_the_reason_says_how_to_get_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uninstall(tmp_path, monkeypatch)
    scan(tmp_path / "a.pdf")
    picture().save(tmp_path / "a.png")
    with pytest.raises(LoadError, match=r"is a (scan|picture): .* install Tesseract") as refusal:
        load(tmp_path / name)
    assert "apt install tesseract-ocr" in refusal.value.message
    assert not recognition.is_due(refusal.value.message)
    install(tmp_path / "bin", monkeypatch)
    assert recognition.is_due(refusal.value.message)
    assert not recognition.is_due("is empty")


def test_the_program_is_never_that_of_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    assert recognition.program() is None


@pytest.mark.parametrize(
    ("installed", "wanted", "chosen"),
    [
        (["eng", "fra", "osd"], ["fr"], "fra"),
        (["deu", "eng", "fra"], ["fr", "en"], "fra+eng"),
        (["chi_sim", "chi_sim_vert", "eng"], ["zh"], "chi_sim"),
        (["eng", "fra", "script/Latin"], ["ar", "fr"], "fra"),
        (["eng", "osd", "equ"], [], "eng"),
        (["ara", "deu", "eng", "fra"], [], "ara+deu+eng"),
    ],
)
def test_the_librarys_languages_are_recognised_if_installed(
    installed: list[str],
    wanted: list[str],
    chosen: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = install(tmp_path / "bin", monkeypatch, languages=installed)
    load_all(scan(tmp_path / "a.pdf"), recogniser=Recogniser(wanted))
    assert f"-l {chosen} " in asked(log)[0]


def test_a_language_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch)
    with pytest.raises(LoadError, match=r"in uk: .*data for it") as refusal:
        load_all(scan(tmp_path / "a.pdf"), recogniser=Recogniser(["uk"]))
    assert refusal.value.hint


def test_a_page_is_recognised_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = install(tmp_path / "bin", monkeypatch)
    file = scan(tmp_path / "a.pdf", pages=2)
    kept = KeptPages(tmp_path / "library" / kept_pages.FOLDER)
    first = load_all(file, recogniser=Recogniser(kept=kept))
    assert load_all(file, recogniser=Recogniser(kept=kept)) == first
    assert len(asked(log)) == 2
    load_all(file, recogniser=Recogniser(kept=KeptPages(kept.folder, afresh=True)))
    assert len(asked(log)) == 4
    for page in kept.folder.glob("*/*"):
        page.write_bytes(zlib.compress(b"<x/>")[:-1])
    assert load_all(file, recogniser=Recogniser(kept=kept)) == first
    assert len(asked(log)) == 6


def test_what_was_not_used_for_longest_is_forgotten(tmp_path: Path) -> None:
    kept = KeptPages(tmp_path / kept_pages.FOLDER)
    for number in range(10):
        kept.put(f"{number:064}", os.urandom(1000))
        os.utime(kept._file(f"{number:064}"), (number, number))
    assert kept_pages.trim(tmp_path, 20_000) == 0
    assert kept_pages.trim(tmp_path, 5_000) > 5_000
    assert kept.get(f"{0:064}") is None
    assert kept.get(f"{9:064}") is not None


def test_a_photograph_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "bin", monkeypatch, lines=[(30, "Wee oF i i]")], sure=31)
    picture().save(tmp_path / "a.jpg")
    with pytest.raises(LoadError, match="no text is recognised"):
        load(tmp_path / "a.jpg")


def test_a_page_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch, seconds=60)
    monkeypatch.setattr(recognition, "_PAGE_SECONDS", 1.0)
    doing: list[str] = []
    with pytest.raises(LoadError, match="takes more than 1 s to recognise"):
        load_all(scan(tmp_path / "a.pdf"), recogniser=Recogniser(tell=doing.append))
    assert len(doing) > 1


@pytest.mark.parametrize("code", [1, 127])
def test_a_program_that_fails_costs_its_file_only(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch, code=code)
    with pytest.raises(LoadError, match="Tesseract fail"):
        load(scan(tmp_path / "a.pdf"))


def test_a_file_that_is_named_a_picture_is_not_given_to_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = install(tmp_path / "bin", monkeypatch)
    (tmp_path / "a.png").write_text("/etc/passwd\nhttps://example.org/x.png\n")
    with pytest.raises(LoadError, match="is damaged: no picture"):
        load(tmp_path / "a.png")
    assert not log.exists()


def test_a_huge_picture_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "bin", monkeypatch)
    monkeypatch.setattr("quoth.index.loaders.paged.pictures._MOST_PIXELS", 10_000)
    picture().save(tmp_path / "a.png")
    with pytest.raises(LoadError, match=r"is too large a picture"):
        load(tmp_path / "a.png")


@pytest.mark.parametrize("said", ["", "<html>", "no hocr", "<!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]>"])
def test_what_is_no_hocr_is_no_crash(said: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        recognised_lines(said.encode(), 1.0)


def test_a_line_says_nothing_to_the_terminal() -> None:
    lines = recognised_lines(hocr([(30, "a\u202eb \u200b lamp")]).encode(), 1.0)
    assert [line.text for line in lines] == ["ab lamp"]


@pytest.mark.skipif(REAL is None, reason="Tesseract is not installed")
def test_the_real_program(tmp_path: Path) -> None:
    assert REAL is not None
    made = Image.new("L", (1400, 500), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(made).text((60, 60), "\n".join(wrapped(MILL, 280)), fill=0, font=font)
    made.save(tmp_path / "a.png")
    assert load(tmp_path / "a.png").text.split()[:8] == MILL.split()[:8]
