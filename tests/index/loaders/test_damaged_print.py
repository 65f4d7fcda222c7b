"""PDF files that were cut off or damaged: what is left of them is read, and no signs without a meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import LoadError
from quoth.index.loaders import load
from quoth.index.loaders.paged.rebuilding import is_text, rebuilt
from tests.index.loaders.print_files import MILL, RIVER, TOWN, canvas, draw, wrapped
from tests.index.loaders.samples import FIXTURES


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("print") / "a.pdf"
    made = canvas(path)
    for text in (MILL, TOWN, RIVER):
        draw(made, wrapped(text), 60, 700)
        made.showPage()
    made.save()
    return path.read_bytes()


def test_the_pages_before_a_cut_are_read(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    cut = whole[: whole.rindex(b"stream\n", 0, whole.rindex(b"endstream"))]
    path.write_bytes(cut)
    article = load(path)
    assert article.text.replace("\n", " ").count("The looms go to a school in Ghent") == 1
    assert "The architect Jonas Brandt drew the plans" in article.text.replace("\n", " ")


def test_signs_whose_fonts_are_lost_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    data = (FIXTURES / "canal.pdf").read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(LoadError, match="is damaged"):
        load(path)
    assert is_text(["L'écluse de Varenne reprend", "du service."])
    assert not is_text(["! # $ % a b", "0 + 1 2"])
    assert not is_text(["VarennPȀܠِ܀ܠِ۠ـȀـݐȀِܰܠݠڐذِ"])


def test_only_files_with_pages_in_the_open_are_built_again(whole: bytes) -> None:
    assert rebuilt(b"%PDF-1.4\nnothing") is None
    assert rebuilt(whole + b"/Encrypt") is None
    assert (rebuilt(whole) or b"").count(b"/Count 3") == 2
    assert rebuilt(b"1 0 obj<</Type/Page>>" * 20_000) is not None
