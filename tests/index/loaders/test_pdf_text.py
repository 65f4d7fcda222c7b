from __future__ import annotations

import logging
from pathlib import Path

import pytest

from quoth.index.errors import LoadError
from quoth.index.loaders import load
from quoth.index.loaders.pdf import _lines


@pytest.mark.parametrize(
    "text", ["/G43/G24/G31\n/G12/G09", "/g1 /g22 /C0001", "\ue012\ue013 \uf0b7\ue044 a"]
)
def test_a_page_of_glyph_names_has_no_text(text: str) -> None:
    assert _lines(text) == [""]


def test_a_page_that_names_a_road_has_text() -> None:
    text = "The weir lies on /A12 by the mill \uf0b7 of Hallen."
    assert _lines(text)[0].startswith("The weir lies on /A12")


def test_what_the_library_says_of_a_file_reaches_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n\x1b[31mred\nstartxref\n9\n%%EOF")
    with pytest.raises(LoadError, match="is damaged"):
        load(tmp_path / "a.pdf")
    assert not logging.getLogger("pypdf").isEnabledFor(logging.CRITICAL)
    assert capfd.readouterr() == ("", "")
