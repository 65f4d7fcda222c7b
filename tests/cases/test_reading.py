"""What is read of the files that somebody complained about, each complaint a folder of `files/`."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders import load_all
from quoth.index.text.language import language_of
from tests.cases.complaints import EXPECTED, Expected
from tests.index.loaders.word_files import paragraph, write_word

FILES = Path(__file__).parent / "files"


def read(name: str) -> tuple[LoadedArticle, ...]:
    return load_all(FILES / name)


@pytest.mark.parametrize(
    ("name", "expected"), EXPECTED, ids=[f"{name}-{one.number}" for name, one in EXPECTED]
)
def test_what_is_read_of_a_file(name: str, expected: Expected) -> None:
    articles = read(name)
    assert len(articles) == expected.articles
    article = articles[expected.number]
    assert expected.title in (None, article.title)
    assert expected.published in ("any", article.published)
    assert expected.source in (None, article.source)
    assert expected.author in (None, article.author)
    assert expected.language in (None, language_of(article.text, article.language))
    for sentence in expected.says:
        assert article.text.count(sentence) == 1, sentence
    for sentence in expected.never:
        assert sentence not in article.text


def test_a_live_blog_is_read_in_its_order() -> None:
    (article,) = read("14-html-lost-parts/liveblog.html")
    hours = ("Follow the latest", "18:40", "16:05", "13:22", "12:31")
    places = [article.text.index(hour) for hour in hours]
    assert places == sorted(places)
    assert article.published == date(2021, 4, 8)


def test_a_book_without_an_end_is_refused() -> None:
    with pytest.raises(LoadError, match="is too large"):
        read("39-epub-bomb/a.epub")


def test_a_word_file_with_a_bomb_in_a_part_that_is_not_read_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "bomb.docx", paragraph("Hello world of boats."))
    assert load_all(path)[0].text == "Hello world of boats."
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/media/big.bin", "w") as part,
    ):
        for _ in range(130):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(LoadError, match="is too large"):
        load_all(path)


def test_every_file_of_a_complaint_is_read_somewhere() -> None:
    asked = {"02-false-also", "18-latest-and-corrections", "39-epub-bomb"}
    named = {name for name, _ in EXPECTED}
    files = [path.relative_to(FILES) for path in FILES.rglob("*") if path.is_file()]
    assert all(str(path) in named or path.parts[0] in asked for path in files)
